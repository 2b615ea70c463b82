"""Questions over households' orders and their lines."""

from collections.abc import Iterable
from typing import Any, Self

from django.db.models import Sum

from shop.rows.append_only import AppendOnlyQuerySet
from shop.rows.scoping import OfHub


class HouseholdOrderQuerySet(OfHub):
    """Households' orders of a hub."""

    def standing(self) -> Self:
        """Orders that were not cancelled."""
        return self.filter(status="placed")

    def seen_by(self, user: Any) -> Self:
        """The person's own orders."""
        return self.filter(user=user)

    def shown(self) -> Self:
        """All that a page says of an order comes along in two queries."""
        return self.select_related("order", "delivery_day__cycle__hub", "point__place").prefetch_related("lines")


class HouseholdLineQuerySet(AppendOnlyQuerySet):
    """Lines of households' orders of a hub."""

    hub_path = "household_order__hub"

    def standing_for(self, delivery_day: Any) -> Self:
        """Lines of a day's orders that were not cancelled, in a fixed order."""
        return self.filter(household_order__delivery_day=delivery_day, household_order__status="placed").order_by("id")

    def sold_of(self, listings: Iterable[int]) -> dict[int, int]:
        """Listing (id) to the packs that households hold of it; a listing without any is left out."""
        rows = self.filter(listing_id__in=set(listings), household_order__status="placed")
        return dict(rows.order_by().values_list("listing_id").annotate(packs=Sum("packs")))
