"""What households have bought for a day, as the rooms that buy it of growers and move it want to know it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.beside import BoughtBeside
from shop.storefront.models import HandoverPoint, HouseholdLine


@dataclass(frozen=True, slots=True)
class Bound:
    """Packs of a listing that go to a handover point."""

    listing: Any
    point: HandoverPoint
    packs: int


def bought_by_households(delivery_day: DeliveryDay) -> list[BoughtBeside]:
    """Packs per listing in standing orders, in the order of the listings; two queries."""
    packs: dict[int, int] = {}
    for bound in bound_for_points(delivery_day):
        packs[bound.listing.pk] = packs.get(bound.listing.pk, 0) + bound.packs
    listings = Listing.objects.named().in_bulk(packs)
    return [BoughtBeside(listings[number], packs[number]) for number in sorted(packs)]


def bound_for_points(delivery_day: DeliveryDay) -> list[Bound]:
    """Packs per listing and handover point, in a fixed order; three queries."""
    rows = HouseholdLine.objects.standing_for(delivery_day).order_by("listing_id", "household_order__point_id")
    sums = list(rows.values_list("listing_id", "household_order__point_id").annotate(packs=Sum("packs")))
    listings = Listing.objects.named().select_related("place").in_bulk({listing for listing, _, _ in sums})
    points = HandoverPoint.objects.select_related("place").in_bulk({point for _, point, _ in sums})
    return [Bound(listings[listing], points[point], packs) for listing, point, packs in sums]
