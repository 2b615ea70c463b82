"""The depot that all vans share, in the OR-Tools model: which ends of shipments need no node, and what they take there.

Knows nothing of the way between places, nor of searching.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.lateness import has_price


@dataclass(frozen=True, slots=True)
class Depot:
    """Shipments whose end at the depot needs no node: all loaded before leaving it, or all dropped on returning.

    side       0: pickups at the start; 1: drops at the end
    """

    side: int
    shipments: frozenset[int]
    opens_s: int
    closes_s: int
    fixed_s: int


def find_depot(compiled: Compiled, shipments: list[int]) -> Depot | None:
    """The side of the day that all vans share, if they do: it turns pairs of stops into single stops.

    Exact, because a van without reloads can only load at its start place before it leaves, and only drop there when it
    comes back for good.
    """
    if any(vehicle.reloads for vehicle in compiled.vehicles):
        return None
    found: list[tuple[int, Depot]] = []
    for side, depots in enumerate((compiled.start, compiled.end)):
        if len(set(depots)) > 1 or (side == 1 and compiled.start != compiled.end):
            continue
        here = [
            s
            for s in shipments
            if compiled.place[2 * s + side] == depots[0] and not _needs_both_nodes(compiled, s, side)
        ]
        alike = Counter(compiled.windows[2 * s + side] for s in here)
        for windows, count in alike.most_common(1):
            if len(windows) == 1:
                group = frozenset(s for s in here if compiled.windows[2 * s + side] == windows)
                fixed_s = max(compiled.fixed_s[2 * s + side] for s in group)
                found.append((count, Depot(side, group, *windows[0], fixed_s)))
    return max(found, key=lambda pair: (pair[0], -pair[1].side), default=(0, None))[1]


def _needs_both_nodes(compiled: Compiled, shipment: int, side: int) -> bool:
    """Whether something binds the shipment's end at the depot that only a node of its own can say."""
    kinds = {kind for pair in compiled.problem.never_together for kind in (pair.one, pair.other)}
    is_priced = has_price(compiled.spec(2 * shipment + side))
    return is_priced or shipment in compiled.rides or compiled.shipments[shipment].kind in kinds


def add_depot_time(compiled: Compiled, model: Any, depot: Depot, *, everything: bool) -> None:
    """Loading before the van leaves, or unloading after it is back, as long as its goods take."""
    routing, solver = model.routing, model.routing.solver()
    handled = [
        (compiled.goods_s[task ^ 1], 1) if task >= 0 and task // 2 in depot.shipments else (0, 0)
        for task in model.task_of
    ]
    big = sum(goods for goods, _ in handled)
    routing.AddDimension(routing.RegisterUnaryTransitVector([g for g, _ in handled]), 0, big, True, "handling")
    if not everything:
        count = routing.RegisterUnaryTransitVector([one for _, one in handled])
        routing.AddDimension(count, 0, len(handled), True, "handled")
    time, handling = routing.GetDimensionOrDie("time"), routing.GetDimensionOrDie("handling")
    for van, vehicle in enumerate(compiled.vehicles):
        end = routing.End(van)
        used = 1 if everything else routing.GetDimensionOrDie("handled").CumulVar(end) >= 1
        if depot.side == 0:
            begins_s = max(vehicle.earliest_s, depot.opens_s) + depot.fixed_s
            solver.Add(time.CumulVar(routing.Start(van)) >= handling.CumulVar(end) + used * begins_s)
        else:
            solver.Add(time.CumulVar(end) + handling.CumulVar(end) + used * depot.fixed_s <= vehicle.latest_s)
            solver.Add(time.CumulVar(end) >= used * depot.opens_s)
            spare_s = max(0, vehicle.latest_s - depot.closes_s)
            solver.Add(time.CumulVar(end) + used * spare_s <= vehicle.latest_s)
