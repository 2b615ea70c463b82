"""Questions over lots, their movements and what is reserved of them."""

from datetime import date
from typing import Self

from django.db.models import F, Q, Sum

from shop.rows.append_only import AppendOnlyQuerySet
from shop.rows.scoping import OfHub


class LotQuerySet(OfHub):
    """Lots of a hub."""

    def with_available(self, at_least_base: int) -> Self:
        """Lots of which at least `at_least_base` base units are free at the moment of the statement."""
        return self.filter(quantity_base__gte=F("reserved_base") + F("dispatched_base") + at_least_base)

    def good_on(self, day: date) -> Self:
        """Lots whose best-before date has not passed on `day`."""
        return self.filter(Q(best_before=None) | Q(best_before__gte=day))

    def named(self) -> Self:
        """Producer, specification and product come along."""
        return self.select_related("producer", "specification__product")


class StockMovementQuerySet(AppendOnlyQuerySet):
    """Movements of a hub's lots."""

    hub_path = "lot__hub"

    def total_base(self) -> int:
        """Their sum in base units."""
        return int(self.aggregate(total=Sum("quantity_base", default=0))["total"])


class ReservationQuerySet(OfHub):
    """Reservations of a hub's lots."""

    hub_path = "lot__hub"

    def held(self) -> Self:
        """Those that hold stock."""
        return self.filter(status="held")

    def total_base(self) -> int:
        """Their sum in base units."""
        return int(self.aggregate(total=Sum("quantity_base", default=0))["total"])
