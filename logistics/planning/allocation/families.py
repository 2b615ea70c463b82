"""Splits a problem into families: demands, listings, lots and recipes that can touch each other.

Growers' pickup values couple families; they are left out until an answer breaks one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from logistics.planning.allocation.options import Options
from logistics.planning.allocation.problem import Problem


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
        homes: dict[str, set[str]] = defaultdict(set)
        for listing in self.problem.listings:
            homes[listing.grower].add(self.sets.root(f"source {listing.id}"))
        wanted = {self.sets.root(f"demand {demand.id}") for demand in self.problem.demands}
        return {name: self._problem(name, homes) for name in sorted(wanted)}

    def _problem(self, name: str, homes: dict[str, set[str]]) -> Problem:
        problem, root = self.problem, self.sets.root
        listings = tuple(each for each in problem.listings if root(f"source {each.id}") == name)
        lots = {each.lot for each in listings}
        at_home = {each.grower for each in listings if len(homes[each.grower]) == 1}
        return replace(
            problem,
            demands=tuple(each for each in problem.demands if root(f"demand {each.id}") == name),
            listings=listings,
            lots=tuple(each for each in problem.lots if each.id in lots),
            recipes=tuple(each for each in problem.recipes if root(f"source {each.id}") == name),
            growers=tuple(each for each in problem.growers if each.grower in at_home),
        )
