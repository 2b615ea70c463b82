"""The judge's own arithmetic of the objective, from the problem and the answer alone.

Knows the levels and their order, promises, back-up, substitutes and money; `recount_fairness` knows what is even.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import floor

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.problem import Demand, Listing, Problem
from logistics.planning.allocation.recount_fairness import missed_by_classes, unfair_growers, unfair_kitchens

HALF = Fraction(1, 2)


def recount(problem: Problem, answer: Allocation) -> list[tuple[str, int]]:
    """Every level's name and value, in the stated order."""
    filled: Counter[str] = Counter()
    for demand, fills in (
        *((each.demand, each.fills) for each in answer.lines),
        *((each.demand, each.fills) for each in answer.processed),
    ):
        filled[demand] += fills
    used = _used(answer)
    found: list[tuple[str, int]] = []
    promised = _promised(problem)
    lost = _lost(answer, promised)
    if promised:
        floors = _floors(problem, promised)
        short = sum(max(0, packs - filled[name]) for name, packs in floors.items())
        found.append(("promised", short))
    for claim in sorted({each.claim for each in problem.demands}):
        mine = [each for each in problem.demands if each.claim == claim]
        found.append((f"unfilled:{claim}", sum(each.packs - filled[each.id] for each in mine)))
        if problem.policy.shortage_rule == "classes":
            found.append((f"classes:{claim}", missed_by_classes(problem, mine, filled)))
        found.append((f"unfair:{claim}", unfair_kitchens(problem, answer, mine, filled)))
    if promised:
        found.append(("moved", lost))
    found.append(("backup", _backup(problem, answer)))
    found.append(("substitutes", _substitutes(problem, answer)))
    found.append(("growers", unfair_growers(problem, answer, used)))
    found.append(("money", _money(problem, answer)))
    return found


def _used(answer: Allocation) -> Counter[str]:
    used: Counter[str] = Counter()
    for line in answer.lines:
        used[line.listing] += line.packs
    for poured in answer.inputs:
        used[poured.listing] += poured.packs
    return used


def _promised(problem: Problem) -> dict[tuple[str, str], int]:
    """Previous fills whose demand and source still suit each other, at most what is asked now."""
    if problem.previous is None:
        return {}
    demands = {demand.id: demand for demand in problem.demands}
    room = {demand.id: demand.packs for demand in problem.demands}
    rows = [(each.demand, each.listing, each.fills) for each in problem.previous.lines]
    rows += [(each.demand, each.recipe, each.fills) for each in problem.previous.processed]
    found: dict[tuple[str, str], int] = {}
    for name, source, fills in rows:
        if name in demands and _suits(problem, demands[name], source):
            kept = min(fills, room[name])
            room[name] -= kept
            found[name, source] = kept
    return found


def _suits(problem: Problem, demand: Demand, source: str) -> bool:
    ratios = {(demand.product, demand.pack_base): 1}
    ratios |= {(each.product, each.pack_base): each.packs_per_wanted for each in demand.fallbacks}
    for listing in problem.listings:
        if listing.id == source:
            ratio = ratios.get((listing.product, listing.pack_base), 0)
            price = Fraction(listing.price_pence * ratio)
            return 0 < ratio <= listing.packs and _welcome(demand, listing, price)
    for recipe in problem.recipes:
        ratio = ratios.get((recipe.output_product, recipe.output_pack_base), 0)
        if recipe.id == source and ratio and demand.required_certificates <= recipe.certificates:
            need = Fraction(recipe.output_pack_base * 1000, recipe.yield_permille)
            return any(
                _welcome(
                    demand,
                    each,
                    ratio * (recipe.fee_pence + each.price_pence * need / each.pack_base),
                )
                for each in problem.listings
                if each.product == recipe.input_product and each.packs
            )
    return False


def _welcome(demand: Demand, listing: Listing, price: Fraction) -> bool:
    return (
        listing.grower not in demand.blocked_growers
        and (demand.allowed_growers is None or listing.grower in demand.allowed_growers)
        and demand.required_certificates <= listing.certificates
        and (demand.ceiling_pence is None or price <= demand.ceiling_pence)
    )


