"""Questions over delivery days and listings."""

from datetime import datetime
from typing import Self

from shop.rows.scoping import OfHub


class DeliveryDayQuerySet(OfHub):
    """Delivery days of a hub."""

    hub_path = "cycle__hub"

    def with_hub(self) -> Self:
        """Cycle and hub come along."""
        return self.select_related("cycle__hub")

    def open_at(self, now: datetime) -> Self:
        """Days for which orders are taken at `now`, whether or not a worker has run."""
        return self.filter(
            status="ordering",
            cycle__status="open",
            cycle__opens_at__lte=now,
            orders_close_at__gt=now,
        )

    def due_at(self, now: datetime) -> Self:
        """Days whose cut-off has passed and which nobody has closed yet, earliest first."""
        return self.filter(status="ordering", cycle__status="open", orders_close_at__lte=now).order_by(
            "orders_close_at", "id"
        )


class ListingQuerySet(OfHub):
    """Listings of a hub."""

    hub_path = "delivery_day__cycle__hub"

    def standing(self) -> Self:
        """Listings that have not been withdrawn."""
        return self.filter(withdrawn_at=None)

    def named(self) -> Self:
        """Grower, pack, specification and product come along."""
        return self.select_related("grower", "pack__specification__product")
