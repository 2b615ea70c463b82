"""Under the rule "classes": which part of what is listed each class of buyers may have before the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class ShareClass:
    """The kitchens of one class that share one product in one claim; `place` is the class's in the order, from 0.

    The first `quota_base` base units are its own share; beyond it the class waits for the shares of all others.
    """

    claim: int
    product: str
    place: int
    classes: int
    sharers: tuple[Sharer, ...]
    quota_base: int

    @property
    def own_base(self) -> int:
        """What the class wants within its share."""
        return min(self.quota_base, self.limit_base)

    @property
    def limit_base(self) -> int:
        """What the class wants in all."""
        return sum(each.limit_base for each in self.sharers)

    @property
    def own_weight(self) -> int:
        """What one base unit missing of the class's own share counts."""
        return 2 * self.classes - self.place

    @property
    def spare_weight(self) -> int:
        """What one base unit missing beyond it counts."""
        return self.classes - self.place

    def cost(self, base: int) -> int:
        """What is missing when the class got this many base units, each times its weight. Convex."""
        own = min(base, self.own_base)
        missing, spare = self.own_base - own, self.limit_base - self.own_base - (base - own)
        return self.own_weight * missing + self.spare_weight * spare

    def turn(self, base: int) -> int:
        """When the class is served next, once it got this many base units: smaller is sooner."""
        return self.place if base < self.own_base else self.classes + self.place


def share_classes(problem: Problem, kitchens: tuple[Sharer, ...]) -> tuple[ShareClass, ...]:
    """The classes of every claim and product; none under any other rule."""
    if problem.policy.shortage_rule != "classes":
        return ()
    groups: dict[tuple[int, str, int], list[Sharer]] = defaultdict(list)
    for sharer in kitchens:
        groups[int(sharer.key[0]), sharer.key[3], sharer.share_class].append(sharer)
    permille = problem.policy.class_permille
    listed = {product: listed_base(problem, product) for _, product, _ in groups}
    return tuple(
        ShareClass(claim, product, place, len(permille), tuple(group), permille[place] * listed[product] // 1000)
        for (claim, product, place), group in sorted(groups.items())
    )


def listed_base(problem: Problem, product: str) -> int:
    """Base units of a product that local growers listed, or that processors can make of what they listed."""
    made = (
        min(each.capacity_base, _stock_base(problem, each.input_product) * each.yield_permille // 1000)
        for each in problem.recipes
        if each.output_product == product
    )
    return _stock_base(problem, product) + sum(made)


def _stock_base(problem: Problem, product: str) -> int:
    viewed: dict[str, int] = defaultdict(int)
    for listing in problem.listings:
        if listing.product == product and not listing.backup:
            viewed[listing.lot] += listing.packs * listing.pack_base
    return sum(min(viewed[lot.id], lot.available_base) for lot in problem.lots if lot.id in viewed)
