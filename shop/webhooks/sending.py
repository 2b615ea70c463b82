"""Sending what waits for other programs, and noting how they answered."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.conf import settings

from shop.journal.turns import put_off, take
from shop.webhooks.addresses import target_of
from shop.webhooks.connecting import post
from shop.webhooks.errors import AddressRefused, NotDelivered
from shop.webhooks.health import note_failure, note_success, switch_off_if_gone
from shop.webhooks.keys import standing_secret
from shop.webhooks.models import WebhookDelivery
from shop.webhooks.signing import headers_for

logger = logging.getLogger(__name__)

# One slow receiver must not hold the worker for long; the next round goes on.
ROUND_S = 60
MOST_A_ROUND = 200
GONE = 410


@dataclass(frozen=True, slots=True)
class SentRound:
    """How many messages arrived, failed, and were given up."""

    sent: int
    failed: int
    given_up: int


def send_waiting(*, now: datetime, limit: int = MOST_A_ROUND) -> SentRound:
    """Send up to `limit` messages whose turn has come, for about ROUND_S seconds. Two senders never send the same one.

    Not to be called inside a transaction (RuntimeError). A webhook that fails is left alone for the rest of the round.
    A sender killed between sending and marking leaves the message to be sent once more, with the same id.
    """
    sent = failed = given_up = 0
    resting: set[int] = set()
    began = monotonic()
    for delivery in WebhookDelivery.objects.due_at(now).select_related("webhook__hub")[:limit]:
        moment = now + timedelta(seconds=int(monotonic() - began))
        if monotonic() - began > ROUND_S:
            break
        if delivery.webhook_id in resting or not take(delivery, now=moment):
            continue
        status, why = tried(delivery, moment)
        if why:
            failed += 1
            given_up += put_off(delivery, why, now=moment, last_status=status, last_tried_at=moment)
            resting.add(delivery.webhook_id)
            note_failure(delivery.webhook, now=moment)
            switch_off_if_gone(delivery.webhook, is_gone=status == GONE, now=moment)
        else:
            sent += 1
            mark_sent(delivery, status, now=moment)
            note_success(delivery.webhook)
    logger.info("webhooks: %s sent, %s failed, %s given up", sent, failed, given_up)
    return SentRound(sent, failed, given_up)


def tried(delivery: WebhookDelivery, now: datetime) -> tuple[int | None, str]:
    """The answer's status if there was one, and why the message did not arrive; empty when it did."""
    body = delivery.body.encode()
    try:
        secret = standing_secret(delivery.webhook)
        target = target_of(delivery.webhook.url, loopback=settings.FOODSHED_WEBHOOKS_TO_LOOPBACK)
        signature = headers_for(
            message_id=delivery.message_id, timestamp_s=int(now.timestamp()), body=body, secret=secret
        )
        status = post(target, body, {**signature, "Content-Type": "application/json", "User-Agent": "Foodshed"})
    except (AddressRefused, NotDelivered) as refusal:
        return None, str(refusal)
    return status, refused_by(status)


def refused_by(status: int) -> str:
    """Why a status is no success; empty for those that are."""
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return f"It answered {status}: redirects are not followed."
    return f"It answered {status}."


def mark_sent(delivery: WebhookDelivery, status: int | None, *, now: datetime) -> None:
    """Note that it arrived."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        sent_at=now, given_up_at=None, last_tried_at=now, last_status=status, last_error=""
    )
