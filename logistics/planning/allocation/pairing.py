"""Who sells to whom, once it is settled how much each gets and sells: fewer doors, fewer miles.

Slope scaling (Kim and Pardalos 1999) on a transport network: the price of one more grower at a
kitchen's door is spread over the packs that pass it, and the cheapest flow found anew.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.options import Option
from logistics.planning.allocation.parts import Parts, unit_pence
from logistics.planning.allocation.problem import Listing

ROUNDS = 16
IntArray = NDArray[np.int64]
SCALE = 100  # costs in hundredths of a penny, so that a spread price keeps its size


class Pairing:
    """The lines that may be swapped: wanted product, pack for pack, local, nothing promised, any number of sellers."""

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
        self.network = self._network()

    @staticmethod
    def _is_free(option: Option) -> bool:
        is_local = isinstance(option.source, Listing) and not option.source.backup
        return is_local and option.tier == 0 and option.demand.most_sellers is None

    def _most(self, option: Option) -> int:
        return min(self.demand.get(option.demand.id, 0), self.supply.get(option.source.id, 0))

    def cheapest(self) -> Shares:
        """The best answer met; never dearer than the one it began with."""
        if not self.arcs:
            return self.best
        split = self.parts.options.problem.policy.split_pence * SCALE
        units = [unit_pence(self.parts.options.problem, arc) * SCALE for arc in self.arcs]
        pairs = [(arc.demand.kitchen_place, arc.seller) for arc in self.arcs]
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

    def _network(self) -> tuple[IntArray, IntArray, IntArray, IntArray, IntArray]:
        """Nodes and what each supplies, and each arc's tail, head and capacity."""
        nodes: dict[str, int] = {}
        supply = []
        for listing, packs in self.supply.items():
            nodes[f"listing {listing}"] = len(nodes)
            supply.append(packs)
        for demand, packs in self.demand.items():
            nodes[f"demand {demand}"] = len(nodes)
            supply.append(-packs)
        return (
            np.arange(len(nodes)),
            np.array(supply),
            np.array([nodes[f"listing {arc.source.id}"] for arc in self.arcs]),
            np.array([nodes[f"demand {arc.demand.id}"] for arc in self.arcs]),
            np.array([self._most(arc) for arc in self.arcs]),
        )

    def _flow(self, costs: list[int]) -> list[int]:
        nodes, supply, tails, heads, most = self.network
        network = min_cost_flow.SimpleMinCostFlow()
        network.set_nodes_supplies(nodes, supply)
        arcs = network.add_arcs_with_capacity_and_unit_cost(tails, heads, most, np.array(costs))
        network.solve()
        return [int(packs) for packs in network.flows(arcs)]

    def _shares(self, flow: list[int]) -> Shares:
        fills = {key: packs for key, packs in self.fixed.items() if packs}
        for arc, packs in zip(self.arcs, flow, strict=True):
            if packs:
                key = (arc.demand.id, arc.source.id)
                fills[key] = fills.get(key, 0) + packs
        return Shares(fills, self.best.inputs)
