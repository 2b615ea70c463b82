"""Which farms might drive straight to which kitchens: candidates only, measured by planning with and without. Pure."""

from dataclasses import dataclass

from logistics.intake.facts import Goods, MoveFacts
from logistics.intake.windows import between
from logistics.planning.routing.problem import Travel


@dataclass(frozen=True, slots=True)
class Candidate:
    """A farm and a kitchen between which the hub is a detour of `detour_m` for `weight_g` of goods."""

    pair: tuple[int, int]
    detour_m: int
    weight_g: int

    @property
    def promise(self) -> int:
        """How much a direct run might save, as gram-metres: only to choose whom to try first."""
        return self.detour_m * self.weight_g


def candidates(facts: MoveFacts, travel: Travel, order: tuple[int, ...]) -> list[Candidate]:
    """Pairs whose goods are collected, ready on the day before the kitchen closes, and nearer without the hub.

    `order` gives the places (by id) of the travel matrix's rows. The most promising comes first.
    """
    row = {place: number for number, place in enumerate(order)}
    weight: dict[tuple[int, int], int] = {}
    for goods in facts.for_kitchens:
        if could_go_straight(facts, goods):
            pair = goods.seller_place, goods.to_place
            weight[pair] = weight.get(pair, 0) + goods.packs * goods.pack.weight_g
    hub, found = row[facts.hub_place], []
    for (farm, kitchen), weight_g in weight.items():
        start, end = row[farm], row[kitchen]
        through = int(travel.distance_m[start, hub] + travel.distance_m[hub, end])
        detour_m = through - int(travel.distance_m[start, end])
        if detour_m > 0:
            found.append(Candidate((farm, kitchen), detour_m, weight_g))
    return sorted(found, key=lambda each: (-each.promise, each.pair))


def could_go_straight(facts: MoveFacts, goods: Goods) -> bool:
    """Whether a van could fetch the goods on the delivery day in time for the kitchen."""
    if goods.handover != "collected" or goods.seller_place in (goods.to_place, facts.hub_place):
        return False
    if goods.to_place == facts.hub_place:
        return False
    ready = between(goods.ready_from, goods.ready_until, facts.delivery)
    wanted = between(goods.wanted_from, goods.wanted_until, facts.delivery)
    return bool(ready and wanted) and ready[0][0] < wanted[-1][1]
