"""A compiled problem written as an OR-Tools routing model: nodes, matrices, dimensions.

Knows nothing of searching. All travel, service and money goes in as registered matrices; no Python runs inside the
search. Every order of tasks that this model accepts, `schedule` accepts too: where tasks share a place, the model is
at most stricter.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.constraint_solver import pywrapcp

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled
from logistics.planning.routing.engines.ortools_depot import Depot, add_depot_time, find_depot
from logistics.planning.routing.engines.ortools_stowage import add_kinds, add_walls
from logistics.planning.routing.engines.ortools_travel import HOUR_UNITS, add_travel
from logistics.planning.routing.lateness import due_s, has_price


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
    add_travel(compiled, model, places)
    _add_loads(compiled, model)
    add_kinds(compiled, model)
    add_walls(compiled, model)
    _add_shipments(compiled, model, shipments)
    _add_windows(compiled, model)
    if depot is not None:
        add_depot_time(compiled, model, depot, everything=len(depot.shipments) == len(shipments))
    return model


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
