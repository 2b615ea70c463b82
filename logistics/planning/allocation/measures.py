"""How unfair a share is, as a convex cost. Knows no solver.

Sum of squares over weights is least exactly where the smallest share per weight is largest, so
handing out one pack after another to whoever costs least is max-min (weights: entitlement) or pro
rata (weights: the ask). Whole packs then follow Webster's method, which no inflated ask can turn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from zlib import crc32

from logistics.planning.allocation.problem import Demand, Listing, Problem

SCALE = 1_000_000
RANKS = 64
NEWCOMER_PROMISE = 10**10


@dataclass(frozen=True, slots=True)
class Sharer:
    """Somebody who shares: a kitchen in one claim for one product, or a grower of one product.

    `step_base` is the smallest quantity that it can be given, `reference_base` what counts as one
    pack, `owed_base` the season's memory, `promised_base` what a newcomer is promised. A kitchen has a
    class, and perhaps a most of sellers that it deals with for the product.
    """

    key: tuple[str, ...]
    members: tuple[str, ...]
    limit_base: int
    step_base: int
    reference_base: int
    weight: int
    owed_base: int
    rank: int
    promised_base: int = 0
    share_class: int = 0
    most_sellers: int | None = None

    def cost(self, base: int) -> int:
        """The cost of having been given this many base units; convex up to its rounding."""
        divisor = self.weight * self.reference_base**2
        squares = (base - self.owed_base) ** 2 - self.owed_base**2
        unfair = (2 * SCALE * squares + divisor) // (2 * divisor)
        drawn = self.rank * base // self.step_base
        promised = NEWCOMER_PROMISE * min(base, self.promised_base) // self.reference_base
        return unfair + drawn - promised

    def marginal(self, base: int, pack_base: int) -> int:
        """The cost of one more pack, per step."""
        return (self.cost(base + pack_base) - self.cost(base)) * self.step_base // pack_base

    @property
    def least_cost(self) -> int:
        """What no share can cost less than."""
        owed = max(0, self.owed_base)
        squares = -(-SCALE * owed**2 // (self.weight * self.reference_base**2))
        return -squares - NEWCOMER_PROMISE * self.promised_base // self.reference_base - 2

    @property
    def steps(self) -> int:
        """How many steps this share can have."""
        return self.limit_base // self.step_base


def rank(seed: int, key: tuple[str, ...]) -> int:
    """The lot drawn between equals; no ask can change it."""
    return crc32("|".join((str(seed), *key)).encode()) % RANKS


def kitchens(problem: Problem, seed: int) -> tuple[Sharer, ...]:
    """One sharer per claim, buyer, kitchen and product: a split order gains nothing."""
    smallest = _smallest(problem.demands)
    carried = {terms.buyer: terms.carried for terms in problem.buyers}
    groups: dict[tuple[str, ...], list[Demand]] = defaultdict(list)
    for demand in problem.demands:
        groups[str(demand.claim), demand.buyer, demand.kitchen_place, demand.product].append(demand)
    found = []
    for key, group in groups.items():
        limit = sum(demand.packs * demand.pack_base for demand in group)
        reference = smallest[group[0].product]
        pro_rata = problem.policy.shortage_rule == "pro_rata"
        found.append(
            Sharer(
                key=key,
                members=tuple(demand.id for demand in group),
                limit_base=limit,
                step_base=gcd(*(demand.pack_base for demand in group)),
                reference_base=reference,
                weight=max(1, limit // reference) if pro_rata else group[0].entitlement,
                owed_base=carried.get(group[0].buyer, 0) * reference // 1000,
                rank=rank(seed, key[1:]),
                share_class=group[0].share_class,
                most_sellers=group[0].most_sellers,
            )
        )
    return tuple(found)


def growers(problem: Problem, seed: int) -> tuple[Sharer, ...]:
    """One sharer per local grower and product; a back-up wholesaler shares nothing."""
    local = [listing for listing in problem.listings if not listing.backup and listing.packs > 0]
    smallest = _smallest(local)
    carried = {terms.grower: terms.carried for terms in problem.growers}
    groups: dict[tuple[str, ...], list[Listing]] = defaultdict(list)
    for listing in local:
        groups[listing.grower, listing.product].append(listing)
    found = []
    for key, group in groups.items():
        reference = smallest[group[0].product]
        offered = sum((_offered(listing) * listing.pack_base) for listing in group)
        pro_rata = problem.policy.grower_rule == "pro_rata"
        is_newcomer = any(listing.newcomer for listing in group)
        promised = problem.policy.newcomer_minimum_packs * reference if is_newcomer else 0
        found.append(
            Sharer(
                key=key,
                members=tuple(listing.id for listing in group),
                limit_base=sum(listing.packs * listing.pack_base for listing in group),
                step_base=gcd(*(listing.pack_base for listing in group)),
                reference_base=reference,
                weight=max(1, offered // reference) if pro_rata else 1,
                owed_base=carried.get(group[0].grower, 0) * reference // 1000,
                rank=rank(seed, key),
                promised_base=promised,
            )
        )
    return tuple(found)


def _offered(listing: Listing) -> int:
    return listing.packs if listing.offered_packs is None else listing.offered_packs


def _smallest(items: Iterable[Demand | Listing]) -> dict[str, int]:
    smallest: dict[str, int] = {}
    for item in items:
        smallest[item.product] = min(item.pack_base, smallest.get(item.product, item.pack_base))
    return smallest
