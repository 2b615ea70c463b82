"""How many wanted packs can be filled at all: a maximum flow from what is there to who may have it."""

from __future__ import annotations

from ortools.graph.python import max_flow

from logistics.planning.allocation.few_at_most import most_packs
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.problem import Listing


def least_unfilled(parts: Parts, shares: Shares, claim: int) -> int:
    """Wanted packs of this claim that stay unfilled whatever is done, when earlier claims keep what they have.

    Minimums, shared lots, yields and the further packs of a fall-back are left out: they only make it more. Of a bound
    on sellers, what each kitchen can have at most by it is kept.
    """
    demands = parts.options.problem.demands
    wanted = sum(each.packs for each in demands if each.claim == claim)
    filled = parts.filled(shares)
    earlier = sum(filled[each.id] for each in demands if each.claim < claim)
    return max(0, wanted + earlier - most_filled(parts, claim))


def most_filled(parts: Parts, claim: int) -> int:
    """Wanted packs that this claim and those before it can have together, at most."""
    network = max_flow.SimpleMaxFlow()
    start, end = 0, 1
    nodes: dict[str, int] = {}
    doors: dict[str, int] = {}
    for kitchen, (most_sellers, lines) in _few(parts, claim).items():
        nodes[f"kitchen {kitchen}"] = len(nodes) + 2
        doors |= dict.fromkeys(lines, nodes[f"kitchen {kitchen}"])
        network.add_arc_with_capacity(nodes[f"kitchen {kitchen}"], end, most_packs(parts, lines, most_sellers))
    for demand in parts.options.problem.demands:
        if demand.claim > claim:
            continue
        to = len(nodes) + 2
        nodes[f"demand {demand.id}"] = to
        network.add_arc_with_capacity(to, doors.get(demand.id, end), demand.packs)
        for option in parts.options.of[demand.id]:
            source = option.source
            name = f"source {source.id}"
            if isinstance(source, Listing):
                held = source.packs if source.minimum_packs <= source.packs else 0
            else:
                held = source.capacity_base // source.output_pack_base
            if name not in nodes:
                nodes[name] = len(nodes) + 2
                network.add_arc_with_capacity(start, nodes[name], held)
            network.add_arc_with_capacity(nodes[name], to, min(held, demand.packs))
    return int(network.optimal_flow()) if nodes and network.solve(start, end) == network.OPTIMAL else _all(parts, claim)


def _few(parts: Parts, claim: int) -> dict[tuple[int, str, str, str], tuple[int, list[str]]]:
    """The kitchens that take a product from few sellers only: from how many, and their lines for it."""
    found: dict[tuple[int, str, str, str], tuple[int, list[str]]] = {}
    for demand in parts.options.problem.demands:
        if demand.most_sellers is not None and demand.claim <= claim:
            kitchen = (demand.claim, demand.buyer, demand.kitchen_place, demand.product)
            found.setdefault(kitchen, (demand.most_sellers, []))[1].append(demand.id)
    return found


def _all(parts: Parts, claim: int) -> int:
    return sum(each.packs for each in parts.options.problem.demands if each.claim <= claim)
