"""What all kitchens ordered for a day, added up in one query."""

from dataclasses import dataclass

from django.db.models import Count, F, Sum
from django.db.models.functions import Coalesce

from shop.cycles.models import DeliveryDay
from shop.procurement.models import BulkOrderLine


@dataclass(frozen=True, slots=True)
class Ordered:
    """Orders, kitchens and lines; the packs that are demanded, of how many kinds, and their gross weight."""

    orders: int
    kitchens: int
    lines: int
    demands: int
    packs: int
    weight_g: int


def added_up(day: DeliveryDay) -> Ordered:
    """All lines that count."""
    # The weight comes first: after `packs` is named, Django would read F("packs") as the sum.
    sums = (
        BulkOrderLine.objects.counting_for(day)
        .order_by()
        .aggregate(
            weight_g=Coalesce(Sum(F("packs") * F("pack__gross_weight_g")), 0),
            orders=Count("drop__order", distinct=True),
            kitchens=Count("drop__kitchen", distinct=True),
            lines=Count("id"),
            demands=Count("pack", distinct=True),
            packs=Coalesce(Sum("packs"), 0),
        )
    )
    return Ordered(**sums)
