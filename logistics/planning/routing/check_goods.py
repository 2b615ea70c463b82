"""The judge's aide for what is on board of one van: room, pairs in order, kinds apart, the wall, and time aboard."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from logistics.planning.routing.plan import Route, Visit
from logistics.planning.routing.problem import Problem, Vehicle


class GoodsJudge:
    """Follows the goods of one route through every single task."""

    def __init__(self, problem: Problem, vehicle: Vehicle, route: Route) -> None:
        self.problem, self.vehicle, self.route = problem, vehicle, route
        self.shipments = {shipment.id: shipment for shipment in problem.shipments}

    def faults(self) -> Iterator[str]:
        """What is wrong on board, one sentence each."""
        yield from self._load_faults()
        yield from self._ride_faults()

    def _load_faults(self) -> Iterator[str]:
        """Capacity after every single task, pickup before drop, nothing left on board."""
        aboard: set[str] = set()
        most = (0, 0)
        for visit in self.route.visits:
            for task in visit.tasks:
                if task.shipment not in self.shipments:
                    continue
                if task.kind == "pickup":
                    aboard.add(task.shipment)
                elif task.shipment in aboard:
                    aboard.remove(task.shipment)
                else:
                    yield f"drops {task.shipment} at {visit.location} without having it on board"
                yield from self._overloads(aboard, visit)
                yield from self._meetings(aboard, visit)
                here = self._sides(aboard)
                most = max(most[0], here[0]), max(most[1], here[1])
            if visit.loads_after != self._loads(aboard):
                yield f"leaves {visit.location} with {self._loads(aboard)}, not {visit.loads_after}"
        if aboard:
            yield f"comes home with {', '.join(sorted(aboard))} on board"
        yield from self._wall_faults(*most)

    def _ride_faults(self) -> Iterator[str]:
        """From the end of service at the pickup, a break behind it not counted, to the start of service at the drop."""
        fetched = {
            task.shipment: visit.depart_s - visit.break_s
            for visit in self.route.visits
            for task in visit.tasks
            if task.kind == "pickup"
        }
        for visit in self.route.visits:
            for name in [task.shipment for task in visit.tasks if task.kind == "drop" and task.shipment in fetched]:
                most_s = self.shipments[name].max_ride_s if name in self.shipments else None
                if most_s is not None and visit.start_s - fetched[name] > most_s:
                    yield f"has {name} on board for {visit.start_s - fetched[name]} s, {most_s} s are allowed"

    def _loads(self, aboard: set[str]) -> tuple[int, ...]:
        count = len(self.problem.dimensions)
        return tuple(sum(self.shipments[name].loads[number] for name in aboard) for number in range(count))

    def _overloads(self, aboard: set[str], visit: Visit) -> Iterator[str]:
        loads = zip(self.problem.dimensions, self._loads(aboard), self.vehicle.capacity, strict=True)
        for dimension, load, capacity in loads:
            if load > capacity:
                yield f"carries {load} {dimension.unit} of {dimension.name} at {visit.location}, not at most {capacity}"

    def _meetings(self, aboard: set[str], visit: Visit) -> Iterator[str]:
        kinds = {self.shipments[name].kind for name in aboard}
        for pair in self.problem.never_together:
            if {pair.one, pair.other} <= kinds:
                yield f"carries {pair.one} and {pair.other} together at {visit.location}"

    def _sides(self, aboard: set[str]) -> tuple[int, int]:
        """What is on board of the wall's class, and of all others, in its dimension."""
        wall = self.vehicle.wall
        if wall is None:
            return 0, 0
        inside = {name for name in aboard if self.shipments[name].temperature_class == wall.temperature_class}
        return self._loads(inside)[wall.dimension], self._loads(aboard - inside)[wall.dimension]

    def _wall_faults(self, inside: int, outside: int) -> Iterator[str]:
        """No place of the wall, in whole steps, leaves room on both sides all the way."""
        wall = self.vehicle.wall
        if wall is None:
            return
        nearest = ceil(Fraction(inside, wall.step)) * wall.step
        if self.vehicle.capacity[wall.dimension] - nearest < outside:
            goods = f"{inside} {wall.temperature_class} and {outside} other"
            yield f"carries {goods}; no place of its wall has room for both"
