"""Questions over prices, orders and their lines."""

from datetime import date
from typing import Any, Self

from django.db.models import F, Q

from shop.rows.scoping import OfHub


class PublishedPriceQuerySet(OfHub):
    """Published prices of a hub."""

    def holding_on(self, day: date, *, basis: Any = None) -> Self:
        """Prices that hold on `day`, the contract's own before the hub's, the newest before older ones."""
        lists = Q(basis=None) if basis is None else Q(basis=None) | Q(basis=basis)
        return self.filter(lists, Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day).order_by(
            "pack_id", F("basis_id").desc(nulls_last=True), "-valid_from"
        )


class BulkOrderQuerySet(OfHub):
    """Bulk orders of a hub."""

    def counting(self) -> Self:
        """Orders that are added up: placed or confirmed, never drafts or cancelled ones."""
        return self.filter(status__in=["placed", "confirmed"])


class BulkOrderLineQuerySet(OfHub):
    """Lines of a hub's bulk orders."""

    hub_path = "drop__order__hub"

    def counting_for(self, delivery_day: Any) -> Self:
        """Lines that are added up for a delivery day, in a fixed order."""
        return self.filter(
            drop__order__delivery_day=delivery_day,
            drop__order__status__in=["placed", "confirmed"],
        ).order_by("id")

    def named(self) -> Self:
        """Buyer, kitchen, pack, specification and product come along."""
        return self.select_related("drop__order__buyer", "drop__kitchen", "pack__specification__product")
