"""PyVRP as a yardstick: the compiled problem in its words, its best solution as the order of tasks of each van.

Nothing of the product needs it, so it is imported when asked for: `pip install pyvrp` beside the project.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from logistics.planning.benchmark.peers import CannotRace, kinds, loaded_at_the_start, service_s, window
from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Sequences

#: Room of a van for goods that it may carry; one that may not has none.
ANY_NUMBER = 1_000_000


def search(compiled: Compiled, *, is_over: Callable[[], bool], seed: int) -> Sequences:
    """Search until it is over. Without a complete plan every van stays empty. Raises `CannotRace`."""
    try:
        import pyvrp  # type: ignore[import-not-found,unused-ignore]
    except ImportError as missing:
        raise CannotRace("PyVRP is not installed: pip install pyvrp") from missing
    if any(van.cost_per_hour_pence or van.reloads for van in compiled.vehicles):
        raise CannotRace("PyVRP is raced on fixed costs and distance alone, without reloads")
    data = _data(pyvrp, compiled)
    found = pyvrp.solve(data, stop=lambda _: is_over(), seed=seed, collect_stats=False, display=False).best
    sequences: Sequences = [[] for _ in compiled.vehicles]
    if not found.is_feasible():
        return sequences
    free = [iter(vans) for vans in kinds(compiled)]
    clients = loaded_at_the_start(compiled)
    pairs = [s for s in range(len(compiled.shipments)) if s not in set(clients)]
    for route in found.routes():
        tasks = sequences[next(free[route.vehicle_type()])]
        for activity in route:
            if activity.is_client():
                tasks[:0] = [2 * clients[activity.idx]]
                tasks.append(2 * clients[activity.idx] + 1)
            elif activity.is_shipment():
                tasks.append(2 * pairs[activity.idx] + int(activity.is_delivery()))
    return sequences


def _data(pyvrp: Any, compiled: Compiled) -> Any:
    alike = kinds(compiled)
    vans = [compiled.vehicles[kind[0]] for kind in alike]
    classes = sorted(set().union(*(van.classes for van in vans)))
    unit = math.gcd(*(van.cost_fixed_pence * 1000 for van in vans), *(van.cost_per_km_pence for van in vans))
    depots = sorted({*compiled.start, *compiled.end})

    def loads(shipment: int) -> list[int]:
        of_class = [int(compiled.shipments[shipment].temperature_class == name) for name in classes]
        return [*compiled.shipments[shipment].loads, *of_class]

    clients = loaded_at_the_start(compiled)
    pairs = [s for s in range(len(compiled.shipments)) if s not in set(clients)]
    matrix = compiled.problem.travel
    return pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in range(len(matrix.distance_m))],
        [
            pyvrp.Client(
                compiled.place[2 * s + 1], loads(s), [], service_s(compiled, 2 * s + 1), *window(compiled, 2 * s + 1)
            )
            for s in clients
        ],
        [pyvrp.Depot(place) for place in depots],
        [
            pyvrp.VehicleType(
                num_available=len(kind),
                capacity=[*van.capacity, *(ANY_NUMBER * (name in van.classes) for name in classes)],
                start_depot=depots.index(compiled.start[kind[0]]),
                end_depot=depots.index(compiled.end[kind[0]]),
                fixed_cost=van.cost_fixed_pence * 1000 // unit,
                tw_early=van.earliest_s,
                tw_late=van.latest_s,
                unit_distance_cost=van.cost_per_km_pence // unit,
            )
            for kind, van in zip(alike, vans, strict=True)
        ],
        [matrix.distance_m.astype(np.int64)],
        [compiled.travel_array[0].astype(np.int64)],
        [],
        [
            pyvrp.Shipment(
                compiled.place[2 * s],
                compiled.place[2 * s + 1],
                *window(compiled, 2 * s),
                service_s(compiled, 2 * s),
                *window(compiled, 2 * s + 1),
                service_s(compiled, 2 * s + 1),
                loads(s),
            )
            for s in pairs
        ],
    )
