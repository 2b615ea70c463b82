"""Splits a problem into families: demands, listings, lots and recipes that can touch each other.

Growers' pickup values couple families; they are left out until an answer breaks one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from operator import itemgetter

from logistics.planning.allocation.options import Options
from logistics.planning.allocation.problem import Demand, GrowerTerms, Listing, Problem, Recipe


class Union:
    """Disjoint sets of names."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def root(self, name: str) -> str:
        """The name that leads this name's set."""
        self.parent.setdefault(name, name)
        while self.parent[name] != name:
            self.parent[name] = self.parent[self.parent[name]]
            name = self.parent[name]
        return name

    def join(self, names: Iterable[str]) -> None:
        """Puts all these names into one set; the least name leads it."""
        roots = sorted({self.root(name) for name in names})
        for name in roots[1:]:
            self.parent[name] = roots[0]


class Families:
    """The families of one problem, which may be joined later by a grower's pickup."""

    def __init__(self, options: Options) -> None:
        self.problem = options.problem
        self.sets = Union()
        for demand in self.problem.demands:
            sources = (f"source {option.source.id}" for option in options.of[demand.id])
            self.sets.join([f"wants {demand.product}", f"demand {demand.id}", *sources])
        for listing in self.problem.listings:
            name = f"source {listing.id}"
            self.sets.join([name, f"lot {listing.lot}", f"sells {listing.product}"])
        for recipe in self.problem.recipes:
            inputs = (f"source {listing.id}" for listing in options.inputs[recipe.id])
            self.sets.join([f"source {recipe.id}", *inputs])

    def join_grower(self, grower: str) -> None:
        """Brings everything that this grower lists into one family."""
        self.sets.join(f"source {each.id}" for each in self.problem.listings if each.grower == grower)

    def problems(self) -> dict[str, Problem]:
        """One smaller problem per family that wants something, by its leading name.

        A grower's terms hold in a family only if all that the grower lists is in it.
        """
        root, problem = self.sets.root, self.problem
        homes: dict[str, set[str]] = defaultdict(set)
        demands: dict[str, list[Demand]] = defaultdict(list)
        listings: dict[str, list[Listing]] = defaultdict(list)
        recipes: dict[str, list[Recipe]] = defaultdict(list)
        for listing in problem.listings:
            name = root(f"source {listing.id}")
            listings[name].append(listing)
            homes[listing.grower].add(name)
        for demand in problem.demands:
            demands[root(f"demand {demand.id}")].append(demand)
        for recipe in problem.recipes:
            recipes[root(f"source {recipe.id}")].append(recipe)
        growers: dict[str, list[GrowerTerms]] = defaultdict(list)
        for terms in problem.growers:
            if len(homes[terms.grower]) == 1:
                growers[min(homes[terms.grower])].append(terms)
        lots = {lot.id: (at, lot) for at, lot in enumerate(problem.lots)}
        return {
            name: replace(
                problem,
                demands=tuple(demands[name]),
                listings=tuple(listings[name]),
                lots=tuple(lot for _, lot in sorted({lots[each.lot] for each in listings[name]}, key=itemgetter(0))),
                recipes=tuple(recipes[name]),
                growers=tuple(growers[name]),
            )
            for name in sorted(demands)
        }
