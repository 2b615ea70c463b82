"""Questions over lots."""

from typing import Self

from django.db.models import F

from shop.rows.scoping import OfHub


class LotQuerySet(OfHub):
    """Lots of a hub."""

    def with_available(self, at_least_base: int) -> Self:
        """Lots of which at least `at_least_base` base units are free at the moment of the statement."""
        return self.filter(quantity_base__gte=F("reserved_base") + F("dispatched_base") + at_least_base)
