"""Which source a demand's next pack comes from. Knows what each pick costs, not who picks next."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING

from logistics.planning.allocation.options import Option
from logistics.planning.allocation.problem import Listing

if TYPE_CHECKING:
    from logistics.planning.allocation.greedy import Filler

Cost = tuple[bool, bool, int, bool, int, int, int]
Pick = tuple[Cost, int]


class Picker:
    """The cheapest source of each demand while packs are only handed out, never taken back.

    Then no source gets cheaper or roomier, so that each demand keeps a heap and looks again only at its top. The one
    exception is a grower whose pickup has begun and is not yet worth its minimum: it comes first, and is looked at
    by name.
    """

    def __init__(self, filler: Filler) -> None:
        self.filler = filler
        self.heaps: dict[str, list[Pick]] = {}
        self.by_grower: dict[str, dict[str, list[int]]] = {}
        self.started = {grower for grower in filler.least if filler.is_started(grower)}

    def best(self, demand: str) -> Option | None:
        """The option that one more wanted pack comes from: local, wanted, least sold, cheapest."""
        options = self.filler.options.of[demand]
        if demand not in self.heaps:
            self._open(demand, options)
        found = self._top(self.heaps[demand], options)
        for grower in self.started & self.by_grower[demand].keys():
            for at in self.by_grower[demand][grower]:
                cost = self._cost(options[at], is_first=True)
                if cost is not None and (found is None or (cost, at) < found):
                    found = (cost, at)
        return None if found is None else options[found[1]]

    def picked(self, growers: set[str]) -> None:
        """Looks again at whether these growers' pickups have begun and are worth their minimum."""
        for grower in growers:
            if self.filler.is_started(grower):
                self.started.add(grower)
            else:
                self.started.discard(grower)

    def _open(self, demand: str, options: tuple[Option, ...]) -> None:
        costs = [(self._cost(option), at) for at, option in enumerate(options)]
        self.heaps[demand] = [(cost, at) for cost, at in costs if cost is not None]
        heapq.heapify(self.heaps[demand])
        by_grower: dict[str, list[int]] = defaultdict(list)
        for at, option in enumerate(options):
            if isinstance(option.source, Listing) and self.filler.least.get(option.source.grower):
                by_grower[option.source.grower].append(at)
        self.by_grower[demand] = by_grower

    def _top(self, heap: list[Pick], options: tuple[Option, ...]) -> Pick | None:
        while heap:
            cost = self._cost(options[heap[0][1]])
            if cost is None:
                heapq.heappop(heap)
            elif cost > heap[0][0]:
                heapq.heapreplace(heap, (cost, heap[0][1]))
            else:
                return heap[0]
        return None

    def _cost(self, option: Option, *, is_first: bool = False) -> Cost | None:
        """What a pick costs in order; None where there is nothing left to pick."""
        filler, source = self.filler, option.source
        key = (option.demand.id, source.id)
        if not filler.may_deal(option):
            return None
        moves = filler.fills.get(key, 0) >= filler.promises.kept.get(key, 0)
        if isinstance(source, Listing):
            if filler.room(source) < option.ratio:
                return None
            price = source.price_pence * option.ratio
            door = filler.door_cost(option, filler.room(source) // option.ratio)
            return moves, source.backup, option.tier, not is_first, door, filler.sold_cost(source), price
        if filler.inputs_for(option, source) is None:
            return None
        return moves, False, option.tier, True, 0, 0, source.fee_pence * option.ratio
