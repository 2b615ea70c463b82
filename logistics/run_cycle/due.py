"""Which delivery days a worker should take up at a moment."""

from datetime import datetime
from typing import Any

from shop.cycles.models import DeliveryDay, OrderCycle

UNFINISHED = (
    DeliveryDay.Status.ORDERING,
    DeliveryDay.Status.CLOSED,
    DeliveryDay.Status.ALLOCATED,
    DeliveryDay.Status.CONFIRMED,
)


def due_days(cycle: OrderCycle, *, now: datetime) -> Any:
    """The cycle's days whose cut-off has passed and whose routes are not planned yet, earliest first."""
    return (
        DeliveryDay.objects.filter(cycle=cycle, status__in=UNFINISHED, orders_close_at__lte=now)
        .select_related("cycle__hub")
        .order_by("day")
    )
