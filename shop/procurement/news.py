"""What other programs are told of orders: ids, references and dates, never people."""

from collections.abc import Iterable, Iterator
from typing import Any

from shop.cycles.models import DeliveryDay
from shop.procurement.models import BulkOrder, DeliveredLine, LineConfirmation
from shop.webhooks.events import Event, News


def confirmed(delivery_day: DeliveryDay) -> Iterator[News]:
    """Each confirmed order of the day. One query."""
    orders = BulkOrder.objects.filter(delivery_day=delivery_day, status=BulkOrder.Status.CONFIRMED)
    for order in orders.order_by("pk"):
        yield News(Event.ORDER_CONFIRMED, f"order:{order.pk}:confirmed", of_order(order, delivery_day))


def delivered(delivery_day: DeliveryDay, lines: Iterable[DeliveredLine]) -> Iterator[News]:
    """Each order of which the last of these lines was the last that was awaited. Two queries."""
    of_lines = {line.confirmation.pk for line in lines}
    orders = BulkOrder.objects.filter(delivery_day=delivery_day, drops__lines__confirmations__in=of_lines).distinct()
    awaited = LineConfirmation.objects.filter(run__delivery_day=delivery_day).standing().filter(delivered=None)
    open_orders = set(awaited.values_list("order_line__drop__order", flat=True))
    for order in orders.order_by("pk"):
        if order.pk not in open_orders:
            yield News(Event.ORDER_DELIVERED, f"order:{order.pk}:delivered", of_order(order, delivery_day))


def of_order(order: BulkOrder, delivery_day: DeliveryDay) -> dict[str, Any]:
    """What names an order."""
    return {
        "order_id": order.pk,
        "number": order.number,
        "po_number": order.po_number,
        "buyer_id": order.buyer_id,
        "cycle_id": delivery_day.cycle_id,
        "delivery_day": delivery_day.day.isoformat(),
    }
