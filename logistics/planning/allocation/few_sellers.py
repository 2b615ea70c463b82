"""Which sellers come to a kitchen, where only few may: ruin and recreate.

A kitchen or some are emptied, and filled again from few sellers each, chosen for it; what makes no level worse stays.
Knows families whose packs go straight from listings to kitchens. Which packs pass is left to flows once doors are open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from random import Random

from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.options import Options
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.sides import Sides
from logistics.planning.allocation.tally import Kitchen, Pair, Tally

ROUNDS = 20  # for each kitchen at most
PATIENCE = 5  # rounds for each kitchen without anything better
RUINED = 4  # kitchens in one round at most
TOPPED_UP = 12  # kitchens that may take what a round left
ORDERLY = 0.75  # of the rounds fill earlier claims first
EVEN = 0.5  # of the choices look at growers' shares, the others at what fits
BLINK = 0.1  # of the sellers are overlooked, each time others
Offers = dict[str, list[tuple[Pair, int]]]  # by seller, what each pair could pass


def may_choose_sellers(options: Options, sides: Sides, promises: Promises) -> bool:
    """Whether sellers are to be chosen here, and every pack goes straight from a listing to a kitchen."""
    return sides.has_few_sellers and not promises.kept and not options.recipes


def better(options: Options, sides: Sides, *answers: Shares) -> Shares:
    """The best of these answers in the stated order, the first of equals."""

    def score(shares: Shares) -> list[int]:
        tally = Tally(options, sides)
        tally.lay_down(shares)
        return tally.score

    return min(answers, key=score)


class FewSellers:
    """The search over one family."""

    def __init__(self, options: Options, sides: Sides, seed: int) -> None:
        self.tally = Tally(options, sides)
        self.random = Random(seed)
        at_listing: dict[str, dict[int, Kitchen]] = defaultdict(dict)
        for at, kitchen in enumerate(self.tally.kitchens):
            for pair in kitchen.pairs:
                at_listing[pair.listing.id][at] = kitchen
        self.near = {
            each.sharer.key: list(
                {at: one for pair in each.pairs for at, one in at_listing[pair.listing.id].items()}.values()
            )
            for each in self.tally.kitchens
        }

    def better(self, shares: Shares) -> Shares:
        """The best answer met, beginning with this one."""
        self.tally.lay_down(shares)
        fruitless, kitchens = 0, len(self.tally.kitchens)
        for _ in range(ROUNDS * kitchens):
            fruitless = 0 if self._is_better(self._ruined()) else fruitless + 1
            if fruitless > PATIENCE * kitchens:
                break
        return self.tally.shares()

    def _ruined(self) -> list[Kitchen]:
        """A kitchen, perhaps with some that have a seller in common with it, in the order in which they are filled."""
        random = self.random
        first = random.choice(self.tally.kitchens)
        others = [each for each in self.near[first.sharer.key] if each is not first]
        found = [first, *random.sample(others, min(len(others), random.randrange(RUINED)))]
        random.shuffle(found)
        if random.random() < ORDERLY:
            found.sort(key=lambda each: each.at)
        return found

    def _is_better(self, ruined: list[Kitchen]) -> bool:
        """Empties these kitchens and fills them anew; whether that is better. What is worse is taken back."""
        tally = self.tally
        tally.log.clear()
        before = list(tally.score)
        for kitchen in ruined:
            tally.empty(kitchen)
        for kitchen in ruined:
            self._refill(kitchen)
        near = self.near[ruined[0].sharer.key]
        for kitchen in near if len(near) <= TOPPED_UP else self.random.sample(near, TOPPED_UP):
            if tally.missing(kitchen):
                self._top_up(kitchen)
        if tally.score > before:
            tally.undo()
        return tally.score < before

    def _refill(self, kitchen: Kitchen) -> None:
        """Fills a kitchen that has no sellers yet from as many as may come."""
        tally, random = self.tally, self.random
        by_seller: Offers = defaultdict(list)
        for pair in kitchen.pairs:
            packs = min(tally.room(pair), tally.wanted[pair.demand])
            if packs:
                by_seller[pair.seller].append((pair, packs))
        chosen, most = list(by_seller), kitchen.sharer.most_sellers
        if most is not None and len(by_seller) > most:
            wanted = tally.missing(kitchen)
            seen = {name: pairs for name, pairs in by_seller.items() if random.random() >= BLINK}
            choose = self._even if random.random() < EVEN else self._fitting
            chosen = choose(seen if len(seen) >= most else by_seller, wanted, most)
        self._pour(kitchen, [pair for name in chosen for pair, _ in by_seller[name]])

    def _even(self, by_seller: Offers, wanted: int, most: int) -> list[str]:
        """The sellers whose shares would rise least, each having so much that so few are enough."""
        rising = [[pair.next_costs(packs) for pair, packs in pairs] for pairs in by_seller.values()]
        prices = sorted({price for lists in rising for each in lists for price in each})

        def amounts(price: int) -> list[int]:
            return [sum([bisect_right(each, price) for each in lists]) for lists in rising]

        low, high = 0, len(prices) - 1
        while low < high:
            middle = (low + high) // 2
            if sum(sorted(amounts(prices[middle]))[-most:]) >= wanted:
                high = middle
            else:
                low = middle + 1
        ranked = sorted(zip(amounts(prices[low]), by_seller, strict=True), key=lambda each: -each[0])
        return [name for _, name in ranked[:most]]

    def _fitting(self, by_seller: Offers, wanted: int, most: int) -> list[str]:
        """Sellers who together have little more than is wanted."""
        rooms = {name: sum([packs for _, packs in pairs]) for name, pairs in by_seller.items()}
        chosen: list[str] = []
        for places in range(most, 0, -1):
            names = [name for name in rooms if name not in chosen]
            enough = [name for name in names if rooms[name] * places >= wanted]
            if not enough:
                name = max(names, key=lambda name: rooms[name])
            elif places == 1:
                name = min(enough, key=lambda name: rooms[name])
            else:
                name = self.random.choice(enough)
            chosen.append(name)
            wanted -= min(wanted, rooms[name])
            if not wanted:
                break
        return chosen

    def _pour(self, kitchen: Kitchen, pairs: list[Pair]) -> None:
        """Line by line from whoever's shares rise least."""
        for demand in dict.fromkeys([pair.demand for pair in pairs]):
            mine = [pair for pair in pairs if pair.demand == demand]
            for rank in sorted({pair.rank for pair in mine}):
                self._split(kitchen, [pair for pair in mine if pair.rank == rank])

    def _split(self, kitchen: Kitchen, pairs: list[Pair]) -> None:
        tally = self.tally
        wanted = tally.wanted[pairs[0].demand]
        rising = [pair.next_costs(min(tally.room(pair), wanted)) for pair in pairs]
        prices = sorted([price for each in rising for price in each])
        if len(prices) > wanted > 0:
            price = prices[wanted - 1]
            amounts = [bisect_left(each, price) for each in rising]
            rest = wanted - sum(amounts)
        else:
            price, rest = 0, 0
            amounts = [len(each) for each in rising]
        for pair, each, packs in zip(pairs, rising, amounts, strict=True):
            more = min(rest, bisect_right(each, price) - packs) if rest else 0
            rest -= more
            packs = min(packs + more, tally.room(pair), tally.wanted[pair.demand])
            if packs:
                tally.give(kitchen, pair, packs)

    def _top_up(self, kitchen: Kitchen) -> None:
        """What others left goes to a kitchen that misses packs: from its own sellers, or from others altogether."""
        most = kitchen.sharer.most_sellers
        is_full = most is not None and sum([packs > 0 for packs in kitchen.doors.values()]) >= most
        pairs = [pair for pair in kitchen.pairs if self.tally.room(pair)]
        if is_full:
            self._pour(kitchen, [pair for pair in pairs if kitchen.doors[pair.seller] > 0])
        elif pairs:
            self.tally.empty(kitchen)
            self._refill(kitchen)
