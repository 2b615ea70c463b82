"""An answer while it is still being changed: what is left of everything, and what each level counts so far.

Knows families without processors and without promises. Who should sell to whom is `few_sellers.py`'s business.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from logistics.planning.allocation.classes import ShareClass
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option, Options
from logistics.planning.allocation.problem import Listing
from logistics.planning.allocation.sides import Sides

Key = tuple[str, ...]


class Costs:
    """What a sharer costs with every number of steps, and how many it has now."""

    def __init__(self, sharer: Sharer) -> None:
        self.step_base = sharer.step_base
        self.at = [sharer.cost(steps * sharer.step_base) for steps in range(sharer.steps + 1)]
        self.steps = 0
        self.next: dict[int, list[int]] = {}

    def move(self, base: int) -> int:
        """Takes so many more base units; what that costs."""
        before = self.steps
        self.steps += base // self.step_base
        return self.at[self.steps] - self.at[before]

    def rising(self, steps: int) -> list[int]:
        """What so many steps more cost, from every number of steps on."""
        found = self.next.get(steps)
        if found is None:
            found = self.next[steps] = [after - before for before, after in zip(self.at, self.at[steps:], strict=False)]
        return found


class Pair:
    """One listing for one demand, with everything that a pack between them touches."""

    def __init__(self, option: Option, listing: Listing, costs: Costs | None) -> None:
        self.demand = option.demand.id
        self.pack_base = option.demand.pack_base
        self.listing = listing
        self.ratio = option.ratio
        self.tier = option.tier
        self.seller = option.seller
        self.rank = (listing.backup, option.tier)
        self.taken_base = option.ratio * listing.pack_base
        self.costs = costs
        self.stride = 1 if costs is None else self.taken_base // costs.step_base
        self.rising = [] if costs is None else costs.rising(self.stride)
        self.packs = 0

    def next_costs(self, packs: int) -> list[int]:
        """What each of so many further packs costs in fairness between growers, one after another."""
        if self.costs is None:
            return [0] * packs
        at = self.costs.steps
        return self.rising[at : at + packs * self.stride : self.stride]


class Kitchen:
    """One sharer's lines, the pairs that may fill them, and the sellers that come; `at` is its claim's place in the
    score.
    """

    def __init__(self, sharer: Sharer, at: int, group: ShareClass | None, pairs: list[Pair]) -> None:
        self.sharer = sharer
        self.at = at
        self.group = group
        self.costs = Costs(sharer)
        self.pairs = pairs
        self.doors: Counter[str] = Counter()


class Tally:
    """`score` holds what rules still miss, then every level in the stated order, less what none of it can change."""

    def __init__(self, options: Options, sides: Sides) -> None:
        problem = options.problem
        self.wanted = {each.id: each.packs for each in problem.demands}
        self.left = {each.id: each.packs for each in problem.listings}
        self.lots = {each.id: each.available_base for each in problem.lots}
        self.least = {each.grower: each.minimum_pickup_value_pence for each in problem.growers}
        self.most = {each.grower: each.maximum_value_pence for each in problem.growers}
        self.worth: dict[str, int] = defaultdict(int)
        self.had: dict[int, int] = defaultdict(int)
        self.log: list[tuple[Kitchen, Pair, int]] = []
        claims = sorted({each.claim for each in problem.demands})
        self.last = 1 + 3 * len(claims)
        self.score = [0] * (self.last + 3)
        sold = {name: costs for each in sides.growers for costs in [Costs(each)] for name in each.members}
        group_of = {one.key: each for each in sides.classes for one in each.sharers}
        self.kitchens = []
        for sharer in sides.kitchens:
            found = (option for name in sharer.members for option in options.of[name])
            pairs = [
                Pair(each, each.source, sold.get(each.source.id)) for each in found if isinstance(each.source, Listing)
            ]
            at = 1 + 3 * claims.index(int(sharer.key[0]))
            self.kitchens.append(Kitchen(sharer, at, group_of.get(sharer.key), pairs))

    def room(self, pair: Pair) -> int:
        """Wanted packs that the pair's listing could still fill."""
        listing = pair.listing
        room, held = self.left[listing.id], self.lots[listing.lot] // listing.pack_base
        if held < room:
            room = held
        most = self.most.get(listing.grower)
        if most is not None and listing.price_pence:
            room = min(room, max(0, (most - self.worth[listing.grower]) // listing.price_pence))
        return room // pair.ratio

    def missing(self, kitchen: Kitchen) -> int:
        """Wanted packs that the kitchen has not got."""
        return sum([self.wanted[name] for name in kitchen.sharer.members])

    def give(self, kitchen: Kitchen, pair: Pair, packs: int) -> None:
        """Hands wanted packs over; negative takes them back."""
        self.log.append((kitchen, pair, packs))
        self._move(kitchen, pair, packs)

    def empty(self, kitchen: Kitchen) -> None:
        """Takes back all that a kitchen has."""
        for pair in kitchen.pairs:
            if pair.packs:
                self.give(kitchen, pair, -pair.packs)

    def undo(self) -> None:
        """Takes back everything since `log` was last cleared."""
        for kitchen, pair, packs in reversed(self.log):
            self._move(kitchen, pair, -packs)
        self.log.clear()

    def _move(self, kitchen: Kitchen, pair: Pair, packs: int) -> None:
        score, listing, at = self.score, pair.listing, kitchen.at
        pair.packs += packs
        self.wanted[pair.demand] -= packs
        kitchen.doors[pair.seller] += packs
        score[at] -= packs
        if kitchen.group is not None:
            score[at + 1] += self._class_move(kitchen.group, packs * pair.pack_base)
        score[at + 2] += kitchen.costs.move(packs * pair.pack_base)
        if listing.backup:
            score[self.last] += packs
        score[self.last + 1] += packs * pair.tier
        before = self._missed(listing)
        self.left[listing.id] -= packs * pair.ratio
        self.worth[listing.grower] += packs * pair.ratio * listing.price_pence
        score[0] += self._missed(listing) - before
        self.lots[listing.lot] -= packs * pair.taken_base
        if pair.costs is not None:
            score[self.last + 2] += pair.costs.move(packs * pair.taken_base)

    def _class_move(self, group: ShareClass, base: int) -> int:
        before = self.had[id(group)]
        self.had[id(group)] += base
        return group.cost(before + base) - group.cost(before)

    def _missed(self, listing: Listing) -> int:
        """What a listing's minimum and its grower's pickup miss, once they have begun."""
        missed, used = 0, listing.packs - self.left[listing.id]
        if 0 < used < listing.minimum_packs:
            missed = listing.minimum_packs - used
        worth, least = self.worth[listing.grower], self.least.get(listing.grower, 0)
        return missed + least - worth if 0 < worth < least else missed

    def lay_down(self, shares: Shares) -> None:
        """Hands out what an answer says."""
        for kitchen in self.kitchens:
            for pair in kitchen.pairs:
                packs = shares.fills.get((pair.demand, pair.listing.id), 0)
                if packs:
                    self.give(kitchen, pair, packs)

    def shares(self) -> Shares:
        """What is handed out now."""
        return Shares(
            {(pair.demand, pair.listing.id): pair.packs for each in self.kitchens for pair in each.pairs if pair.packs}
        )
