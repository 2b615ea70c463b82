"""Who goes short by the published rule, from what was counted at the door."""

from logistics.packing.rows import DayRows
from shop.cycles.models import Listing
from shop.procurement.going_short import Part, spread_shortages
from shop.storefront.models import HouseholdLine

#: Stands for the processors among those who lose: what they lose shows when their own goods come in.
PROCESSORS = 0
#: Households' place in the order of claim: their boxes were bought before the kitchens' orders were shared out.
CLAIM_OF_HOUSEHOLDS = 0


def suggested_shorts(rows: DayRows) -> dict[int, int]:
    """Confirmed line (id) to the packs that it goes short, and households' lines under their ids made negative.

    Lines that get all are left out.
    """
    missing, parts = {}, {}
    for purchase, count in rows.counts.items():
        if purchase not in rows.purchases or not count.packs_missing:
            continue
        parts[purchase] = parts_of(rows, purchase)
        # What the hub bought and nobody gets any more is lost first.
        spare = max(0, rows.expected(purchase) - sum(part.packs for part in parts[purchase]))
        missing[purchase] = max(0, count.packs_missing - spare)
    losses = spread_shortages(missing, parts)
    return {line: packs for line, packs in losses.items() if line != PROCESSORS}


def parts_of(rows: DayRows, purchase: int) -> list[Part]:
    """What the hub hands on of a purchase: to kitchens, and of what was brought in to processors."""
    row, straight = rows.purchases[purchase], rows.straight[purchase]
    parts = [
        Part(line, packs - straight.get(line, 0), rows.lines[line].order_line.drop.kitchen.enterprise.claim)
        for line, packs in rows.gives[purchase].items()
    ]
    if row.listing_id and row.listing.handover == Listing.Handover.BROUGHT_IN and rows.to_processors[row.listing_id]:
        parts.append(Part(PROCESSORS, rows.to_processors[row.listing_id]))
    parts += [Part(-box.pk, box.packs, CLAIM_OF_HOUSEHOLDS) for box in boxes_by_hub(rows, purchase)]
    return [part for part in parts if part.packs > 0]


def boxes_by_hub(rows: DayRows, purchase: int) -> list[HouseholdLine]:
    """Households' lines of a purchase; none where they go straight from the farm to the handover point."""
    listing = rows.purchases[purchase].listing_id
    return [box for box in rows.boxes if box.listing_id == listing and not rows.is_direct(box)]
