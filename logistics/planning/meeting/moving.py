"""Taking a place out of an answer: its packs go to growers of equal standing, each to whoever sold least so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from logistics.planning.allocation.allocation import Allocation, Input, Line
from logistics.planning.allocation.options import refusal
from logistics.planning.allocation.problem import Demand, Listing, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Packs of one demand that another listing gives now."""

    demand: str
    from_listing: str
    to_listing: str
    packs: int


class Stock:
    """What an answer leaves of every listing, and what each grower sold of each product."""

    def __init__(self, problem: Problem, answer: Allocation) -> None:
        self.listings = {each.id: each for each in problem.listings}
        self.left = {each.id: each.packs for each in problem.listings}
        self.lots = {each.id: each.available_base for each in problem.lots}
        self.sold: Counter[tuple[str, str]] = Counter()
        self.visited: set[str] = set()
        taken: tuple[Line | Input, ...] = (*answer.lines, *answer.inputs)
        for given in taken:
            self.take(self.listings[given.listing], given.packs)
            self.visited.add(self.listings[given.listing].place)

    def take(self, listing: Listing, packs: int) -> None:
        """Takes packs; negative gives them back."""
        self.left[listing.id] -= packs
        self.lots[listing.lot] -= packs * listing.pack_base
        self.sold[listing.grower, listing.product] += packs * listing.pack_base

    def receiver(self, demand: Demand, listing: Listing, ratio: int) -> Listing | None:
        """Who stands as this listing does and can give its packs: visited anyway first, then who sold least."""
        able = [
            each
            for each in self.listings.values()
            if each.place != listing.place
            and is_equal(each, listing)
            and refusal(demand, each, ratio) is None
            and min(self.left[each.id], self.lots[each.lot] // each.pack_base) >= ratio
        ]
        return min(
            able,
            key=lambda each: (each.place not in self.visited, self.sold[each.grower, each.product], each.id),
            default=None,
        )


def is_equal(one: Listing, other: Listing) -> bool:
    """Whether the buyer pays and gets the same from both, and neither is the wholesaler."""
    goods = (one.product, one.pack_base, one.price_pence)
    return goods == (other.product, other.pack_base, other.price_pence) and not (one.backup or other.backup)


def without(problem: Problem, answer: Allocation, place: str) -> tuple[Allocation, tuple[Moved, ...]] | None:
    """The answer without this place, lines only, and what moved; None where something must come from there."""
    stock = Stock(problem, answer)
    demands = {each.id: each for each in problem.demands}
    if any(stock.listings[each.listing].place == place for each in answer.inputs):
        return None
    gone = [line for line in answer.lines if stock.listings[line.listing].place == place]
    lines = {(line.demand, line.listing): line for line in answer.lines if line not in gone}
    moved: Counter[tuple[str, str, str]] = Counter()
    for line in gone:
        listing, ratio = stock.listings[line.listing], line.packs // line.fills
        for _ in range(line.fills):
            stock.take(listing, -ratio)
            other = stock.receiver(demands[line.demand], listing, ratio)
            if other is None:
                return None
            stock.take(other, ratio)
            moved[line.demand, listing.id, other.id] += ratio
            key = (line.demand, other.id)
            held = lines.get(key) or replace(line, listing=other.id, packs=0, fills=0)
            lines[key] = replace(held, packs=held.packs + ratio, fills=held.fills + 1)
    if not gone:
        return None
    return replace(answer, lines=tuple(lines.values())), tuple(
        Moved(demand=demand, from_listing=start, to_listing=end, packs=packs)
        for (demand, start, end), packs in sorted(moved.items())
    )
