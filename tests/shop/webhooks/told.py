"""Registering a webhook and telling it of an order."""

from typing import Any

from shop.webhooks.actions import register_webhook
from shop.webhooks.announcing import announce
from shop.webhooks.events import Event, News
from shop.webhooks.models import Webhook, WebhookDelivery
from tests.cast import NOW

CONFIRMED = (Event.ORDER_CONFIRMED,)


def registered(hub: Any, url: str, events: Any = CONFIRMED) -> tuple[Webhook, str]:
    return register_webhook(hub=hub, url=url, events=events, by=None, now=NOW)


def news(number: int = 1) -> News:
    return News(Event.ORDER_CONFIRMED, f"order:{number}:confirmed", {"order_id": number, "number": "B-0001é"})


def told(hub: Any, number: int = 1) -> WebhookDelivery:
    announce(hub=hub, news=[news(number)], now=NOW)
    return WebhookDelivery.objects.get(key=f"order:{number}:confirmed")
