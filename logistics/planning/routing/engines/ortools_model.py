"""A compiled problem written as an OR-Tools routing model: nodes, matrices, dimensions.

Knows nothing of searching. All travel, service and money goes in as registered matrices; no Python runs inside the
search. Every order of tasks that this model accepts, `schedule` accepts too: where tasks share a place, the model is
at most stricter.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled, Windows
from logistics.planning.routing.engines.ortools_stowage import add_kinds, add_walls
from logistics.planning.routing.lateness import due_s, has_price
from logistics.planning.routing.problem import NO_ROAD_S, IntMatrix

HOUR_UNITS = PENCE_UNITS // 3600


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


@dataclass(frozen=True, eq=False, slots=True)
class Model:
    """The model with the numbering needed to read its answers: task_of[node] is -1 for a start or end node."""

    routing: Any
    manager: Any
    task_of: list[int]
    node_of: dict[int, int]
    depot: Depot | None


def build(compiled: Compiled, shipments: list[int]) -> Model:
    """Model these shipments; the others do not exist for it."""
    depot = find_depot(compiled, shipments)
    ends = sorted({*compiled.start, *compiled.end})
    hidden = {2 * s + depot.side for s in depot.shipments} if depot else set()
    tasks = [task for s in shipments for task in (2 * s, 2 * s + 1) if task not in hidden]
    row = {place: node for node, place in enumerate(ends)}
    manager = pywrapcp.RoutingIndexManager(
        len(ends) + len(tasks),
        len(compiled.vehicles),
        [row[place] for place in compiled.start],
        [row[place] for place in compiled.end],
    )
    routing = pywrapcp.RoutingModel(manager)
    task_of = [-1] * len(ends) + tasks
    node_of = {task: node for node, task in enumerate(task_of) if task >= 0}
    model = Model(routing, manager, task_of, node_of, depot)
    places = np.array(ends + [compiled.place[task] for task in tasks])
    _add_travel(compiled, model, places)
    _add_loads(compiled, model)
    add_kinds(compiled, model)
    add_walls(compiled, model)
    _add_shipments(compiled, model, shipments)
    _add_windows(compiled, model)
    if depot is not None:
        _add_depot_time(compiled, model, depot, everything=len(depot.shipments) == len(shipments))
    return model


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


def _add_travel(compiled: Compiled, model: Model, places: IntMatrix) -> None:
    """Time with service, driving time and money, one matrix for each kind of van."""
    routing, task_of = model.routing, model.task_of
    service_s = _service(compiled, task_of, places)
    horizon_s = max(vehicle.latest_s for vehicle in compiled.vehicles)
    square = np.ix_(places, places)
    made: dict[tuple[object, ...], tuple[int, int]] = {}
    registered: list[tuple[int, int]] = []
    for van, vehicle in enumerate(compiled.vehicles):
        money = (vehicle.cost_per_km_pence, vehicle.cost_per_hour_pence)
        moved = _moved(compiled, van, task_of)
        key = (
            *(compiled.start[van], compiled.end[van], vehicle.speed_permille, *money, vehicle.reloads > 0),
            moved.tobytes(),
        )
        if key not in made:
            clock_s = compiled.travel_array[van][square] + service_s
            cost = compiled.leg_cost[van][square] + service_s * vehicle.cost_per_hour_pence * HOUR_UNITS + moved
            if not vehicle.reloads:
                clock_s = np.where(_returns(compiled, van, task_of, places), NO_ROAD_S, clock_s)
            made[key] = (
                routing.RegisterTransitMatrix(clock_s.tolist()),
                routing.RegisterTransitMatrix(cost.tolist()),
            )
        registered.append(made[key])
        routing.SetArcCostEvaluatorOfVehicle(made[key][1], van)
        routing.SetFixedCostOfVehicle(vehicle.cost_fixed_pence * PENCE_UNITS, van)
    routing.AddDimensionWithVehicleTransits([clock for clock, _ in registered], horizon_s, horizon_s, False, "time")
    _add_limits(compiled, model, places)


def _moved(compiled: Compiled, van: int, task_of: list[int]) -> IntMatrix:
    """The price of calling at each node in this van: paid at the drop, or at the pickup where the drop has no node."""
    nodes = set(task_of)
    pays = [task if task % 2 or task + 1 not in nodes else -1 for task in task_of]
    return np.array([compiled.moved_pence[task // 2, van] * PENCE_UNITS if task >= 0 else 0 for task in pays])


def _add_limits(compiled: Compiled, model: Model, places: IntMatrix) -> None:
    """Driving limits and counted reloads, where any van has them."""
    routing, square = model.routing, np.ix_(places, places)
    if any(vehicle.restless_limit_s is not None for vehicle in compiled.vehicles):
        limits = [
            vehicle.latest_s if (limit := vehicle.restless_limit_s) is None else limit for vehicle in compiled.vehicles
        ]
        driving = [routing.RegisterTransitMatrix(matrix[square].tolist()) for matrix in compiled.travel_array]
        routing.AddDimensionWithVehicleTransitAndCapacity(driving, 0, limits, True, "driving")
    if any(vehicle.reloads for vehicle in compiled.vehicles):
        returns = [
            routing.RegisterTransitMatrix(_returns(compiled, van, model.task_of, places).astype(int).tolist())
            for van in range(len(compiled.vehicles))
        ]
        allowed = [vehicle.reloads for vehicle in compiled.vehicles]
        routing.AddDimensionWithVehicleTransitAndCapacity(returns, 0, allowed, True, "reloads")


def _service(compiled: Compiled, task_of: list[int], places: IntMatrix) -> IntMatrix:
    """Service time paid when leaving node i for node j: the fixed part only when the visit ends there."""
    goods = np.array([compiled.goods_s[task] if task >= 0 else 0 for task in task_of])
    fixed = np.array([compiled.fixed_s[task] if task >= 0 else 0 for task in task_of])
    numbers: dict[Windows, int] = {}
    windows = np.array(
        [numbers.setdefault(compiled.windows[task], len(numbers)) if task >= 0 else -1 for task in task_of]
    )
    is_task = windows >= 0
    same_visit = (places[:, None] == places[None, :]) & (windows[:, None] == windows[None, :]) & is_task[None, :]
    rest = np.maximum(fixed[:, None] - fixed[None, :], 0)
    return np.asarray(goods[:, None] + np.where(same_visit, rest, fixed[:, None]))


def _returns(compiled: Compiled, van: int, task_of: list[int], places: IntMatrix) -> IntMatrix:
    """Legs that make the van call at its start place in mid-route: into a pickup there from elsewhere, into a drop
    there when the route does not end there, or else out of a drop there to elsewhere."""
    task = np.array(task_of)
    at_start = places == compiled.start[van]
    loads, unloads = (task >= 0) & (task % 2 == 0) & at_start, (task >= 0) & (task % 2 == 1) & at_start
    depot = (task < 0) & at_start
    back_to_load = loads[None, :] & ~(depot | loads)[:, None]
    if compiled.start[van] != compiled.end[van]:
        return np.asarray(back_to_load | unloads[None, :])
    return np.asarray(back_to_load | (unloads[:, None] & ~(depot | unloads)[None, :]))


def _add_loads(compiled: Compiled, model: Model) -> None:
    """One dimension per capacity. Goods loaded at the depot are on board from the start, so the van must end empty."""
    routing, depot = model.routing, model.depot
    loaded_at_start = depot is not None and depot.side == 0
    for number, dimension in enumerate(compiled.problem.dimensions):
        change = [compiled.load[task][number] if task >= 0 else 0 for task in model.task_of]
        capacity = [vehicle.capacity[number] for vehicle in compiled.vehicles]
        evaluator = routing.RegisterUnaryTransitVector(change)
        routing.AddDimensionWithVehicleCapacity(evaluator, 0, capacity, not loaded_at_start, dimension.name)
        if loaded_at_start:
            load = routing.GetDimensionOrDie(dimension.name)
            for van in range(len(compiled.vehicles)):
                load.CumulVar(routing.End(van)).SetMax(0)


def _add_shipments(compiled: Compiled, model: Model, shipments: list[int]) -> None:
    """Pairs, the vans that may take them, and the price of leaving them."""
    routing, solver = model.routing, model.routing.solver()
    time = routing.GetDimensionOrDie("time")
    everyone = len(compiled.vehicles)  # SetAllowedVehiclesForIndex does not take a list in OR-Tools 9.15
    for shipment in shipments:
        nodes = [model.node_of[task] for task in (2 * shipment, 2 * shipment + 1) if task in model.node_of]
        indices = [model.manager.NodeToIndex(node) for node in nodes]
        penalty = compiled.shipments[shipment].penalty_pence * PENCE_UNITS
        for index, price in zip(indices, (penalty, 0), strict=False):
            routing.AddDisjunction([index], price)
            if len(compiled.allowed[shipment]) < everyone:
                routing.VehicleVar(index).SetValues([-1, *compiled.allowed[shipment]])
        if len(indices) == 2:
            pickup, drop = indices
            routing.AddPickupAndDelivery(pickup, drop)
            solver.Add(routing.VehicleVar(pickup) == routing.VehicleVar(drop))
            solver.Add(time.CumulVar(pickup) <= time.CumulVar(drop))
            if shipment in compiled.rides:
                served_s = compiled.fixed_s[2 * shipment] + compiled.goods_s[2 * shipment]
                solver.Add(time.CumulVar(drop) <= time.CumulVar(pickup) + served_s + compiled.rides[shipment])


def _add_windows(compiled: Compiled, model: Model) -> None:
    """Shifts, and the windows of every task with the gaps between them."""
    routing, manager = model.routing, model.manager
    time = routing.GetDimensionOrDie("time")
    for van, vehicle in enumerate(compiled.vehicles):
        time.CumulVar(routing.Start(van)).SetRange(vehicle.earliest_s, vehicle.latest_s)
        time.CumulVar(routing.End(van)).SetRange(vehicle.earliest_s, vehicle.latest_s)
        time.SetSlackCostCoefficientForVehicle(vehicle.cost_per_hour_pence * HOUR_UNITS, van)
        routing.AddVariableMaximizedByFinalizer(time.CumulVar(routing.Start(van)))
        routing.AddVariableMinimizedByFinalizer(time.CumulVar(routing.End(van)))
    horizon_s = max(vehicle.latest_s for vehicle in compiled.vehicles)
    for task, node in model.node_of.items():
        windows = compiled.windows[task]
        cumul = time.CumulVar(manager.NodeToIndex(node))
        cumul.SetRange(min(windows[0][0], horizon_s), min(windows[-1][1], horizon_s))
        for (_, closes_s), (opens_s, _) in pairwise(windows):
            if closes_s + 1 <= opens_s - 1:
                cumul.RemoveInterval(closes_s + 1, opens_s - 1)
        index, spec = manager.NodeToIndex(node), compiled.spec(task)
        known = compiled.shipments[task // 2].known
        if has_price(spec):
            time.SetCumulVarSoftUpperBound(index, due_s(spec), spec.late_minute_pence * (PENCE_UNITS // 60))
        elif task % 2 and known is not None and known.drop_s is not None and known.minute_pence:
            time.SetCumulVarSoftLowerBound(index, known.drop_s, known.minute_pence * (PENCE_UNITS // 60))
            time.SetCumulVarSoftUpperBound(index, known.drop_s, known.minute_pence * (PENCE_UNITS // 60))


def _add_depot_time(compiled: Compiled, model: Model, depot: Depot, *, everything: bool) -> None:
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
