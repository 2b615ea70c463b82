"""Writing down, inside the caller's transaction, what the hub's webhooks are to be told."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from shop.journal.actions import once_after_commit
from shop.webhooks.events import VERSION, News
from shop.webhooks.models import Webhook, WebhookDelivery
from shop.webhooks.tasks import send_webhooks


def announce(*, hub: Any, news: Iterable[News], now: datetime) -> None:
    """Tell each standing webhook what it asked for; told twice, the same news is sent once.

    `news` is only read when somebody listens, so that what it takes to gather it is spared otherwise.
    """
    listening = list(Webhook.objects.of(hub).standing())
    if not listening:
        return
    rows = [delivery(each, piece, now) for piece in news for each in listening if piece.event in each.events]
    if rows:
        WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
        once_after_commit(hand_over)


def delivery(webhook: Webhook, news: News, now: datetime) -> WebhookDelivery:
    """The row, unsaved."""
    return WebhookDelivery(
        webhook=webhook,
        message_id=f"msg_{uuid4().hex}",
        event=news.event,
        key=news.key,
        body=body_of(webhook.hub_id, news, now),
        written_at=now,
        next_try_at=now,
    )


def body_of(hub_id: int, news: News, now: datetime) -> str:
    """What is sent, as JSON. Moments are in UTC."""
    said = {
        "type": news.event,
        "version": VERSION,
        "timestamp": moment(now),
        "hub_id": hub_id,
        "data": news.data,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def moment(at: datetime) -> str:
    """A moment as other programs read it: 2027-03-07T12:00:00Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def hand_over() -> None:
    """Ask a worker to send."""
    send_webhooks.delay()
