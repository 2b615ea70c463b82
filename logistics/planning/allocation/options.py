"""Who may fill whom: every listing and recipe that a demand accepts, and what stops the others.

Knows one pair at a time; how much of it is there, and who else wants it, is not its business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from logistics.planning.allocation.problem import Demand, Listing, Problem, Recipe


@dataclass(frozen=True, slots=True)
class Option:
    """Source `source` may fill the demand: `ratio` of its packs stand for one wanted pack."""

    demand: Demand
    source: Listing | Recipe
    tier: int
    ratio: int
    is_processed: bool

    @property
    def seller(self) -> str:
        """The grower or processor who brings it to the kitchen's door."""
        return self.source.grower if isinstance(self.source, Listing) else self.source.processor


def accepts_grower(demand: Demand, grower: str) -> bool:
    """Whether the buyer deals with this grower at all."""
    if grower in demand.blocked_growers:
        return False
    return demand.allowed_growers is None or grower in demand.allowed_growers


def refusal(demand: Demand, listing: Listing, ratio: int) -> str | None:
    """What stops this listing from filling the demand: grower, certificate, ceiling, or nothing."""
    if not accepts_grower(demand, listing.grower):
        return "grower"
    if not demand.required_certificates <= listing.certificates:
        return "certificate"
    if demand.ceiling_pence is not None and listing.price_pence * ratio > demand.ceiling_pence:
        return "ceiling"
    return None


def input_refusal(demand: Demand, recipe: Recipe, listing: Listing, ratio: int) -> str | None:
    """What stops this input from going into a pool that serves the demand.

    An output pack costs its fee and the input it takes at the recipe's yield; the pool is one, so
    every input must hold what the demand asks of it.
    """
    if not accepts_grower(demand, listing.grower):
        return "grower"
    if not demand.required_certificates <= listing.certificates:
        return "certificate"
    if demand.ceiling_pence is None:
        return None
    scale = listing.pack_base * recipe.yield_permille
    cost = recipe.fee_pence * scale + listing.price_pence * recipe.output_pack_base * 1000
    return "ceiling" if cost * ratio > demand.ceiling_pence * scale else None


def wants(demand: Demand) -> Iterator[tuple[str, int, int, int]]:
    """(product, pack_base, tier, ratio) of the wanted pack and of each fall-back, in order."""
    yield demand.product, demand.pack_base, 0, 1
    for fallback in demand.fallbacks:
        yield fallback.product, fallback.pack_base, fallback.tier, fallback.packs_per_wanted


class Options:
    """Every accepted pair of a problem, looked up by demand, and every recipe's inputs."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.listings = {listing.id: listing for listing in problem.listings}
        self.demands = {demand.id: demand for demand in problem.demands}
        self.recipes = {recipe.id: recipe for recipe in problem.recipes}
        self.inputs = {recipe.id: self._inputs(recipe) for recipe in problem.recipes}
        self.made_of: dict[str, list[str]] = defaultdict(list)
        for name, listings in self.inputs.items():
            for listing in listings:
                self.made_of[listing.id].append(name)
        self.usable: dict[tuple[str, str, int], tuple[Listing, ...]] = {}
        sources: dict[tuple[str, int], list[Listing | Recipe]] = defaultdict(list)
        for listing in problem.listings:
            sources[listing.product, listing.pack_base].append(listing)
        for recipe in problem.recipes:
            sources[recipe.output_product, recipe.output_pack_base].append(recipe)
        self.of = {demand.id: self._of(demand, sources) for demand in problem.demands}
        self.by_source: dict[str, list[Option]] = defaultdict(list)
        for option in (each for found in self.of.values() for each in found):
            self.by_source[option.source.id].append(option)

    def _inputs(self, recipe: Recipe) -> tuple[Listing, ...]:
        found = (each for each in self.problem.listings if each.product == recipe.input_product)
        return tuple(each for each in found if each.packs > 0)

    def _of(self, demand: Demand, sources: dict[tuple[str, int], list[Listing | Recipe]]) -> tuple[Option, ...]:
        found = []
        for product, pack_base, tier, ratio in wants(demand):
            for source in sources.get((product, pack_base), ()):
                if isinstance(source, Listing):
                    if source.packs < ratio or refusal(demand, source, ratio) is not None:
                        continue
                elif not self.usable_inputs(demand, source, ratio):
                    continue
                found.append(Option(demand, source, tier, ratio, isinstance(source, Recipe)))
        return tuple(found)

    def usable_inputs(self, demand: Demand, recipe: Recipe, ratio: int) -> tuple[Listing, ...]:
        """The inputs that may go into a pool serving this demand; empty if the recipe may not."""
        key = (demand.id, recipe.id, ratio)
        if key not in self.usable:
            may_serve = demand.required_certificates <= recipe.certificates
            self.usable[key] = tuple(
                listing
                for listing in self.inputs[recipe.id]
                if may_serve and input_refusal(demand, recipe, listing, ratio) is None
            )
        return self.usable[key]
