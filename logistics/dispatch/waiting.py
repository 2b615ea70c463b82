"""Which kitchens go without when goods stay behind on their way to the hub or to a processor. Reads, changes none.

Goods of one listing are not told apart on their way to the hub. So when part of them is left behind, every kitchen that
was promised some of them is named: the hub decides who goes short.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from logistics.models import PlanRun, Shipment, ShipmentLine
from shop.procurement.models import AllocationRun, ProcessingInput
from shop.procurement.standing import standing_shares

Leg = Shipment.Leg
Source = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Kitchens that were promised goods of a shipment that stays behind, and how many of their packs wait for it."""

    kitchens: tuple[str, ...] = ()
    packs: int = 0

    def __str__(self) -> str:
        kitchens, packs = len(self.kitchens), self.packs
        return (
            f"{kitchens} kitchen{'' if kitchens == 1 else 's'}, {packs:,} pack{'' if packs == 1 else 's'} "
            f"({', '.join(self.kitchens)})"
        )


def waiting_for(plan: PlanRun, run: AllocationRun) -> dict[int, Waiting]:
    """Who waits for each collection (shipment id) of the plan that no van takes: five queries at most.

    To the hub, the packs are those in the shipment. To a processor, they are the packs to be made of it.
    """
    left = list(
        ShipmentLine.objects.filter(shipment__unserved__plan_run=plan)
        .exclude(shipment__leg__in=(Leg.TO_KITCHEN, Leg.DIRECT))
        .values("shipment", "shipment__leg", "shipment__to_place", "purchase__listing", "purchase__recipe", "packs")
    )
    if not left:
        return {}
    made_of = recipes_by_input(run)
    carried: dict[int, int] = defaultdict(int)
    sources: dict[int, set[Source]] = defaultdict(set)
    for row in left:
        listing, recipe = row["purchase__listing"], row["purchase__recipe"]
        if row["shipment__leg"] == Leg.TO_PROCESSOR:
            made = made_of.get((listing, row["shipment__to_place"]), ())
            sources[row["shipment"]] |= {(None, each) for each in made}
        else:
            sources[row["shipment"]].add((listing, recipe))
            carried[row["shipment"]] += row["packs"]
    promised = promises(plan, run, {each for some in sources.values() for each in some})
    return {
        shipment: waiting([each for source in some for each in promised.get(source, ())], carried.get(shipment))
        for shipment, some in sources.items()
    }


def waiting(promised: Iterable[Mapping[str, Any]], packs: int | None) -> Waiting:
    """The kitchens by name; `packs` where the shipment says how many, else all that were promised."""
    lines = list(promised)
    kitchens = {each["kitchen"]: each["name"] for each in lines}
    return Waiting(tuple(sorted(kitchens.values())), sum(each["packs"] for each in lines) if packs is None else packs)


def recipes_by_input(run: AllocationRun) -> dict[tuple[int, int], list[int]]:
    """Recipes by the listing that goes into them and the place where they are made."""
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    inputs = ProcessingInput.objects.filter(run=run).order_by("id")
    for listing, place, recipe in inputs.values_list("listing", "recipe__place", "recipe"):
        found[listing, place].append(recipe)
    return found


def promises(plan: PlanRun, run: AllocationRun, sources: Collection[Source]) -> dict[Source, list[Mapping[str, Any]]]:
    """What kitchens were promised of each listing or recipe, but for what goes to them without the hub."""
    direct = set(
        ShipmentLine.objects.filter(shipment__plan_run=plan, shipment__leg=Leg.DIRECT).values_list(
            "purchase__listing", "confirmation__order_line", "confirmation__pack"
        )
    )
    found: dict[Source, list[Mapping[str, Any]]] = defaultdict(list)
    for share in standing_shares(run):
        if share.source in sources and (share.source[0], share.order_line_id, share.pack_id) not in direct:
            kitchen = share.order_line.drop.kitchen
            found[share.source].append({"kitchen": kitchen.pk, "name": kitchen.name, "packs": share.packs})
    return found
