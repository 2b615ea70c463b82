"""What other programs are told of a cycle."""

from collections.abc import Iterator

from shop.cycles.models import OrderCycle
from shop.webhooks.announcing import moment
from shop.webhooks.events import Event, News


def opened(cycle: OrderCycle) -> Iterator[News]:
    """Its days, and until when each takes orders. One query."""
    days = [
        {"id": day.pk, "day": day.day.isoformat(), "orders_close_at": moment(day.orders_close_at)}
        for day in cycle.delivery_days.order_by("day")
    ]
    data = {"cycle_id": cycle.pk, "name": cycle.name, "opens_at": moment(cycle.opens_at), "delivery_days": days}
    yield News(Event.CYCLE_OPENED, f"cycle:{cycle.pk}:opened", data)
