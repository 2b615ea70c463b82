"""How well a webhook listens: what fails for long is switched off, and the hub is told."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from shop.journal.actions import log, tell
from shop.webhooks.models import Webhook, WebhookDelivery

# Our own judgement: a receiver may be down for a night, but a forgotten one is not called for ever.
MOST_FAILURES = 10
FAILING_FOR = timedelta(hours=24)
SWITCHED_OFF = "The webhook was switched off before it could be sent."


def note_success(webhook: Webhook) -> None:
    """It listens again."""
    rows = Webhook.objects.filter(pk=webhook.pk, failures_in_a_row__gt=0)
    rows.update(failures_in_a_row=0, failing_since=None)


@transaction.atomic
def note_failure(webhook: Webhook, *, now: datetime) -> None:
    """Count it; with MOST_FAILURES in a row over FAILING_FOR or longer, switch it off and write to the hub."""
    Webhook.objects.filter(pk=webhook.pk).update(
        failures_in_a_row=F("failures_in_a_row") + 1, failing_since=Coalesce("failing_since", now)
    )
    tired = Webhook.objects.filter(failures_in_a_row__gte=MOST_FAILURES, failing_since__lte=now - FAILING_FOR)
    switch_off_by_itself(webhook, tired, f"{MOST_FAILURES} messages in a row or more did not arrive.", now)


@transaction.atomic
def switch_off_if_gone(webhook: Webhook, *, is_gone: bool, now: datetime) -> None:
    """A receiver that says that it is gone for good is not called again."""
    if is_gone:
        switch_off_by_itself(webhook, Webhook.objects.all(), "It answered that it is gone for good (410).", now)


def switch_off_by_itself(webhook: Webhook, rows: Any, because: str, now: datetime) -> None:
    """If it is among `rows` and still on: give up what waits for it, write the log's line and tell the hub."""
    if not rows.filter(pk=webhook.pk, switched_off_at=None).update(switched_off_at=now, off_because=because):
        return
    give_up_waiting(webhook, now)
    log(hub=webhook.hub, verb="webhook switched off", subject=webhook, by=None, now=now, why=because)
    base = webhook.hub.enterprises.filter(kind="hub").order_by("pk").first()
    if base is not None:
        tell(
            hub=webhook.hub,
            key=f"webhook:{webhook.pk}:off:{now.isoformat()}",
            enterprise=base,
            subject="Another program is not told any more",
            body=letter(webhook, because),
            now=now,
        )


def letter(webhook: Webhook, because: str) -> str:
    """What the hub is told."""
    return (
        f"{webhook.url}\n\n{because} It has been switched off, and what waited for it was given up.\n\n"
        "When it listens again: open Other programs at the foot of the hub's page, switch it on, and send again what "
        "it has missed."
    )


def give_up_waiting(webhook: Webhook, now: datetime) -> None:
    """What waits for it waits no longer."""
    waiting = WebhookDelivery.objects.waiting().filter(webhook=webhook)
    waiting.update(given_up_at=now, last_error=SWITCHED_OFF)
