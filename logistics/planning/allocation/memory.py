"""What a day adds to the season's memory: the fair share of what was there, less what was had.

Remembered against entitlement and offer, never against the ask beyond the share.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.measures import Sharer, growers, kitchens
from logistics.planning.allocation.problem import BuyerTerms, GrowerTerms, Problem


def remember(problem: Problem, allocation: Allocation) -> tuple[tuple[GrowerTerms, ...], tuple[BuyerTerms, ...]]:
    """The growers' and buyers' terms for the next day, in thousandths of a pack.

    Each day's memory sums to zero but for rounding: what one is owed, others had.
    """
    claims = _owed(kitchens(problem, 0), _filled_base(problem, allocation), market=(0, 3), name=1)
    shares = _owed(growers(problem, 0), _sold_base(problem, allocation), market=(1,), name=0)
    terms = {each.grower: each for each in problem.growers}
    carried = {each.buyer: each.carried for each in problem.buyers}
    sellers = sorted({each.grower for each in problem.listings if not each.backup} | set(terms))
    buyers = sorted({each.buyer for each in problem.demands} | set(carried))
    return (
        tuple(
            replace(held, carried=held.carried + shares.get(name, 0))
            for name in sellers
            for held in [terms.get(name, GrowerTerms(grower=name))]
        ),
        tuple(BuyerTerms(buyer=name, carried=carried.get(name, 0) + claims.get(name, 0)) for name in buyers),
    )


def _filled_base(problem: Problem, allocation: Allocation) -> dict[str, int]:
    filled: dict[str, int] = defaultdict(int)
    for line in allocation.lines:
        filled[line.demand] += line.fills
    for made in allocation.processed:
        filled[made.demand] += made.fills
    return {each.id: each.pack_base * filled[each.id] for each in problem.demands}


def _sold_base(problem: Problem, allocation: Allocation) -> dict[str, int]:
    packs: dict[str, int] = defaultdict(int)
    for line in allocation.lines:
        packs[line.listing] += line.packs
    for poured in allocation.inputs:
        packs[poured.listing] += poured.packs
    return {each.id: each.pack_base * packs[each.id] for each in problem.listings}


def _owed(
    sharers: tuple[Sharer, ...], had_base: dict[str, int], *, market: tuple[int, ...], name: int
) -> dict[str, int]:
    """Thousandths of a pack owed by name: in each market the fair share less what was had."""
    markets: dict[tuple[str, ...], list[Sharer]] = defaultdict(list)
    for sharer in sharers:
        markets[*(sharer.key[at] for at in market), str(sharer.share_class)].append(sharer)
    owed: dict[str, int] = defaultdict(int)
    for group in markets.values():
        had = [sum(had_base[member] for member in sharer.members) for sharer in group]
        fair = fair_shares(sum(had), [sharer.limit_base for sharer in group], [sharer.weight for sharer in group])
        for sharer, base, share in zip(group, had, fair, strict=True):
            owed[sharer.key[name]] += round((share - base) * 1000 / sharer.reference_base)
    return owed


def fair_shares(total: int, limits: list[int], weights: list[int]) -> list[Fraction]:
    """Weighted max-min shares of a total, none above its limit (progressive filling: Bertsekas and
    Gallager, Data Networks, 1992, section 6.5.2).
    """
    shares = [Fraction(0)] * len(limits)
    tightest_first = sorted(range(len(limits)), key=lambda at: Fraction(limits[at], weights[at]))
    left, weight = Fraction(total), sum(weights)
    for at in tightest_first:
        shares[at] = min(Fraction(limits[at]), left * weights[at] / weight)
        left -= shares[at]
        weight -= weights[at]
    return shares
