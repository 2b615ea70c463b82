"""How two answers differ, in money, distance, shares and shortages, and in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.problem import Problem

METRES_A_KM = 1000


@dataclass(frozen=True, slots=True)
class Pair:
    """A number before and after."""

    before: int
    after: int

    @property
    def more(self) -> int:
        """By how much it rose; negative where it fell."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Shift:
    """Somebody's packs before and after; for a grower or processor with the money they get."""

    name: str
    packs: Pair
    pence: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`goods_pence` is what sellers get, `doors` how many sellers come to kitchens' doors, `short` packs nobody fills.

    `sellers` and `kitchens` are those whose packs or money changed. `uncertain_pence` is how much cheaper either answer
    might still be: money differences below it say nothing.
    """

    goods_pence: Pair
    pack_m: Pair
    doors: Pair
    short: Pair
    sellers: tuple[Shift, ...]
    kitchens: tuple[Shift, ...]
    uncertain_pence: int

    def sentences(self, names: Mapping[str, str]) -> list[str]:
        """What changes, one sentence a fact, in the words of `names`; says so where nothing does."""
        found = [
            _said("Sellers get {} instead of {}.", self.goods_pence, _pounds),
            _said("All packs together travel {} km instead of {} km.", self.pack_m, _km),
            _said("Kitchens open the door to {} sellers instead of {}.", self.doors, _count),
            _said("{} packs are short instead of {}.", self.short, _count),
        ]
        found += [
            f"{names.get(each.name, each.name)} sells {each.packs.after:,} packs instead of {each.packs.before:,}."
            for each in self.sellers
            if each.packs.more
        ]
        found += [
            f"{names.get(each.name, each.name)} gets {each.packs.after:,} packs instead of {each.packs.before:,}."
            for each in self.kitchens
            if each.packs.more
        ]
        return [each for each in found if each] or ["Nothing changes."]


def difference(problem: Problem, before: Allocation, changed: Problem, after: Allocation) -> Difference:
    """From `before`, an answer to `problem`, to `after`, an answer to `changed`."""
    old, new = _Sums(problem, before), _Sums(changed, after)
    open_pence = max(_open_pence(before), _open_pence(after))
    return Difference(
        goods_pence=Pair(old.pence.total(), new.pence.total()),
        pack_m=Pair(old.pack_m, new.pack_m),
        doors=Pair(len(old.doors), len(new.doors)),
        short=Pair(*(sum(each.packs for each in answer.shortages) for answer in (before, after))),
        sellers=_shifts(old.sold, new.sold, old.pence, new.pence),
        kitchens=_shifts(old.got, new.got, Counter(), Counter()),
        uncertain_pence=open_pence,
    )


class _Sums:
    """What an answer adds up to. A seller's pence is what is paid for its goods, a processor's its fees."""

    def __init__(self, problem: Problem, answer: Allocation) -> None:
        demands = {each.id: each for each in problem.demands}
        listings = {each.id: each for each in problem.listings}
        recipes = {each.id: each for each in problem.recipes}
        self.sold: Counter[str] = Counter()
        self.got: Counter[str] = Counter()
        self.pence: Counter[str] = Counter()
        self.doors: set[tuple[str, str]] = set()
        self.pack_m = 0
        rows = [
            (line.packs, listing.grower, listing.price_pence, listing.place, demands[line.demand].kitchen_place)
            for line in answer.lines
            for listing in [listings[line.listing]]
        ]
        rows += [
            (made.packs, recipe.processor, recipe.fee_pence, recipe.place, demands[made.demand].kitchen_place)
            for made in answer.processed
            for recipe in [recipes[made.recipe]]
        ]
        for _, seller, _, _, kitchen in rows:
            self.doors.add((kitchen, seller))
        for packs, _, _, _, kitchen in rows:
            self.got[kitchen] += packs
        rows += [
            (poured.packs, listing.grower, listing.price_pence, listing.place, recipes[poured.recipe].place)
            for poured in answer.inputs
            for listing in [listings[poured.listing]]
        ]
        for packs, seller, pence, start, end in rows:
            self.sold[seller] += packs
            self.pence[seller] += packs * pence
            self.pack_m += packs * problem.distances.get((start, end), 0)


def _shifts(old: Counter[str], new: Counter[str], paid: Counter[str], pays: Counter[str]) -> tuple[Shift, ...]:
    """Whose packs or pence changed, the greatest change first."""
    found = [Shift(name, Pair(old[name], new[name]), Pair(paid[name], pays[name])) for name in sorted({*old, *new})]
    changed = [each for each in found if each.packs.more or each.pence.more]
    return tuple(sorted(changed, key=lambda each: (-abs(each.packs.more), -abs(each.pence.more), each.name)))


def _open_pence(answer: Allocation) -> int:
    return sum(level.value - level.bound for level in answer.levels if level.name == "money")


def _said(words: str, pair: Pair, worded: Callable[[int], str]) -> str:
    return words.format(worded(pair.after), worded(pair.before)) if pair.more else ""


def _count(number: int) -> str:
    return f"{number:,}"


def _km(metres: int) -> str:
    return f"{round(metres / METRES_A_KM):,}"


def _pounds(pence: int) -> str:
    return f"£{pence // 100:,}.{pence % 100:02d}"
