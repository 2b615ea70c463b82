"""What a leg takes and costs, as matrices of the OR-Tools model: time with service, driving, reloads, money.

Knows nothing of what is on board, nor of windows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled, Windows
from logistics.planning.routing.problem import NO_ROAD_S, IntMatrix

HOUR_UNITS = PENCE_UNITS // 3600


def add_travel(compiled: Compiled, model: Any, places: IntMatrix) -> None:
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


def _add_limits(compiled: Compiled, model: Any, places: IntMatrix) -> None:
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
