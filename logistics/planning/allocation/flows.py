"""Shares as cheapest flows: what a level of shares can come down to, and an answer that does where minimums allow.

Where one pack is one pack all the way (no fall-back of several packs, no processor, one pack size for each sharer), a
level of shares is a flow with convex costs: each further pack of a sharer is an arc of its own, dearer than the one
before (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 14). Minimums, pickups and classes are left out: they
only make it more. So do bounds on sellers, of which only what each kitchen can have at most is kept; the fills are
then of a second flow, through those doors alone that the answer has open already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from ortools.graph.python import min_cost_flow

from logistics.planning.allocation.few_at_most import least_unfair, most_packs
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.problem import Listing
from logistics.planning.allocation.sides import Sides

START, END = 0, 1


@dataclass(frozen=True, slots=True)
class Flow:
    """A bound that no answer of the level beats, and the fills that reach `cost` where nothing left out stands against:
    the bound itself, unless kitchens take few sellers.
    """

    bound: int
    cost: int
    shares: Shares


class Network:
    """Arcs between named nodes; `paths` remembers which arc carries which pair of demand and source."""

    def __init__(self) -> None:
        self.flow = min_cost_flow.SimpleMinCostFlow()
        self.nodes: dict[str, int] = {}
        self.paths: list[tuple[int, tuple[str, str]]] = []

    def node(self, name: str) -> int:
        """The node's number."""
        return self.nodes.setdefault(name, len(self.nodes) + 2)

    def pass_on(self, tail: int, head: int, most: int, cost: int = 0) -> int:
        """An arc that carries at most so many packs at a cost for each."""
        return int(self.flow.add_arc_with_capacity_and_unit_cost(tail, head, most, cost))

    def columns(self, tail: int, head: int, sharer: Sharer, most: int) -> None:
        """An arc for every further pack of the sharer, who can have at most so many."""
        costs = [sharer.cost(at * sharer.step_base) for at in range(min(most, sharer.steps) + 1)]
        for before, after in pairwise(costs):
            self.pass_on(tail, head, 1, after - before)

    def cheapest(self, packs: int) -> Flow | None:
        """The cheapest way of so many packs from start to end; None where they do not pass."""
        self.flow.set_node_supply(START, packs)
        self.flow.set_node_supply(END, -packs)
        if self.flow.solve() != self.flow.OPTIMAL:
            return None
        fills = {pair: int(self.flow.flow(arc)) for arc, pair in self.paths}
        cost = int(self.flow.optimal_cost())
        return Flow(cost, cost, Shares({pair: each for pair, each in fills.items() if each}))


