"""A problem turned into numbered lists, so that engines index where people name.

Shipment s has task 2s (its pickup) and task 2s + 1 (its drop). Knows nothing of searching.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from logistics.planning.routing.changes import moved_pence
from logistics.planning.routing.lateness import due_s, task_spec
from logistics.planning.routing.problem import (
    IntMatrix,
    Problem,
    Shipment,
    TaskSpec,
    Vehicle,
)

ALWAYS = 10**9  # closes after every shift
PENCE_UNITS = 3_600_000  # engine money: the unit in which a metre and a second both cost a whole number

Windows = tuple[tuple[int, int], ...]


@dataclass(frozen=True, eq=False, slots=True)
class Compiled:
    """Index form of one problem; see the module for task numbers.

    place[t], windows[t], fixed_s[t], goods_s[t], load[t]   by task; loads are signed; a task without windows that
                                                            can be kept has an empty tuple
    start[v], end[v], travel_s[v][a][b]                     by van; travel at the van's own speed
    leg_cost[v][a, b]                                       money of driving a leg, in 1 / PENCE_UNITS pence
    allowed[s]                                              vans that can carry the shipment on its own
    moved_pence[s, v]                                       price of the shipment in a van other than the known one
    rides[s]                                                most seconds on board, for shipments that have a limit
    late_tasks                                              tasks that may begin late
    opens_array[t], closes_array[t]                         start of the task's first window, end of its last
    """

    problem: Problem
    place: list[int]
    windows: list[Windows]
    fixed_s: list[int]
    goods_s: list[int]
    load: list[tuple[int, ...]]
    start: list[int]
    end: list[int]
    travel_s: list[list[list[int]]]
    travel_array: list[IntMatrix]
    distance_m: list[list[int]]
    leg_cost: list[IntMatrix]
    allowed: list[list[int]]
    allowed_set: list[frozenset[int]]
    place_array: IntMatrix
    load_array: IntMatrix
    opens_array: IntMatrix
    closes_array: IntMatrix
    fixed_array: IntMatrix
    goods_array: IntMatrix
    capacity_array: IntMatrix
    moved_pence: IntMatrix
    rides: Mapping[int, int]
    late_tasks: frozenset[int]

    def spec(self, task: int) -> TaskSpec:
        """What the problem says of the task."""
        return task_spec(self.problem.shipments[task // 2], is_drop=task % 2 == 1)

    @property
    def vehicles(self) -> tuple[Vehicle, ...]:
        """The vans, v by v."""
        return self.problem.vehicles

    @property
    def shipments(self) -> tuple[Shipment, ...]:
        """The shipments, s by s."""
        return self.problem.shipments


def compile_problem(problem: Problem) -> Compiled:
    """Number everything once. The problem must be free of contradictions."""
    index = problem.location_index
    tasks = [
        task for shipment in problem.shipments for task in ((shipment.pickup, shipment.ready_s), (shipment.drop, 0))
    ]
    by_speed = {
        speed: scaled_travel_s(problem.travel.travel_s, speed)
        for speed in sorted({vehicle.speed_permille for vehicle in problem.vehicles})
    }
    lists = {speed: matrix.tolist() for speed, matrix in by_speed.items()}
    place = [index[spec.location] for spec, _ in tasks]
    windows = [usable_windows(spec, ready_s=ready_s) for spec, ready_s in tasks]
    load = [
        signed
        for shipment in problem.shipments
        for signed in (shipment.loads, tuple(-amount for amount in shipment.loads))
    ]
    allowed = [
        [v for v, vehicle in enumerate(problem.vehicles) if can_carry(vehicle, shipment)]
        for shipment in problem.shipments
    ]
    return Compiled(
        problem=problem,
        place=place,
        windows=windows,
        fixed_s=[spec.service_fixed_s for spec, _ in tasks],
        goods_s=[spec.service_goods_s for spec, _ in tasks],
        load=load,
        start=[index[vehicle.start] for vehicle in problem.vehicles],
        end=[index[vehicle.end] for vehicle in problem.vehicles],
        travel_s=[lists[vehicle.speed_permille] for vehicle in problem.vehicles],
        travel_array=[by_speed[vehicle.speed_permille] for vehicle in problem.vehicles],
        distance_m=problem.travel.distance_m.tolist(),
        leg_cost=_leg_costs(problem, by_speed),
        allowed=allowed,
        allowed_set=[frozenset(vans) for vans in allowed],
        place_array=np.array(place, dtype=np.int64),
        load_array=np.array(load, dtype=np.int64).reshape(len(load), len(problem.dimensions)),
        opens_array=np.array([pairs[0][0] if pairs else 0 for pairs in windows], dtype=np.int64),
        closes_array=np.array([pairs[-1][1] if pairs else -1 for pairs in windows], dtype=np.int64),
        fixed_array=np.array([spec.service_fixed_s for spec, _ in tasks], dtype=np.int64),
        goods_array=np.array([spec.service_goods_s for spec, _ in tasks], dtype=np.int64),
        capacity_array=np.array([vehicle.capacity for vehicle in problem.vehicles], dtype=np.int64),
        moved_pence=moved_pence(problem),
        late_tasks=frozenset(task for task, (spec, _) in enumerate(tasks) if spec.windows and spec.late_s),
        rides={s: most for s, each in enumerate(problem.shipments) if (most := each.max_ride_s) is not None},
    )


def scaled_travel_s(travel_s: IntMatrix, speed_permille: int) -> IntMatrix:
    """Seconds at a van's own speed, each leg rounded half-up."""
    return (2 * 1000 * travel_s.astype(np.int64) + speed_permille) // (2 * speed_permille)


