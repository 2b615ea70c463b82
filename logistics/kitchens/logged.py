"""What happened to an order, in a kitchen's words: from the log of the order and of its delivery day."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from shop.journal.models import LogLine
from shop.pricing.money import pounds
from shop.procurement.models import BulkOrder

OF_THE_ORDER = {
    "place bulk order": "Order placed",
    "change bulk order": "Order changed",
    "cancel bulk order": "Order cancelled",
    "claim": "Claimed",
    "answer claim": "Claim answered",
}
OF_THE_DAY = {
    "closed": "Ordering closed",
    "moved to allocated": "Shared out over the growers",
    "moved to confirmed": "Confirmed with the growers",
    "moved to packed": "Packed",
    "moved to out": "The vans are out",
    "moved to delivered": "Delivered",
    "moved to settled": "Billed",
}


@dataclass(frozen=True, slots=True)
class Logged:
    """One line: when, what, by whom."""

    at: datetime
    what: str
    who: str


def logged_of(order: BulkOrder) -> tuple[Logged, ...]:
    """The order's own lines, and its day's as long as the order counts. One query."""
    about = Q(subject_kind=order._meta.model_name, subject_id=order.pk)
    if order.status != BulkOrder.Status.CANCELLED:
        about |= Q(subject_kind="deliveryday", subject_id=order.delivery_day_id, verb__in=OF_THE_DAY)
    lines = LogLine.objects.of(order.hub).filter(about).named().order_by("at", "id")
    return tuple(Logged(line.at, words_for(line), who_of(line)) for line in lines)


def words_for(line: LogLine) -> str:
    """The action as kitchens say it, with its value where it has one."""
    words = OF_THE_ORDER.get(line.verb) or OF_THE_DAY.get(line.verb) or line.verb.capitalize()
    if line.verb == "claim":
        return f"{words}: {line.detail.get('what')}, {line.detail.get('fault')}"
    pence = line.detail.get("value_pence")
    return f"{words}, {pounds(pence)}" if isinstance(pence, int) else words


def who_of(line: LogLine) -> str:
    """Who did it, and for whom."""
    who = str(line.by) if line.by else "the hub's clock"
    return f"{who} for {line.on_behalf_of}" if line.on_behalf_of else who
