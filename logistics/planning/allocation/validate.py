"""Refuses a problem that contradicts itself, with the facts that contradict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import get_args

from logistics.planning.allocation.problem import Demand, GrowerRule, Listing, Problem, Recipe, ShortageRule

Facts = tuple[tuple[int, int, str], ...]
WHOLE_PERMILLE = 1000


class BadProblem(ValueError):
    """A problem that no answer can be true to; the message names the facts."""


def validate(problem: Problem) -> None:
    """Raises `BadProblem` with the first contradiction."""
    for kind, names in _names(problem).items():
        for name, count in Counter(names).items():
            if count > 1:
                raise BadProblem(f"{kind} {name} stands {count} times in the problem.")
    _positive("Lot", ((lot.id, lot.available_base, 0, "stock") for lot in problem.lots))
    lots = {lot.id for lot in problem.lots}
    for listing in problem.listings:
        _listing(listing, lots)
    for demand in problem.demands:
        _demand(demand)
    for recipe in problem.recipes:
        _recipe(recipe)
    _kitchens(problem.demands)
    _terms(problem)
    for (start, end), metres in problem.distances.items():
        if metres < 0:
            raise BadProblem(f"The way from {start} to {end} is {metres} m long.")


def _names(problem: Problem) -> dict[str, list[str]]:
    sources = [each.id for each in problem.listings] + [each.id for each in problem.recipes]
    return {
        "Demand": [each.id for each in problem.demands],
        "Listing or recipe": sources,
        "Lot": [each.id for each in problem.lots],
        "Terms of grower": [each.grower for each in problem.growers],
        "Terms of buyer": [each.buyer for each in problem.buyers],
    }


def _positive(kind: str, facts: Iterable[tuple[str, int, int, str]]) -> None:
    for name, number, least, what in facts:
        if number < least:
            raise BadProblem(f"{kind} {name} has {what} {number}; the least is {least}.")


def _listing(listing: Listing, lots: set[str]) -> None:
    if listing.lot not in lots:
        raise BadProblem(f"Listing {listing.id} names the lot {listing.lot}, which is not there.")
    facts: Facts = (
        (listing.pack_base, 1, "a pack of"),
        (listing.packs, 0, "packs"),
        (listing.price_pence, 0, "a price of"),
        (listing.minimum_packs, 0, "a minimum of"),
        (0 if listing.offered_packs is None else listing.offered_packs, 0, "an offer of"),
    )
    _positive("Listing", ((listing.id, *fact) for fact in facts))


def _demand(demand: Demand) -> None:
    facts: Facts = (
        (demand.pack_base, 1, "a pack of"),
        (demand.packs, 0, "packs"),
        (demand.claim, 0, "a claim of"),
        (demand.entitlement, 1, "an entitlement of"),
        (demand.share_class, 0, "a class of"),
        (1 if demand.most_sellers is None else demand.most_sellers, 1, "at most as many sellers as"),
        (0 if demand.ceiling_pence is None else demand.ceiling_pence, 0, "a ceiling of"),
    )
    _positive("Demand", ((demand.id, *fact) for fact in facts))
    both = demand.blocked_growers & (demand.allowed_growers or frozenset())
    if both:
        raise BadProblem(f"Demand {demand.id} both allows and blocks the grower {min(both)}.")
    seen = {(demand.product, demand.pack_base)}
    for fallback in demand.fallbacks:
        name = f"{demand.id}'s fall-back {fallback.product}"
        of_fallback: Facts = (
            (fallback.pack_base, 1, "a pack of"),
            (fallback.tier, 1, "a tier of"),
            (fallback.packs_per_wanted, 1, "packs per wanted pack"),
        )
        _positive("Demand", ((name, *fact) for fact in of_fallback))
        if (fallback.product, fallback.pack_base) in seen:
            raise BadProblem(f"Demand {demand.id} accepts {fallback.product} in packs of {fallback.pack_base} twice.")
        seen.add((fallback.product, fallback.pack_base))


def _recipe(recipe: Recipe) -> None:
    facts: Facts = (
        (recipe.output_pack_base, 1, "an output pack of"),
        (recipe.yield_permille, 1, "a yield of"),
        (recipe.capacity_base, 0, "a capacity of"),
        (recipe.minimum_input_base, 0, "a minimum input of"),
        (recipe.fee_pence, 0, "a fee of"),
    )
    _positive("Recipe", ((recipe.id, *fact) for fact in facts))
    if recipe.input_product == recipe.output_product:
        raise BadProblem(f"Recipe {recipe.id} makes {recipe.output_product} out of itself.")


def _kitchens(demands: tuple[Demand, ...]) -> None:
    """A kitchen has one entitlement to a product, however many lines it writes."""
    seen: dict[tuple[int, str, str, str], Demand] = {}
    for demand in demands:
        key = (demand.claim, demand.buyer, demand.kitchen_place, demand.product)
        other = seen.setdefault(key, demand)
        if other.entitlement != demand.entitlement:
            raise BadProblem(
                f"Demands {other.id} and {demand.id} are one kitchen's for one product, with "
                f"entitlements {other.entitlement} and {demand.entitlement}."
            )
        if (other.share_class, other.most_sellers) != (demand.share_class, demand.most_sellers):
            raise BadProblem(
                f"Demands {other.id} and {demand.id} are one kitchen's for one product, of different classes or "
                "with different bounds on its sellers."
            )


def _terms(problem: Problem) -> None:
    for terms in problem.growers:
        least, most = terms.minimum_pickup_value_pence, terms.maximum_value_pence
        if least < 0 or (most is not None and most < least):
            raise BadProblem(f"Grower {terms.grower} has a pickup minimum of {least}p and a most of {most}p.")
    _policy(problem)


def _policy(problem: Problem) -> None:
    policy = problem.policy
    facts = (
        (policy.newcomer_minimum_packs, "newcomers' minimum"),
        (policy.split_pence, "price of a further grower"),
        (policy.pack_km_millipence, "price of a pack and kilometre"),
        (policy.score_pence, "price of a point of score"),
    )
    for number, what in facts:
        if number < 0:
            raise BadProblem(f"The policy's {what} is {number}.")
    for rule, known in ((policy.shortage_rule, ShortageRule), (policy.grower_rule, GrowerRule)):
        if rule not in get_args(known):
            raise BadProblem(f"The policy knows no rule {rule}.")
    if min(policy.class_permille, default=0) < 0 or sum(policy.class_permille) > WHOLE_PERMILLE:
        raise BadProblem(
            f"The classes' shares are {policy.class_permille} thousandths, more than the whole or negative."
        )
    if policy.shortage_rule != "classes":
        return
    for demand in problem.demands:
        if demand.share_class >= len(policy.class_permille):
            raise BadProblem(f"Demand {demand.id} is of class {demand.share_class}, which has no share.")
