"""The judge's own arithmetic of fairness: how unevenly an answer fills kitchens, classes of buyers, and growers' stock.

Knows nothing of promises nor of money.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from math import floor, gcd
from zlib import crc32

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.problem import Demand, Listing, Problem

HALF = Fraction(1, 2)


def unfair_kitchens(problem: Problem, answer: Allocation, mine: list[Demand], filled: Counter[str]) -> int:
    """How unevenly kitchens of one claim are filled, by what each is owed."""
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


def missed_by_classes(problem: Problem, mine: list[Demand], filled: Counter[str]) -> int:
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


def unfair_growers(problem: Problem, answer: Allocation, used: Counter[str]) -> int:
    """How unevenly local growers sell, by what each is owed."""
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


def _cost(*, base: int, owed: int, weight: int, pack: int, drawn: Fraction, promise: int) -> int:
    """A million times the squared share, in packs per weight, less what nothing costs."""
    squares = Fraction((base - owed) ** 2 - owed**2, weight * pack**2)
    early = floor(Fraction(10**10 * min(base, promise), pack))
    return floor(1_000_000 * squares + HALF) + floor(drawn) - early


def _lot(seed: int, *names: str) -> int:
    return crc32("|".join((str(seed), *names)).encode()) % 64