class ShareFlows:
    """The levels of shares of one problem as flows; `is_exact` tells whether they are flows at all."""

    def __init__(self, parts: Parts, sides: Sides) -> None:
        self.parts = parts
        self.sides = sides
        self.options = list(parts.option.values())
        self.kitchen_of = {name: each for each in sides.kitchens for name in each.members}
        self.seller_of = {name: each for each in sides.growers for name in each.members}
        self.is_exact = not parts.promises.kept and self._is_flow()

    def _is_flow(self) -> bool:
        demands, listings = self.parts.options.demands, self.parts.options.listings
        if any(option.ratio != 1 or option.is_processed for option in self.options):
            return False
        if any(demands[name].pack_base != each.step_base for each in self.sides.kitchens for name in each.members):
            return False
        return all(listings[name].pack_base == each.step_base for each in self.sides.growers for name in each.members)

    def of_kitchens(self, shares: Shares, claim: int) -> Flow | None:
        """The fairest shares of one claim, when earlier claims keep what each kitchen has and no less is filled."""
        wide = self._kitchens(shares, claim, lambda _: True)
        if wide is None or not self.sides.has_few_sellers:
            return wide
        narrow = self._kitchens(shares, claim, self._is_open(shares))
        return narrow and replace(narrow, bound=wide.bound)

    def _kitchens(self, shares: Shares, claim: int, is_open: Callable[[Option], bool]) -> Flow | None:
        network = Network()
        filled, problem = self.parts.filled(shares), self.parts.options.problem
        settled = 0
        for base, each in self.parts.given(shares, self.sides.kitchens):
            steps, at = base // each.step_base, int(each.key[0])
            node = network.node(f"kitchen {each.key}")
            if at < claim:
                network.pass_on(node, END, steps)
                settled += steps
            elif at == claim:
                most = each.most_sellers
                network.columns(node, END, each, each.steps if most is None else self._most(each, most))
        wanted = sum(each.packs for each in problem.demands if each.claim == claim)
        reached = sum(filled[each.id] for each in problem.demands if each.claim == claim)
        served = (each for each in self.options if each.demand.claim <= claim and is_open(each))
        self._sell(network, served, has_columns=False)
        network.pass_on(START, END, wanted - reached)
        return network.cheapest(settled + wanted)

    def _most(self, kitchen: Sharer, most_sellers: int) -> int:
        return most_packs(self.parts, kitchen.members, most_sellers)

    def of_growers(self, shares: Shares) -> Flow | None:
        """The fairest sales, when every kitchen keeps what it has."""
        wide = self._growers(shares, lambda _: True)
        if wide is None or not self.sides.has_few_sellers:
            return wide
        narrow = self._growers(shares, self._is_open(shares))
        alone = least_unfair(self.parts, self._usable(shares), self._steps(shares), self.seller_of)
        return narrow and replace(narrow, bound=max(wide.bound, alone))

    def _is_open(self, shares: Shares) -> Callable[[Option], bool]:
        """Whether a seller comes to the kitchen's door in these shares already, or the kitchen takes any number."""
        pairs = {
            (self.kitchen_of[demand].key, self.parts.option[demand, source].seller)
            for (demand, source), packs in shares.fills.items()
            if packs
        }

        def is_open(option: Option) -> bool:
            kitchen = self.kitchen_of[option.demand.id]
            return kitchen.most_sellers is None or (kitchen.key, option.seller) in pairs

        return is_open

    def _steps(self, shares: Shares) -> list[tuple[int, Sharer]]:
        return [(base // each.step_base, each) for base, each in self.parts.given(shares, self.sides.kitchens)]

    def _usable(self, shares: Shares) -> list[Option]:
        """The pairs that may sell: no back-up where none was needed, no substitute where none was."""
        has_backup, has_substitute = self.parts.backup(shares) > 0, self.parts.substitutes(shares) > 0
        return [
            option
            for option in self.options
            if (has_substitute or not option.tier)
            and (has_backup or not (isinstance(option.source, Listing) and option.source.backup))
        ]

    def _growers(self, shares: Shares, is_open: Callable[[Option], bool]) -> Flow | None:
        network = Network()
        packs = 0
        for steps, each in self._steps(shares):
            network.pass_on(network.node(f"kitchen {each.key}"), END, steps)
            packs += steps
        self._sell(network, filter(is_open, self._usable(shares)), has_columns=True)
        return network.cheapest(packs)

    def _sell(self, network: Network, options: Iterable[Option], *, has_columns: bool) -> None:
        """Arcs from the start through sellers, lots and listings to the kitchens, for these pairs."""
        seen: set[str] = set()
        for option in options:
            listing, demand = option.source, option.demand
            if not isinstance(listing, Listing):
                continue
            node = network.node(f"listing {listing.id}")
            if listing.id not in seen:
                seen.add(listing.id)
                held = min(listing.packs, self.parts.lots[listing.lot] // listing.pack_base)
                most = held if listing.minimum_packs <= held else 0
                network.pass_on(self._seller(network, listing, seen, has_columns=has_columns), node, most)
            want = network.node(f"demand {demand.id}")
            if demand.id not in seen:
                seen.add(demand.id)
                network.pass_on(want, network.node(f"kitchen {self.kitchen_of[demand.id].key}"), demand.packs)
            network.paths.append((network.pass_on(node, want, demand.packs), (demand.id, listing.id)))

    def _seller(self, network: Network, listing: Listing, seen: set[str], *, has_columns: bool) -> int:
        sharer = self.seller_of.get(listing.id)
        if not has_columns or sharer is None:
            return START
        name = f"seller {sharer.key}"
        node = network.node(name)
        if name not in seen:
            seen.add(name)
            network.columns(START, node, sharer, sharer.steps)
        return node
