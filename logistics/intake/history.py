"""Earlier days as shares, for the season's memory. Reads what was confirmed, never what was hoped for."""

from collections import defaultdict
from datetime import timedelta

from django.db.models import Sum

from logistics.intake.memory import Share, owed
from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.models import BulkOrderLine, CurrentAllocation, PurchaseLine, Shortage

REMEMBERED = ("confirmed", "routed", "packed", "out", "delivered", "settled")

Occasion = tuple[int, ...]


def owed_to_buyers(delivery_day: DeliveryDay, *, memory_days: int) -> dict[int, int]:
    """Thousandths of a pack owed to each buyer (by id), from the shortages of the remembered days.

    Buyers are compared within their place in the order of claim only: a later claim is owed nothing by an earlier one.
    """
    days = remembered(delivery_day, memory_days=memory_days)
    runs = CurrentAllocation.objects.filter(delivery_day__in=days).values("run")
    short: dict[int, int] = {
        row["order_line"]: row["packs__sum"]
        for row in Shortage.objects.filter(run__in=runs).values("order_line").annotate(Sum("packs"))
    }
    scarce = set(
        BulkOrderLine.objects.filter(id__in=short.keys()).values_list("drop__order__delivery_day", "pack").distinct()
    )
    wanted: dict[Occasion, dict[int, list[int]]] = defaultdict(dict)
    lines = BulkOrderLine.objects.filter(
        drop__order__delivery_day__in={day for day, _ in scarce},
        drop__order__status="confirmed",
        pack__in={pack for _, pack in scarce},
    ).select_related("drop__order__buyer")
    for line in lines:
        order = line.drop.order
        if (order.delivery_day_id, line.pack_id) not in scarce:
            continue
        buyer = order.buyer
        occasion = (order.delivery_day_id, line.pack_id, buyer.claim)
        entry = wanted[occasion].setdefault(buyer.pk, [buyer.entitlement, 0, 0])
        entry[1] += line.packs
        entry[2] += line.packs - short.get(line.pk, 0)
    return by_number(wanted)


def owed_to_growers(delivery_day: DeliveryDay, *, memory_days: int) -> dict[int, int]:
    """Thousandths of a pack owed to each grower (by id), from what was offered and bought on the remembered days."""
    days = list(remembered(delivery_day, memory_days=memory_days))
    bought = dict(
        PurchaseLine.objects.filter(delivery_day__in=days, listing__isnull=False)
        .standing()
        .values_list("listing", "packs_standing")
    )
    offered: dict[Occasion, dict[int, list[int]]] = defaultdict(dict)
    for listing in Listing.objects.standing().filter(delivery_day__in=days, grower__kind="grower"):
        occasion = (listing.delivery_day_id, listing.pack_id)
        entry = offered[occasion].setdefault(listing.grower_id, [1, 0, 0])
        entry[1] += listing.packs_for_bulk
        entry[2] += bought.get(listing.pk, 0)
    return by_number(offered)


def remembered(delivery_day: DeliveryDay, *, memory_days: int) -> "list[int]":
    """The hub's confirmed delivery days before this one that are not too old, by id."""
    return list(
        DeliveryDay.objects.of(delivery_day.cycle.hub)
        .filter(
            day__lt=delivery_day.day,
            day__gte=delivery_day.day - timedelta(days=memory_days),
            status__in=REMEMBERED,
        )
        .order_by("id")
        .values_list("id", flat=True)
    )


def by_number(occasions: dict[Occasion, dict[int, list[int]]]) -> dict[int, int]:
    """Hand the parties' (weight, wanted, had) to the arithmetic, and turn its keys back into ids."""
    shares = [
        [Share(str(party), weight, wanted, had) for party, (weight, wanted, had) in parties.items()]
        for _, parties in sorted(occasions.items())
    ]
    return {int(party): thousandths for party, thousandths in owed(shares).items() if thousandths}
