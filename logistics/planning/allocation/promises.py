"""What a re-share must not touch: lines of the previous answer whose goods are still there."""

from __future__ import annotations

from collections import defaultdict

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.options import Options


class Promises:
    """`kept` is the previous fills by (demand, source) that are still acceptable; `floors` the
    wanted packs per demand that come from untouched sources and stay; `inputs` the previous
    input packs of untouched recipes. All empty without a previous answer.
    """

    def __init__(self, options: Options) -> None:
        self.kept: dict[tuple[str, str], int] = {}
        self.inputs: dict[tuple[str, str], int] = {}
        self.floors: dict[str, int] = defaultdict(int)
        self.untouched: set[str] = set()
        if options.problem.previous is not None:
            self._read(options, options.problem.previous)

    def _read(self, options: Options, previous: Allocation) -> None:
        accepted = {(demand, option.source.id) for demand, found in options.of.items() for option in found}
        fills = [(line.demand, line.listing, line.fills) for line in previous.lines]
        fills += [(line.demand, line.recipe, line.fills) for line in previous.processed]
        self.untouched = self._untouched_listings(options, previous)
        self.untouched |= self._untouched_recipes(options, previous)
        room = {demand.id: demand.packs for demand in options.problem.demands}
        for demand, source, packs in fills:
            if (demand, source) not in accepted:
                continue
            kept = min(packs, room[demand])
            room[demand] -= kept
            self.kept[demand, source] = self.kept.get((demand, source), 0) + kept
            if source in self.untouched:
                self.floors[demand] += kept
        self.inputs = {
            (each.recipe, each.listing): each.packs for each in previous.inputs if each.recipe in self.untouched
        }

    def _untouched_listings(self, options: Options, previous: Allocation) -> set[str]:
        used: dict[str, int] = defaultdict(int)
        for line in previous.lines:
            used[line.listing] += line.packs
        for poured in previous.inputs:
            used[poured.listing] += poured.packs
        listings = options.listings
        by_lot: dict[str, int] = defaultdict(int)
        for name, packs in used.items():
            if name in listings:
                by_lot[listings[name].lot] += packs * listings[name].pack_base
        short = {lot.id for lot in options.problem.lots if by_lot[lot.id] > lot.available_base}
        return {
            name
            for name, packs in used.items()
            if name in listings and packs <= listings[name].packs and listings[name].lot not in short
        }

    def _untouched_recipes(self, options: Options, previous: Allocation) -> set[str]:
        output: dict[str, int] = defaultdict(int)
        for line in previous.processed:
            if line.recipe in options.recipes:
                output[line.recipe] += line.packs * options.recipes[line.recipe].output_pack_base
        broken = {each.recipe for each in previous.inputs if each.listing not in self.untouched}
        return {
            name for name, base in output.items() if name not in broken and base <= options.recipes[name].capacity_base
        }
