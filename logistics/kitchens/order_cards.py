"""Orders in a few lines each: what was ordered, what it comes to, where it stands, when the van comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Sum

from logistics.kitchens.arrivals import arrivals_on
from shop.cycles.models import DeliveryDay
from shop.procurement.models import BulkOrder, BulkOrderLine, DeliveredLine, LineConfirmation, Shortage

STATUS = DeliveryDay.Status
# What a day's status means to a kitchen whose order counts, and how its badge is coloured.
STANDS = {
    STATUS.ORDERING: ("ordering has closed", ""),
    STATUS.CLOSED: ("being shared out", ""),
    STATUS.ALLOCATED: ("growers are answering", ""),
    STATUS.CONFIRMED: ("confirmed", "success"),
    STATUS.ROUTED: ("confirmed", "success"),
    STATUS.PACKED: ("packed", "success"),
    STATUS.OUT: ("on its way", "success"),
    STATUS.DELIVERED: ("delivered", ""),
    STATUS.SETTLED: ("delivered and billed", ""),
}


@dataclass(frozen=True, slots=True)
class Short:
    """Packs that a kitchen does not get, and why."""

    kitchen: str
    goods: str
    packs: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCard:
    """An order at a glance. `arrives_at` is the earliest published arrival at one of its kitchens."""

    order: BulkOrder
    words: str
    tone: str
    is_open: bool
    kitchens: int
    packs: int
    pence: int
    shorts: tuple[Short, ...]
    arrives_at: datetime | None

    @property
    def packs_short(self) -> int:
        """Packs that do not come."""
        return sum(short.packs for short in self.shorts)


def stands(order: BulkOrder, now: datetime) -> tuple[str, str]:
    """Where an order stands in a kitchen's words, and the colour of its badge."""
    if order.status == BulkOrder.Status.CANCELLED:
        return "cancelled", ""
    if is_open(order, now):
        return "placed, can be changed", "success"
    return STANDS[DeliveryDay.Status(order.delivery_day.status)]


def is_open(order: BulkOrder, now: datetime) -> bool:
    """Whether the order can still be changed (its delivery day and cycle have been read with it)."""
    day = order.delivery_day
    is_taking = day.status == STATUS.ORDERING and day.cycle.status == "open" and now < day.orders_close_at
    return is_taking and order.status == BulkOrder.Status.PLACED


def cards_of(orders: Sequence[BulkOrder], now: datetime) -> list[OrderCard]:
    """A card per order, in the order given: six queries, however many there are."""
    ids = [order.pk for order in orders]
    ordered = {
        order_id: (kitchens, packs, pence)
        for order_id, kitchens, packs, pence in BulkOrderLine.objects.filter(drop__order__in=ids)
        .order_by()
        .values_list("drop__order")
        .annotate(Count("drop", distinct=True), Sum("packs"), pence=Sum(F("packs") * F("price_pence")))
    }
    billed = {**confirmed_pence(ids), **accepted_pence(ids)}
    shorts = shortages_of(ids)
    arrivals = first_arrivals(orders)
    cards = []
    for order in orders:
        words, tone = stands(order, now)
        kitchens, packs, pence = ordered.get(order.pk, (0, 0, 0))
        cards.append(
            OrderCard(
                order=order,
                words=words,
                tone=tone,
                is_open=is_open(order, now),
                kitchens=kitchens,
                packs=packs,
                pence=billed.get(order.pk, pence),
                shorts=tuple(shorts.get(order.pk, ())),
                arrives_at=arrivals.get(order.pk),
            )
        )
    return cards


def confirmed_pence(orders: Sequence[int]) -> dict[int, int]:
    """Order id to what is promised of it, late changes included."""
    rows = LineConfirmation.objects.amended().filter(order_line__drop__order__in=orders).order_by()
    worth = Sum(F("packs_standing") * F("price_pence"))
    return dict(rows.values_list("order_line__drop__order").annotate(pence=worth))


def accepted_pence(orders: Sequence[int]) -> dict[int, int]:
    """Order id to what was accepted of it at the door."""
    rows = DeliveredLine.objects.filter(confirmation__order_line__drop__order__in=orders).order_by()
    worth = Sum(F("packs_accepted") * F("confirmation__price_pence"))
    return dict(rows.values_list("confirmation__order_line__drop__order").annotate(pence=worth))


def shortages_of(orders: Sequence[int]) -> dict[int, list[Short]]:
    """Order id to what the day's current allocation leaves short of it."""
    rows = Shortage.objects.filter(
        order_line__drop__order__in=orders, run=F("run__delivery_day__current_allocation__run")
    ).select_related("order_line__drop__kitchen", "order_line__pack__specification__product")
    found: dict[int, list[Short]] = {}
    for row in rows.order_by("order_line__drop__kitchen__name", "id"):
        line = row.order_line
        short = Short(str(line.drop.kitchen), str(line.pack), row.packs, row.reason_text)
        found.setdefault(line.drop.order_id, []).append(short)
    return found


def first_arrivals(orders: Sequence[BulkOrder]) -> dict[int, datetime]:
    """Order id to the earliest published arrival at one of its kitchens. Two queries beside its drops."""
    drops = list(
        BulkOrder.objects.filter(pk__in=[order.pk for order in orders])
        .exclude(status=BulkOrder.Status.CANCELLED)
        .values_list("pk", "delivery_day", "drops__kitchen")
    )
    arrivals = arrivals_on({day for _, day, _ in drops}, {kitchen for _, _, kitchen in drops if kitchen})
    first: dict[int, datetime] = {}
    for order_id, day_id, kitchen_id in drops:
        arrival = arrivals.get((day_id, kitchen_id))
        if arrival is not None and (order_id not in first or arrival.at < first[order_id]):
            first[order_id] = arrival.at
    return first
