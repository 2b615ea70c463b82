"""What a coordinator does with webhooks: register, try, switch off and on, remove, send again."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction

from shop.journal.actions import log, once_after_commit
from shop.webhooks.addresses import target_of
from shop.webhooks.announcing import delivery, hand_over
from shop.webhooks.errors import AddressRefused, WebhookRefused
from shop.webhooks.events import PING, Event, News
from shop.webhooks.health import give_up_waiting
from shop.webhooks.keys import hash_of, new_salt, secret_of
from shop.webhooks.models import Webhook, WebhookDelivery

BY_HAND = "Switched off by hand."
MOST_A_HUB = 20


@transaction.atomic
def register_webhook(*, hub: Any, url: str, events: Iterable[str], by: Any, now: datetime) -> tuple[Webhook, str]:
    """The row, and its secret, which is shown once. Raises WebhookRefused."""
    wanted = sorted(set(events) & set(Event.values))
    if not wanted:
        raise WebhookRefused("Choose at least one thing that it is told of.")
    try:
        target_of(url, loopback=settings.FOODSHED_WEBHOOKS_TO_LOOPBACK)
    except AddressRefused as refusal:
        raise WebhookRefused(str(refusal)) from refusal
    if Webhook.objects.of(hub).kept().count() >= MOST_A_HUB:
        raise WebhookRefused(f"{hub} tells {MOST_A_HUB} addresses already. Remove one that is not needed.")
    salt = new_salt()
    secret = secret_of(salt)
    try:
        with transaction.atomic():
            row = Webhook.objects.create(
                hub=hub, url=url, events=wanted, salt=salt, secret_hash=hash_of(secret), made_at=now, made_by=by
            )
    except IntegrityError as error:
        raise WebhookRefused(f"{hub} tells this address already.") from error
    log(hub=hub, verb="registered webhook", subject=row, by=by, now=now, address=url, events=wanted)
    return row, secret


@transaction.atomic
def ping(*, webhook: Webhook, by: Any, now: datetime) -> WebhookDelivery:
    """Put a test message into the outbox. Raises WebhookRefused unless the webhook stands."""
    held = locked(webhook)
    require_standing(held)
    row = delivery(held, News(PING, f"{PING}:{uuid4().hex}", {}), now)
    row.save()
    log(hub=held.hub, verb="tried webhook", subject=held, by=by, now=now)
    once_after_commit(hand_over)
    return row


@transaction.atomic
def switch_off(*, webhook: Webhook, by: Any, now: datetime) -> bool:
    """Send it nothing more; what waits is given up. True if this call did it."""
    is_first = bool(Webhook.objects.standing().filter(pk=webhook.pk).update(switched_off_at=now, off_because=BY_HAND))
    if is_first:
        give_up_waiting(webhook, now)
        log(hub=webhook.hub, verb="webhook switched off", subject=webhook, by=by, now=now)
    return is_first


@transaction.atomic
def switch_on(*, webhook: Webhook, by: Any, now: datetime) -> bool:
    """Send to it again, and forget its failures. True if this call did it."""
    off = Webhook.objects.kept().filter(pk=webhook.pk, switched_off_at__isnull=False)
    is_first = bool(off.update(switched_off_at=None, off_because="", failures_in_a_row=0, failing_since=None))
    if is_first:
        log(hub=webhook.hub, verb="webhook switched on", subject=webhook, by=by, now=now)
    return is_first


@transaction.atomic
def remove_webhook(*, webhook: Webhook, by: Any, now: datetime) -> bool:
    """It is gone for good; what was sent to it stays on record. True if this call did it."""
    is_first = bool(Webhook.objects.kept().filter(pk=webhook.pk).update(removed_at=now))
    if is_first:
        give_up_waiting(webhook, now)
        log(hub=webhook.hub, verb="removed webhook", subject=webhook, by=by, now=now, address=webhook.url)
    return is_first


@transaction.atomic
def send_again(*, sent: WebhookDelivery, by: Any, now: datetime) -> None:
    """Let the message wait for the next turn, whatever became of it; its id stays. Raises WebhookRefused."""
    held = locked(sent.webhook)
    require_standing(held)
    WebhookDelivery.objects.filter(pk=sent.pk).update(
        sent_at=None, given_up_at=None, attempts=0, next_try_at=now, last_error=""
    )
    log(hub=held.hub, verb="sent again to webhook", subject=held, by=by, now=now, message=sent.message_id)
    once_after_commit(hand_over)


def locked(webhook: Webhook) -> Webhook:
    """The row under its lock, so that it is not switched off meanwhile."""
    rows = Webhook.objects.select_for_update(of=("self",)).select_related("hub")
    held: Webhook = rows.get(pk=webhook.pk)
    return held


def require_standing(webhook: Webhook) -> None:
    """Raises WebhookRefused when nothing is sent to it."""
    if not webhook.is_standing:
        raise WebhookRefused("It is switched off. Switch it on first.")
