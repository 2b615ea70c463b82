"""Writes an answer out with the fact that bound each line. Decides nothing."""

from __future__ import annotations

from collections import defaultdict

from logistics.planning.allocation.allocation import (
    Allocation,
    Input,
    Level,
    Line,
    ProcessedLine,
    Shortage,
)
from logistics.planning.allocation.codec import fingerprint
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.options import Option, Options
from logistics.planning.allocation.problem import Demand, Listing, Recipe
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.shortages import Rest, shortage_reason
from logistics.planning.allocation.wording import Reason


def explained(
    options: Options,
    promises: Promises,
    shares: Shares,
    *,
    levels: tuple[Level, ...],
    status: str,
    seed: int,
) -> Allocation:
    """The answer with a reason on every line and every shortage."""
    rest = Rest(options, shares)
    writer = Writer(options, promises, rest)
    lines, processed = [], []
    for demand in options.problem.demands:
        for option in options.of[demand.id]:
            fills = shares.fills.get((demand.id, option.source.id), 0)
            if not fills:
                continue
            reason = writer.line(option, fills)
            if isinstance(option.source, Listing):
                lines.append(
                    Line(
                        demand=demand.id,
                        listing=option.source.id,
                        packs=fills * option.ratio,
                        fills=fills,
                        reason=reason,
                    )
                )
            else:
                processed.append(
                    ProcessedLine(
                        demand=demand.id,
                        recipe=option.source.id,
                        packs=fills * option.ratio,
                        fills=fills,
                        reason=reason,
                    )
                )
    return Allocation(
        lines=tuple(lines),
        processed=tuple(processed),
        inputs=tuple(
            Input(recipe=recipe, listing=listing, packs=packs)
            for (recipe, listing), packs in sorted(shares.inputs.items())
        ),
        shortages=tuple(
            Shortage(demand=demand.id, packs=missing, reason=shortage_reason(rest, demand))
            for demand in options.problem.demands
            if (missing := demand.packs - rest.filled[demand.id])
        ),
        levels=levels,
        status=status,
        seed=seed,
        fingerprint=fingerprint(options.problem),
    )


class Writer:
    """Finds the reason of one line."""

    def __init__(self, options: Options, promises: Promises, rest: Rest) -> None:
        self.options = options
        self.promises = promises
        self.rest = rest
        self.policy = options.problem.policy
        self.sellers: dict[str, set[str]] = defaultdict(set)
        self.sold: dict[str, int] = defaultdict(int)
        for listing in options.problem.listings:
            if listing.packs:
                self.sellers[listing.product].add(listing.grower)
                self.sold[listing.product] += listing.packs - rest.left[listing.id]

    def line(self, option: Option, fills: int) -> Reason:
        """What bound this line: a promise, the shortage, the source's own limit, or the shares."""
        demand, source = option.demand, option.source
        packs = fills * option.ratio
        promised = self.promises.kept.get((demand.id, source.id), 0)
        if promised and fills <= promised:
            return Reason("kept", (("packs", packs),))
        if isinstance(source, Recipe):
            return Reason("processed", (("packs", packs), ("yield_permille", source.yield_permille)))
        if source.backup or option.tier:
            return self._stands_in(option, packs)
        if self.rest.filled[demand.id] < demand.packs:
            return self._short(demand)
        return self._seller(source, packs)

    def _stands_in(self, option: Option, packs: int) -> Reason:
        stock, asked = self.rest.wanted_stock(option.demand)
        numbers = (("packs", packs), ("stock", stock), ("asked", asked))
        if isinstance(option.source, Listing) and option.source.backup:
            return Reason("backup", numbers)
        return Reason("substitute", (*numbers, ("tier", option.tier)))

    def _short(self, demand: Demand) -> Reason:
        stock, asked = self.rest.stock_and_asked(demand)
        numbers = (
            ("given", self.rest.filled[demand.id]),
            ("wanted", demand.packs),
            ("stock", stock),
            ("asked", asked),
        )
        return Reason("short_share", numbers, (("rule", self.policy.shortage_rule),))

    def _seller(self, listing: Listing, packs: int) -> Reason:
        if not self.rest.room(listing):
            return Reason("whole_listing", (("packs", packs),))
        growers = len(self.sellers[listing.product])
        if growers == 1:
            return Reason("only_grower", (("packs", packs), ("offered", listing.packs)))
        numbers = (
            ("packs", packs),
            ("offered", listing.packs),
            ("sold", self.sold[listing.product]),
            ("growers", growers),
        )
        return Reason("fair_share", numbers, (("rule", self.policy.grower_rule),))
