"""The judge's aide for what buyers accept: products, growers, certificates and prices, also through a processor.

Knows nothing of what there is to give.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from logistics.planning.allocation.allocation import Allocation, Line, ProcessedLine
from logistics.planning.allocation.fault import Fault
from logistics.planning.allocation.problem import Demand, Listing, Problem, Recipe


class AcceptanceJudge:
    """What an answer gives, before those who asked for it."""

    def __init__(self, problem: Problem, allocation: Allocation) -> None:
        self.answer = allocation
        self.demand = {each.id: each for each in problem.demands}
        self.listing = {each.id: each for each in problem.listings}
        self.recipe = {each.id: each for each in problem.recipes}

    def faults(self) -> Iterator[Fault]:
        """Everything that a buyer gets and never accepted."""
        yield from self._bought()
        yield from self._made()

    def _bought(self) -> Iterator[Fault]:
        """Each line is of a product, grower, certificate and price that the buyer accepts."""
        for line in self.answer.lines:
            demand, listing = self.demand[line.demand], self.listing[line.listing]
            ratio = _ratio(demand, listing.product, listing.pack_base)
            yield from _not_asked_for(line, demand, listing.product, ratio)
            yield from unwelcome(demand, listing)
            if ratio is not None:
                yield from too_dear(demand, listing.price_pence * ratio)

    def _made(self) -> Iterator[Fault]:
        """Each pool holds only what every demand it serves accepts."""
        for made in self.answer.processed:
            demand, recipe = self.demand[made.demand], self.recipe[made.recipe]
            ratio = _ratio(demand, recipe.output_product, recipe.output_pack_base)
            yield from _not_asked_for(made, demand, recipe.output_product, ratio)
            missing = sorted(demand.required_certificates - recipe.certificates)
            if missing:
                yield Fault("certificate", f"{recipe.id} lacks {missing[0]} for {demand.id}.")
            for poured in self.answer.inputs:
                if poured.recipe == recipe.id:
                    listing = self.listing[poured.listing]
                    yield from unwelcome(demand, listing)
                    yield from too_dear(demand, (ratio or 1) * _unit_cost(recipe, listing))


def unwelcome(demand: Demand, listing: Listing) -> Iterator[Fault]:
    """Why the buyer does not take goods from this listing's grower, or goods without a certificate."""
    is_allowed = demand.allowed_growers is None or listing.grower in demand.allowed_growers
    if listing.grower in demand.blocked_growers or not is_allowed:
        yield Fault("blocked", f"{demand.id} does not deal with {listing.grower}.")
    missing = sorted(demand.required_certificates - listing.certificates)
    if missing:
        yield Fault("certificate", f"{listing.id} lacks {missing[0]}, which {demand.id} needs.")


def too_dear(demand: Demand, cost: Fraction | int) -> Iterator[Fault]:
    """Whether what stands for one wanted pack costs more than the buyer pays."""
    if demand.ceiling_pence is not None and cost > demand.ceiling_pence:
        yield Fault("ceiling", f"A pack for {demand.id} costs {cost}p over {demand.ceiling_pence}p.")


def _ratio(demand: Demand, product: str, pack_base: int) -> int | None:
    """How many packs stand for a wanted one; None if the buyer never said so."""
    ratio = 1 if (product, pack_base) == (demand.product, demand.pack_base) else None
    for fallback in demand.fallbacks:
        if (fallback.product, fallback.pack_base) == (product, pack_base):
            ratio = fallback.packs_per_wanted
    return ratio


def _not_asked_for(line: Line | ProcessedLine, demand: Demand, product: str, ratio: int | None) -> Iterator[Fault]:
    if ratio is None:
        yield Fault("wrong_product", f"{demand.id} gets {product} and never accepted it.")
    elif line.packs != line.fills * ratio:
        yield Fault("not_whole", f"{line.packs} packs do not fill {line.fills} of {demand.id}.")


def _unit_cost(recipe: Recipe, listing: Listing) -> Fraction:
    """Pence of one output pack made of this input alone: fee + input at the yield."""
    input_base = Fraction(recipe.output_pack_base * 1000, recipe.yield_permille)
    return recipe.fee_pence + listing.price_pence * input_base / listing.pack_base
