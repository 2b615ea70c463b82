"""All orders of a day and all listings for it, one line each, for whoever enters them on behalf."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise
from shop.procurement.models import BulkOrder, BulkOrderLine, LineConfirmation


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order: what was ordered, and what stands confirmed of it."""

    order: BulkOrder
    kitchens: int
    packs: int
    pence: int
    packs_standing: int


@dataclass(frozen=True, slots=True)
class OrderList:
    """Orders, who has not ordered, and listings by seller."""

    orders: tuple[OrderRow, ...]
    without: tuple[Enterprise, ...]
    listings: tuple[Listing, ...]
    sellers: tuple[Enterprise, ...]


def order_list(day: DeliveryDay) -> OrderList:
    """Read them: five queries."""
    hub = day.cycle.hub
    orders = BulkOrder.objects.filter(delivery_day=day).exclude(status=BulkOrder.Status.DRAFT)
    ordered = {
        row["drop__order"]: row
        for row in BulkOrderLine.objects.filter(drop__order__delivery_day=day)
        .order_by()
        .values("drop__order")
        .annotate(
            kitchens=Count("drop", distinct=True),
            all_packs=Coalesce(Sum("packs"), 0),
            pence=Coalesce(Sum(F("packs") * F("price_pence")), 0),
        )
    }
    confirmed = LineConfirmation.objects.filter(run__delivery_day=day).amended().order_by()
    standing = dict(confirmed.values_list("order_line__drop__order").annotate(Sum("packs_standing")))
    rows = []
    for order in orders.select_related("buyer", "placed_by").order_by("buyer__name", "number"):
        counts = ordered.get(order.pk, {"kitchens": 0, "all_packs": 0, "pence": 0})
        rows.append(
            OrderRow(order, counts["kitchens"], counts["all_packs"], counts["pence"], standing.get(order.pk, 0))
        )
    who = Enterprise.objects.of(hub)
    have = {row.order.buyer_id for row in rows if row.order.status != BulkOrder.Status.CANCELLED}
    listings = Listing.objects.filter(delivery_day=day).standing().named().order_by("grower__name", "id")
    sellers = who.filter(kind__in=(Enterprise.Kind.GROWER, Enterprise.Kind.PROCESSOR))
    return OrderList(
        orders=tuple(rows),
        without=tuple(each for each in who.filter(kind=Enterprise.Kind.BUYER) if each.pk not in have),
        listings=tuple(listings),
        sellers=tuple(sellers),
    )
