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
        """All that a page says of an order comes along, in a fixed number of queries."""
        rows = self.select_related("order", "delivery_day__cycle__hub", "point__place")
        return rows.prefetch_related("lines__not_given", "shorts__lines__line")


class HouseholdLineQuerySet(AppendOnlyQuerySet):
    """Lines of households' orders of a hub."""

    hub_path = "household_order__hub"

    def standing_for(self, delivery_day: Any) -> Self:
        """Lines of a day's orders that were not cancelled, in a fixed order."""
        return self.filter(household_order__delivery_day=delivery_day, household_order__status="placed").order_by("id")

    def shown(self) -> Self:
        """The order with its day, hub and point, and the listing, come along."""
        return self.select_related(
            "listing", "household_order__order", "household_order__point", "household_order__delivery_day__cycle__hub"
        )

    def sold_of(self, listings: Iterable[int]) -> dict[int, int]:
        """Listing (id) to the packs that households hold of it; a listing without any is left out."""
        rows = self.filter(listing_id__in=set(listings), household_order__status="placed")
        return dict(rows.order_by().values_list("listing_id").annotate(packs=Sum("packs")))


class BoxPackedQuerySet(AppendOnlyQuerySet):
    """What was packed into a hub's households' boxes."""

    hub_path = "line__household_order__hub"

    def latest_for(self, delivery_day: Any) -> dict[int, Any]:
        """Household's line (id) to its last packing: what holds. One query. A line that nobody packed is left out."""
        rows = self.filter(line__household_order__delivery_day=delivery_day).order_by("line_id", "number")
        return {row.line_id: row for row in rows.select_related("by", "line")}


class OfOrderQuerySet(AppendOnlyQuerySet):
    """What was written of a hub's households' orders."""

    hub_path = "household_order__hub"


class ShortBoxLineQuerySet(AppendOnlyQuerySet):
    """Lines of what a hub's households did not get."""

    hub_path = "short__household_order__hub"
