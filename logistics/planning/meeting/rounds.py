"""The vans' rounds of one answer: what they cost, how far they go, and which farm is far out of their way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from logistics.planning.allocation.allocation import Allocation
from logistics.planning.routing.plan import Plan, Route
from logistics.planning.routing.problem import Problem


@dataclass(frozen=True)
class Rounds:
    """The routing question and the judged plan of each date on which vans go out."""

    dates: tuple[tuple[Problem, Plan], ...]

    @property
    def pence(self) -> int:
        """What they cost, with the prices of what stays behind."""
        return sum(plan.objective_pence for _, plan in self.dates)

    @property
    def distance_m(self) -> int:
        """Metres driven."""
        return sum(plan.distance_m for _, plan in self.dates)

    @property
    def unserved(self) -> int:
        """Shipments that no van takes."""
        return sum(len(plan.unserved) for _, plan in self.dates)

    def detours(self) -> dict[str, int]:
        """Metres that the rounds would save without each place where they fetch something."""
        found: dict[str, int] = defaultdict(int)
        for problem, plan in self.dates:
            for route in plan.routes:
                for place, metres in _detours(problem, route):
                    found[place] += metres
        return found


Router = Callable[[Allocation], Rounds]


def _detours(problem: Problem, route: Route) -> list[tuple[str, int]]:
    (van,) = (each for each in problem.vehicles if each.id == route.vehicle)
    row, metres = problem.location_index, problem.travel.distance_m
    stops = [van.start, *(visit.location for visit in route.visits), van.end]
    found = []
    for before, visit, after in zip(stops[:-2], route.visits, stops[2:], strict=True):
        if any(task.kind == "pickup" for task in visit.tasks):
            at = row[visit.location]
            there = int(metres[row[before], at]) + int(metres[at, row[after]])
            found.append((visit.location, there - int(metres[row[before], row[after]])))
    return found
