"""Who supplies an order, how far it comes, and why from there."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from logistics.intake.distances import metres
from shop.procurement.models import AllocationRun, BulkOrder, ProcessingInput
from shop.procurement.standing import standing_shares


@dataclass(frozen=True, slots=True)
class Source:
    """Packs from one grower or processor, how far they come, and why from there."""

    seller: str
    grown_by: str
    packs: int
    distance_m: int
    reason: str


def sources_of(order: BulkOrder, run: AllocationRun) -> dict[int, list[Source]]:
    """Order line id to who supplies it, with estimated road metres from their place to the kitchen. Three queries."""
    lines = standing_shares(run, order=order, also=("listing__place", "recipe__place"))
    growers: dict[int, list[str]] = defaultdict(list)
    taken = ProcessingInput.objects.filter(run=run).order_by("listing__grower__name")
    for recipe_id, grower in taken.values_list("recipe_id", "listing__grower__name"):
        if grower not in growers[recipe_id]:
            growers[recipe_id].append(grower)
    points: dict[str, Any] = {}
    pairs = []
    for line in lines:
        start, end = (line.listing or line.recipe).place, line.order_line.drop.kitchen
        points[str(start.pk)], points[str(end.pk)] = start, end
        pairs.append((str(start.pk), str(end.pk)))
    far = metres(order.hub, points, pairs) if pairs else {}
    found: dict[int, list[Source]] = defaultdict(list)
    for line, pair in zip(lines, pairs, strict=True):
        seller = line.listing.grower if line.listing else line.recipe.processor
        grown_by = "" if line.listing else ", ".join(growers[line.recipe.pk])
        found[line.order_line_id].append(Source(seller.name, grown_by, line.packs, far[pair], line.reason))
    return found