def usable_windows(spec: TaskSpec, *, ready_s: int) -> Windows:
    """The task's windows as pairs in order, cut to what remains once the goods are ready; those that meet are one.

    The last one is longer by the seconds that service may begin late.
    """
    pairs = [(window.opens_s, window.closes_s) for window in spec.windows] or [(0, ALWAYS)]
    if spec.late_s:
        pairs.append((due_s(spec), due_s(spec) + spec.late_s))
    apart: list[tuple[int, int]] = []
    for opens_s, closes_s in sorted((max(opens, ready_s), closes) for opens, closes in pairs if closes >= ready_s):
        if apart and opens_s <= apart[-1][1] + 1:
            apart[-1] = (apart[-1][0], max(apart[-1][1], closes_s))
        else:
            apart.append((opens_s, closes_s))
    return tuple(apart)


def can_carry(vehicle: Vehicle, shipment: Shipment) -> bool:
    """Whether the van could take this shipment alone: class, skills and every load dimension."""
    return (
        shipment.temperature_class in vehicle.classes
        and shipment.skills <= vehicle.skills
        and all(
            load <= room for load, room in zip(shipment.loads, vehicle.room(shipment.temperature_class), strict=True)
        )
    )


def _leg_costs(problem: Problem, by_speed: Mapping[int, IntMatrix]) -> list[IntMatrix]:
    """One matrix per kind of tariff and speed, shared by the vans of that kind."""
    made: dict[tuple[int, int, int], IntMatrix] = {}
    for vehicle in problem.vehicles:
        kind = (
            vehicle.cost_per_km_pence,
            vehicle.cost_per_hour_pence,
            vehicle.speed_permille,
        )
        if kind not in made:
            made[kind] = problem.travel.distance_m.astype(np.int64) * vehicle.cost_per_km_pence * (
                PENCE_UNITS // 1000
            ) + by_speed[vehicle.speed_permille] * vehicle.cost_per_hour_pence * (PENCE_UNITS // 3600)
    return [
        made[
            (
                vehicle.cost_per_km_pence,
                vehicle.cost_per_hour_pence,
                vehicle.speed_permille,
            )
        ]
        for vehicle in problem.vehicles
    ]
