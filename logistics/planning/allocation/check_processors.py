"""The judge's aide for processors: what each makes out of what it is given.

Knows nothing of who gets what they made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.fault import Fault
from logistics.planning.allocation.problem import Problem, Recipe


def processor_faults(
    problem: Problem, answer: Allocation, *, made: Mapping[str, int], poured: Mapping[str, int]
) -> Iterator[Fault]:
    """Yield, capacity and minimum hold, and no input is bought that no output needs. Both mappings are by recipe."""
    recipes = {each.id: each for each in problem.recipes}
    listings = {each.id: each for each in problem.listings}
    for each in answer.inputs:
        recipe, listing = recipes[each.recipe], listings[each.listing]
        if listing.product != recipe.input_product:
            yield Fault("wrong_product", f"{recipe.id} takes no {listing.product}.")
    for recipe in problem.recipes:
        made_base, poured_base = made.get(recipe.id, 0), poured.get(recipe.id, 0)
        if made_base * 1000 > poured_base * recipe.yield_permille:
            yield Fault("yield", f"{recipe.id} makes {made_base} out of {poured_base}.")
        if made_base > recipe.capacity_base:
            yield Fault("capacity", f"{recipe.id} makes {made_base} of {recipe.capacity_base}.")
        if (made_base or poured_base) and poured_base < recipe.minimum_input_base:
            yield Fault("processor_minimum", f"{recipe.id} starts with {poured_base}.")
        if poured_base > _needed(problem, recipe, made_base):
            yield Fault("waste", f"{recipe.id} takes {poured_base} to make {made_base}.")


def _needed(problem: Problem, recipe: Recipe, made: int) -> int:
    """The most input that makes sense: what is needed, and the rest of one whole step."""
    if not made:
        return 0
    steps = [
        each.pack_base * max(1, each.minimum_packs)
        for each in problem.listings
        if each.product == recipe.input_product and each.packs > 0
    ]
    needed = -((-made * 1000) // recipe.yield_permille)
    return max(needed, recipe.minimum_input_base) + max(steps, default=1) - 1
