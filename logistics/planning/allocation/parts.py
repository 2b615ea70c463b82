"""The objective of an answer in its parts, counted from wanted and input packs alone."""

from __future__ import annotations

from collections import defaultdict

from logistics.planning.allocation.classes import ShareClass
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option, Options
from logistics.planning.allocation.problem import Listing, Problem
from logistics.planning.allocation.promises import Promises


def haul_pence(problem: Problem, packs: int, start: str, end: str) -> int:
    """The price of carrying packs from a place to a place, rounded half up; unknown is free."""
    metres = problem.distances.get((start, end), 0)
    return (packs * problem.policy.pack_km_millipence * metres + 500_000) // 1_000_000


def unit_pence(problem: Problem, option: Option) -> int:
    """The money level's price of one wanted pack from this source: goods, haul, less its score."""
    source = option.source
    haul = haul_pence(problem, option.ratio, source.place, option.demand.kitchen_place)
    if isinstance(source, Listing):
        each = source.price_pence - source.score * problem.policy.score_pence
    else:
        each = source.fee_pence
    return option.ratio * each + haul


def input_pence(problem: Problem, listing: Listing, place: str) -> int:
    """The money level's price of one input pack brought to a processor."""
    score = listing.score * problem.policy.score_pence
    return listing.price_pence - score + haul_pence(problem, 1, listing.place, place)


class Parts:
    """Counts the levels of one problem's answers."""

    def __init__(self, options: Options, promises: Promises) -> None:
        self.options = options
        self.promises = promises
        self.lots = {lot.id: lot.available_base for lot in options.problem.lots}
        self.option = {(each.demand.id, each.source.id): each for found in options.of.values() for each in found}

    def filled(self, shares: Shares) -> dict[str, int]:
        """Wanted packs filled, by demand."""
        filled: dict[str, int] = defaultdict(int)
        for (demand, _), packs in shares.fills.items():
            filled[demand] += packs
        return filled

    def taken(self, shares: Shares) -> dict[str, int]:
        """Packs taken, by listing."""
        taken: dict[str, int] = defaultdict(int)
        for key, packs in shares.fills.items():
            if not self.option[key].is_processed:
                taken[key[1]] += packs * self.option[key].ratio
        for (_, listing), packs in shares.inputs.items():
            taken[listing] += packs
        return taken

    def promised(self, shares: Shares) -> int:
        """The level `promised`: packs under what untouched sources had promised."""
        filled = self.filled(shares)
        floors = self.promises.floors
        return sum(max(0, floor - filled[demand]) for demand, floor in floors.items())

    def unfilled(self, shares: Shares, claim: int) -> int:
        """The level `unfilled` of one claim: wanted packs that nobody fills."""
        filled = self.filled(shares)
        demands = self.options.problem.demands
        return sum(each.packs - filled[each.id] for each in demands if each.claim == claim)

    def given(self, shares: Shares, sharers: tuple[Sharer, ...]) -> list[tuple[int, Sharer]]:
        """Base units that each kitchen's sharer got."""
        filled, demands = self.filled(shares), self.options.demands
        return [(sum(filled[name] * demands[name].pack_base for name in each.members), each) for each in sharers]

    def sold(self, shares: Shares, sharers: tuple[Sharer, ...]) -> list[tuple[int, Sharer]]:
        """Base units that each grower's sharer sold."""
        taken, listings = self.taken(shares), self.options.listings
        return [(sum(taken[name] * listings[name].pack_base for name in each.members), each) for each in sharers]

    def unfair_kitchens(self, shares: Shares, sharers: tuple[Sharer, ...]) -> int:
        """The level `unfair` of one claim."""
        return sum(each.cost(base) for base, each in self.given(shares, sharers))

    def missed_by_classes(self, shares: Shares, groups: tuple[ShareClass, ...]) -> int:
        """The level `classes` of one claim."""
        return sum(group.cost(sum(base for base, _ in self.given(shares, group.sharers))) for group in groups)

    def unfair_growers(self, shares: Shares, sharers: tuple[Sharer, ...]) -> int:
        """The level `growers`."""
        return sum(each.cost(base) for base, each in self.sold(shares, sharers))

    def moved(self, shares: Shares) -> int:
        """The level `moved`: packs taken away from lines of the previous answer."""
        kept = self.promises.kept
        return sum(max(0, packs - shares.fills.get(key, 0)) for key, packs in kept.items())

    def backup(self, shares: Shares) -> int:
        """The level `backup`: wanted and input packs from the back-up wholesaler."""
        listings = self.options.listings
        direct = sum(
            packs
            for key, packs in shares.fills.items()
            if key[1] in listings and not self.option[key].is_processed and listings[key[1]].backup
        )
        return direct + sum(packs for key, packs in shares.inputs.items() if listings[key[1]].backup)

    def substitutes(self, shares: Shares) -> int:
        """The level `substitutes`: wanted packs filled by a fall-back, each times its tier."""
        return sum(packs * self.option[key].tier for key, packs in shares.fills.items())

    def pairs(self, shares: Shares) -> set[tuple[str, str]]:
        """Kitchens and the growers or processors that they deal with."""
        return {
            (self.option[key].demand.kitchen_place, self.option[key].seller)
            for key, packs in shares.fills.items()
            if packs
        }

    def money(self, shares: Shares) -> int:
        """The level `money`: goods, fees, doors and miles, less social value, in pence."""
        problem = self.options.problem
        direct = sum(packs * unit_pence(problem, self.option[key]) for key, packs in shares.fills.items())
        recipes, listings = self.options.recipes, self.options.listings
        inputs = sum(
            packs * input_pence(problem, listings[listing], recipes[recipe].place)
            for (recipe, listing), packs in shares.inputs.items()
        )
        return direct + inputs + problem.policy.split_pence * len(self.pairs(shares))
