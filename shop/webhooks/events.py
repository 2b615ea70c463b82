"""What other programs can be told of, and one piece of such news."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

#: Goes up when a field of `data` changes its meaning or goes; new fields come without a new number.
VERSION = 1
PING = "ping"


class Event(models.TextChoices):
    """What a webhook may ask for."""

    CYCLE_OPENED = "cycle.opened", "a cycle is opened"
    ORDER_CONFIRMED = "order.confirmed", "an order is confirmed"
    ROUTES_PUBLISHED = "routes.published", "routes are published"
    ORDER_DELIVERED = "order.delivered", "an order is delivered"


@dataclass(frozen=True, slots=True)
class News:
    """Something happened, told once per `key` to each address. `data` holds ids, references and dates, never people."""

    event: str
    key: str
    data: Mapping[str, Any]
