"""The first answer: one pack after another to whoever has least, from whoever has sold least.

Always feasible, never needs a solver. It is the hint of the exact levels and the answer when they
have none.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option, Options
from logistics.planning.allocation.picking import Picker
from logistics.planning.allocation.problem import Listing, Problem, Recipe
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.sides import Sides


@dataclass(slots=True)
class Shares:
    """Wanted packs by (demand, source), and input packs by (recipe, listing)."""

    fills: dict[tuple[str, str], int] = field(default_factory=dict)
    inputs: dict[tuple[str, str], int] = field(default_factory=dict)


def shares_of(answer: Allocation) -> Shares:
    """A written answer as shares again."""
    fills = {(line.demand, line.listing): line.fills for line in answer.lines}
    fills |= {(line.demand, line.recipe): line.fills for line in answer.processed}
    return Shares(fills, {(each.recipe, each.listing): each.packs for each in answer.inputs})


class Filler:
    """What is left of everything while packs are handed out."""

    def __init__(
        self,
        options: Options,
        sides: Sides,
        promises: Promises,
    ) -> None:
        problem: Problem = options.problem
        self.options = options
        self.promises = promises
        self.problem = problem
        self.fills: dict[tuple[str, str], int] = defaultdict(int)
        self.inputs: dict[tuple[str, str], int] = defaultdict(int)
        self.left = {listing.id: listing.packs for listing in problem.listings}
        self.lots = {lot.id: lot.available_base for lot in problem.lots}
        self.value: dict[str, int] = defaultdict(int)
        self.most = {terms.grower: terms.maximum_value_pence for terms in problem.growers}
        self.least = {terms.grower: terms.minimum_pickup_value_pence for terms in problem.growers}
        self.wanted = {demand.id: demand.packs for demand in problem.demands}
        self.output_base: dict[str, int] = defaultdict(int)
        self.input_base: dict[str, int] = defaultdict(int)
        self.kitchen_of = {member: sharer for sharer in sides.kitchens for member in sharer.members}
        self.grower_of = {member: sharer for sharer in sides.growers for member in sharer.members}
        self.class_of = {one.key: each for each in sides.classes for one in each.sharers}
        self.given: dict[tuple[str, ...], int] = defaultdict(int)
        self.doors: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
        self.views: dict[str, list[str]] = defaultdict(list)
        for listing in problem.listings:
            self.views[listing.lot].append(listing.id)
            if self.most.get(listing.grower) is not None:
                self.views[listing.grower].append(listing.id)
        self.stirred = {demand.id for demand in problem.demands}
        self.sold: dict[tuple[str, ...], int] = defaultdict(int)
        self.marginals: dict[str, tuple[int, int]] = {}
        self.banned: set[str] = set()

    def room(self, listing: Listing) -> int:
        """Packs of the listing that may still be taken."""
        if listing.id in self.banned:
            return 0
        room = min(self.left[listing.id], self.lots[listing.lot] // listing.pack_base)
        most = self.most.get(listing.grower)
        if most is not None and listing.price_pence:
            room = min(room, (most - self.value[listing.grower]) // listing.price_pence)
        return max(0, room)

    def take(self, listing: Listing, packs: int) -> None:
        """Takes packs out of a listing, its lot and its grower's day; negative gives back."""
        self.left[listing.id] -= packs
        self.lots[listing.lot] -= packs * listing.pack_base
        self.value[listing.grower] += packs * listing.price_pence
        sharer = self.grower_of.get(listing.id)
        if sharer is not None:
            self.sold[sharer.key] += packs * listing.pack_base
        if packs < 0:
            for view in {listing.id, *self.views[listing.lot], *self.views.get(listing.grower, ())}:
                self._stir(view)

    def _stir(self, source: str) -> None:
        """Whoever may have what this source, or what is made of it, has again looks for packs anew."""
        if source in self.banned:
            return
        self.stirred.update(option.demand.id for option in self.options.by_source[source])
        for recipe in self.options.made_of.get(source, ()):
            self.stirred.update(option.demand.id for option in self.options.by_source[recipe])

    def give(self, option: Option, fills: int) -> None:
        """Hands wanted packs to a demand; negative takes them back."""
        demand = option.demand
        self.fills[demand.id, option.source.id] += fills
        self.wanted[demand.id] -= fills
        kitchen = self.kitchen_of[demand.id]
        self.given[kitchen.key] += fills * demand.pack_base
        self.doors[kitchen.key][option.seller] += fills
        if fills < 0:
            self.stirred.update(kitchen.members)
            self._stir(option.source.id)
        if isinstance(option.source, Listing):
            self.take(option.source, fills * option.ratio)
        else:
            packs = fills * option.ratio
            self.output_base[option.source.id] += packs * option.source.output_pack_base

    def may_deal(self, option: Option) -> bool:
        """Whether the kitchen deals with this seller already, or with fewer than its most."""
        kitchen = self.kitchen_of[option.demand.id]
        sellers = self.doors[kitchen.key]
        if kitchen.most_sellers is None or sellers[option.seller] > 0:
            return True
        return sum(1 for packs in sellers.values() if packs > 0) < kitchen.most_sellers

    def door_cost(self, option: Option, room: int) -> int:
        """Where only few sellers may come, whoever has most of what is still wanted comes first."""
        return 0 if option.demand.most_sellers is None else -min(room, self.wanted[option.demand.id])

    def sold_cost(self, listing: Listing) -> int:
        """What one more pack costs in fairness between growers."""
        sharer = self.grower_of.get(listing.id)
        return 0 if sharer is None else self._marginal(listing.id, sharer, self.sold[sharer.key], listing.pack_base)

    def _marginal(self, name: str, sharer: Sharer, base: int, pack_base: int) -> int:
        """The sharer's next pack of this listing or demand; worked out anew only once the sharer has more or less."""
        known = self.marginals.get(name)
        if known is None or known[0] != base:
            known = self.marginals[name] = base, sharer.marginal(base, pack_base)
        return known[1]

    def is_started(self, grower: str) -> bool:
        """Whether the grower's pickup has begun and is not yet worth its minimum."""
        return 0 < self.value[grower] < self.least.get(grower, 0)

    def inputs_for(self, option: Option, recipe: Recipe) -> list[tuple[Listing, int]] | None:
        """The further input packs that one more wanted pack takes, or None if it cannot be had."""
        output = self.output_base[recipe.id] + option.ratio * recipe.output_pack_base
        if recipe.id in self.banned or output > recipe.capacity_base:
            return None
        usable = self._common_inputs(recipe, [*self._served(recipe), option])
        poured = [each for each in self.options.inputs[recipe.id] if each not in usable]
        if any(self.inputs.get((recipe.id, each.id), 0) for each in poured):
            return None
        needed = max(-(-output * 1000 // recipe.yield_permille), recipe.minimum_input_base)
        return self._choose(usable, needed - self.input_base[recipe.id])

    def _choose(self, usable: list[Listing], missing: int) -> list[tuple[Listing, int]] | None:
        chosen = []
        by_share = sorted(usable, key=lambda each: (each.backup, self.sold_cost(each), each.price_pence))
        for listing in by_share:
            if missing <= 0:
                break
            packs = min(self.room(listing), -(-missing // listing.pack_base))
            if packs > 0:
                chosen.append((listing, packs))
                self.take(listing, packs)
                missing -= packs * listing.pack_base
        for listing, packs in chosen:
            self.take(listing, -packs)
        return chosen if missing <= 0 else None

    def _served(self, recipe: Recipe) -> list[Option]:
        return [
            option for option in self.options.by_source[recipe.id] if self.fills.get((option.demand.id, recipe.id), 0)
        ]

    def _common_inputs(self, recipe: Recipe, served: list[Option]) -> list[Listing]:
        usable = list(self.options.inputs[recipe.id])
        for option in served:
            mine = self.options.usable_inputs(option.demand, recipe, option.ratio)
            usable = [listing for listing in usable if listing in mine]
        return usable

    def hand_out(self) -> None:
        """Claim by claim, the next pack goes to the kitchen whose share costs least.

        Who found nothing left finds nothing now unless something it may have was given back since.
        """
        queue = [
            (self.options.demands[name].claim, self._need(name), name)
            for name in self.stirred
            if self.wanted[name] and self.options.of[name]
        ]
        self.stirred.clear()
        heapq.heapify(queue)
        picker = Picker(self)
        while queue:
            claim, need, name = heapq.heappop(queue)
            if not self.wanted[name]:
                continue
            current = self._need(name)
            if current > need:
                heapq.heappush(queue, (claim, current, name))
                continue
            option = picker.best(name)
            if option is None:
                continue
            if isinstance(option.source, Recipe):
                inputs = self.inputs_for(option, option.source) or []
                for listing, packs in inputs:
                    self.pour(option.source, listing, packs)
                growers = {listing.grower for listing, _ in inputs}
            else:
                growers = {option.source.grower}
            self.give(option, 1)
            picker.picked(growers)
            heapq.heappush(queue, (claim, self._need(name), name))

    def pour(self, recipe: Recipe, listing: Listing, packs: int) -> None:
        """Puts input packs into a recipe's pool; negative takes them out."""
        self.inputs[recipe.id, listing.id] += packs
        self.input_base[recipe.id] += packs * listing.pack_base
        self.take(listing, packs)

    def _need(self, demand: str) -> tuple[int, int]:
        """Whose turn it is: the class's, then what the kitchen's share costs."""
        sharer = self.kitchen_of[demand]
        cost = self._marginal(demand, sharer, self.given[sharer.key], self.options.demands[demand].pack_base)
        group = self.class_of.get(sharer.key)
        if group is None:
            return 0, cost
        return group.turn(sum(self.given[each.key] for each in group.sharers)), cost

    def shares(self) -> Shares:
        """What was handed out so far."""
        return Shares(
            {key: packs for key, packs in self.fills.items() if packs},
            {key: packs for key, packs in self.inputs.items() if packs},
        )
