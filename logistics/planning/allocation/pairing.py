"""Who sells to whom, once it is settled how much each gets and sells: fewer doors, fewer miles.

Slope scaling (Kim and Pardalos 1999) on a transport network: the price of one more grower at a
kitchen's door is spread over the packs that pass it, and the cheapest flow found anew.
"""

from __future__ import annotations

from collections import defaultdict

from ortools.graph.python import min_cost_flow

from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.options import Option
from logistics.planning.allocation.parts import Parts, supplier, unit_pence
from logistics.planning.allocation.problem import Listing

ROUNDS = 16
SCALE = 100  # costs in hundredths of a penny, so that a spread price keeps its size


class Pairing:
    """The lines that may be swapped: wanted product, pack for pack, local, nothing promised."""

    def __init__(self, parts: Parts, shares: Shares) -> None:
        self.parts = parts
        self.best = shares
        self.fixed = dict(shares.fills)
        self.supply: dict[str, int] = defaultdict(int)
        self.demand: dict[str, int] = defaultdict(int)
        self.arcs: list[Option] = []
        for (demand, source), packs in shares.fills.items():
            option = parts.option[demand, source]
            free = packs - min(packs, parts.promises.kept.get((demand, source), 0))
            if self._is_free(option) and free:
                self.fixed[demand, source] -= free
                self.demand[demand] += free
                self.supply[source] += free
        for option in parts.option.values():
            if self._is_free(option) and self._most(option):
                self.arcs.append(option)

    @staticmethod
    def _is_free(option: Option) -> bool:
        is_local = isinstance(option.source, Listing) and not option.source.backup
        return is_local and option.tier == 0

    def _most(self, option: Option) -> int:
        return min(self.demand.get(option.demand.id, 0), self.supply.get(option.source.id, 0))

    def cheapest(self) -> Shares:
        """The best answer met; never dearer than the one it began with."""
        if not self.arcs:
            return self.best
        split = self.parts.options.problem.policy.split_pence * SCALE
        units = [unit_pence(self.parts.options.problem, arc) * SCALE for arc in self.arcs]
        pairs = [(arc.demand.kitchen_place, supplier(arc)) for arc in self.arcs]
        spread = [split // self._most(arc) for arc in self.arcs]
        least = self.parts.money(self.best)
        for _ in range(ROUNDS):
            flow = self._flow([unit + door for unit, door in zip(units, spread, strict=True)])
            shares = self._shares(flow)
            money = self.parts.money(shares)
            if money < least:
                self.best, least = shares, money
            through: dict[tuple[str, str], int] = defaultdict(int)
            for pair, packs in zip(pairs, flow, strict=True):
                through[pair] += packs
            following = [
                split // through[pair] if through[pair] else door for pair, door in zip(pairs, spread, strict=True)
            ]
            if following == spread:
                break
            spread = following
        return self.best

    def _flow(self, costs: list[int]) -> list[int]:
        nodes: dict[str, int] = {}
        network = min_cost_flow.SimpleMinCostFlow()
        for demand, packs in self.demand.items():
            network.set_node_supply(nodes.setdefault(f"demand {demand}", len(nodes)), -packs)
        for listing, packs in self.supply.items():
            network.set_node_supply(nodes.setdefault(f"listing {listing}", len(nodes)), packs)
        for arc, cost in zip(self.arcs, costs, strict=True):
            network.add_arc_with_capacity_and_unit_cost(
                nodes[f"listing {arc.source.id}"],
                nodes[f"demand {arc.demand.id}"],
                self._most(arc),
                cost,
            )
        network.solve()
        return [network.flow(number) for number in range(len(self.arcs))]

    def _shares(self, flow: list[int]) -> Shares:
        fills = {key: packs for key, packs in self.fixed.items() if packs}
        for arc, packs in zip(self.arcs, flow, strict=True):
            if packs:
                key = (arc.demand.id, arc.source.id)
                fills[key] = fills.get(key, 0) + packs
        return Shares(fills, self.best.inputs)
