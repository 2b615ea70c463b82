"""The judge's own arithmetic of the objective, from the problem and the answer alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from math import floor, gcd
from zlib import crc32

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.problem import Demand, Listing, Problem

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
            found.append((f"classes:{claim}", _missed_by_classes(problem, mine, filled)))
        found.append((f"unfair:{claim}", _unfair_kitchens(problem, answer, mine, filled)))
    if promised:
        found.append(("moved", lost))
    found.append(("backup", _backup(problem, answer)))
    found.append(("substitutes", _substitutes(problem, answer)))
    found.append(("growers", _unfair_growers(problem, answer, used)))
    found.append(("money", _money(problem, answer)))
    return found


def _used(answer: Allocation) -> Counter[str]:
    used: Counter[str] = Counter()
    for line in answer.lines:
        used[line.listing] += line.packs
    for poured in answer.inputs:
        used[poured.listing] += poured.packs
    return used


def _cost(*, base: int, owed: int, weight: int, pack: int, drawn: Fraction, promise: int) -> int:
    """A million times the squared share, in packs per weight, less what nothing costs."""
    squares = Fraction((base - owed) ** 2 - owed**2, weight * pack**2)
    early = floor(Fraction(10**10 * min(base, promise), pack))
    return floor(1_000_000 * squares + HALF) + floor(drawn) - early


def _lot(seed: int, *names: str) -> int:
    return crc32("|".join((str(seed), *names)).encode()) % 64


def _unfair_kitchens(problem: Problem, answer: Allocation, mine: list[Demand], filled: Counter[str]) -> int:
    carried = {terms.buyer: terms.carried for terms in problem.buyers}
    groups: dict[tuple[str, str, str], list[Demand]] = defaultdict(list)
    for demand in mine:
        groups[demand.buyer, demand.kitchen_place, demand.product].append(demand)
    total = 0
    for (buyer, place, product), group in groups.items():
        pack = min(each.pack_base for each in problem.demands if each.product == product)
        asked = sum(each.packs * each.pack_base for each in group)
        base = sum(filled[each.id] * each.pack_base for each in group)
        is_pro_rata = problem.policy.shortage_rule == "pro_rata"
        step = gcd(*(each.pack_base for each in group))
        total += _cost(
            base=base,
            owed=carried.get(buyer, 0) * pack // 1000,
            weight=max(1, asked // pack) if is_pro_rata else group[0].entitlement,
            pack=pack,
            drawn=Fraction(_lot(answer.seed, buyer, place, product) * base, step),
            promise=0,
        )
    return total


def _missed_by_classes(problem: Problem, mine: list[Demand], filled: Counter[str]) -> int:
    """Base units missing of a class's own share of what is listed, and beyond it; an earlier class's weigh more."""
    permille = problem.policy.class_permille
    asked: Counter[tuple[str, int]] = Counter()
    had: Counter[tuple[str, int]] = Counter()
    for demand in mine:
        asked[demand.product, demand.share_class] += demand.packs * demand.pack_base
        had[demand.product, demand.share_class] += filled[demand.id] * demand.pack_base
    total = 0
    for (product, place), base in asked.items():
        quota = floor(Fraction(permille[place] * _listed(problem, product), 1000))
        missing = base - had[product, place]
        own = max(0, min(quota, base) - had[product, place])
        total += (len(permille) - place) * missing + len(permille) * own
    return total


def _listed(problem: Problem, product: str) -> int:
    """What local growers listed of a product, and what processors can make of what they listed."""
    held = {lot.id: lot.available_base for lot in problem.lots}

    def stock(name: str) -> int:
        local = [each for each in problem.listings if each.product == name and not each.backup]
        lots = {each.lot for each in local}
        return sum(
            min(held[lot], sum(each.packs * each.pack_base for each in local if each.lot == lot)) for lot in lots
        )

    makers = [each for each in problem.recipes if each.output_product == product]
    made = (
        min(each.capacity_base, floor(Fraction(stock(each.input_product) * each.yield_permille, 1000)))
        for each in makers
    )
    return stock(product) + sum(made)


def _unfair_growers(problem: Problem, answer: Allocation, used: Counter[str]) -> int:
    carried = {terms.grower: terms.carried for terms in problem.growers}
    local = [each for each in problem.listings if not each.backup and each.packs > 0]
    groups: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for listing in local:
        groups[listing.grower, listing.product].append(listing)
    total = 0
    for (grower, product), group in groups.items():
        pack = min(each.pack_base for each in local if each.product == product)
        base = sum(used[each.id] * each.pack_base for each in group)
        offers = (each.packs if each.offered_packs is None else each.offered_packs for each in group)
        offered = sum(packs * each.pack_base for packs, each in zip(offers, group, strict=True))
        newcomers = problem.policy.newcomer_minimum_packs
        total += _cost(
            base=base,
            owed=carried.get(grower, 0) * pack // 1000,
            weight=max(1, offered // pack) if problem.policy.grower_rule == "pro_rata" else 1,
            pack=pack,
            drawn=Fraction(_lot(answer.seed, grower, product) * base, gcd(*(each.pack_base for each in group))),
            promise=newcomers * pack if any(each.newcomer for each in group) else 0,
        )
    return total


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