def _floors(problem: Problem, promised: dict[tuple[str, str], int]) -> Counter[str]:
    """Promised packs per demand whose goods are all still there."""
    previous = problem.previous or Allocation()
    listings = {each.id: each for each in problem.listings}
    recipes = {each.id: each for each in problem.recipes}
    used = _used(previous)
    lots: Counter[str] = Counter()
    for name, packs in used.items():
        if name in listings:
            lots[listings[name].lot] += packs * listings[name].pack_base
    held = {lot.id: lot.available_base for lot in problem.lots}
    whole = {
        name
        for name, packs in used.items()
        if name in listings and packs <= listings[name].packs and lots[listings[name].lot] <= held[listings[name].lot]
    }
    made: Counter[str] = Counter()
    for each in previous.processed:
        if each.recipe in recipes:
            made[each.recipe] += each.packs * recipes[each.recipe].output_pack_base
    broken = {each.recipe for each in previous.inputs if each.listing not in whole}
    whole |= {name for name, base in made.items() if base <= recipes[name].capacity_base and name not in broken}
    floors: Counter[str] = Counter()
    for (demand, source), packs in promised.items():
        floors[demand] += packs if source in whole else 0
    return floors


def _lost(answer: Allocation, promised: dict[tuple[str, str], int]) -> int:
    now = {(each.demand, each.listing): each.fills for each in answer.lines}
    now |= {(each.demand, each.recipe): each.fills for each in answer.processed}
    return sum(max(0, packs - now.get(key, 0)) for key, packs in promised.items())


def _backup(problem: Problem, answer: Allocation) -> int:
    backups = {each.id for each in problem.listings if each.backup}
    direct = sum(each.fills for each in answer.lines if each.listing in backups)
    return direct + sum(each.packs for each in answer.inputs if each.listing in backups)


def _substitutes(problem: Problem, answer: Allocation) -> int:
    tiers: dict[tuple[str, str, int], int] = {}
    for demand in problem.demands:
        for fallback in demand.fallbacks:
            tiers[demand.id, fallback.product, fallback.pack_base] = fallback.tier
    packs = {each.id: (each.product, each.pack_base) for each in problem.listings}
    packs |= {each.id: (each.output_product, each.output_pack_base) for each in problem.recipes}
    rows = [(each.demand, each.listing, each.fills) for each in answer.lines]
    rows += [(each.demand, each.recipe, each.fills) for each in answer.processed]
    return sum(tiers.get((demand, *packs[source]), 0) * fills for demand, source, fills in rows)


def _money(problem: Problem, answer: Allocation) -> int:
    policy = problem.policy
    demands = {each.id: each for each in problem.demands}
    listings = {each.id: each for each in problem.listings}
    recipes = {each.id: each for each in problem.recipes}

    def haul(packs: int, start: str, end: str) -> int:
        metres = problem.distances.get((start, end), 0)
        return floor(Fraction(packs * policy.pack_km_millipence * metres, 1_000_000) + HALF)

    total = 0
    doors: set[tuple[str, str]] = set()
    for line in answer.lines:
        place, listing = demands[line.demand].kitchen_place, listings[line.listing]
        total += line.packs * (listing.price_pence - listing.score * policy.score_pence)
        total += line.fills * haul(line.packs // line.fills, listing.place, place)
        doors.add((place, listing.grower))
    for made in answer.processed:
        place, recipe = demands[made.demand].kitchen_place, recipes[made.recipe]
        total += made.packs * recipe.fee_pence
        total += made.fills * haul(made.packs // made.fills, recipe.place, place)
        doors.add((place, recipe.processor))
    for poured in answer.inputs:
        listing = listings[poured.listing]
        each = listing.price_pence - listing.score * policy.score_pence
        total += poured.packs * (each + haul(1, listing.place, recipes[poured.recipe].place))
    return total + policy.split_pence * len(doors)
