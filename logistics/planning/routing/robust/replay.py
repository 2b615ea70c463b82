"""A plan driven many times on paper, with travel and service as long as they are on real mornings.

Knows nothing of how the plan was found. The van leaves as planned, drives on as soon as it is done, waits where a
window is not open yet, and serves late rather than never. Times are seconds from midnight, shares are permille.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.plan import Plan, Route, Task, Visit
from logistics.planning.routing.problem import Problem, TaskSpec, Vehicle

Times = NDArray[np.float64]
Bounds = tuple[tuple[int, int], ...]

MORNINGS = 200
FOREVER_S = 10**9


@dataclass(frozen=True, slots=True)
class Spread:
    """How far real times scatter around planned ones: standard deviations of lognormal factors, whose mean is 1.

    morning_permille  shared by all legs of a morning: weather and roads
    leg_permille      of each leg on its own
    service_permille  of each visit's service
    source            where the figures come from, for the people who read what follows from them
    """

    morning_permille: int
    leg_permille: int
    service_permille: int
    source: str


@dataclass(frozen=True, slots=True)
class Odds:
    """How one visit fared: `on_time` of `mornings` began inside its windows.

    begins_s  when service began, morning by morning in ascending order
    closes_s  end of the last window that its tasks have in common; None when any time will do
    """

    vehicle: str
    visit: int
    tasks: tuple[Task, ...]
    on_time: int
    mornings: int
    begins_s: tuple[int, ...]
    closes_s: int | None

    @property
    def permille(self) -> int:
        """Mornings on time in a thousand, rounded down: no visit is called safer than it is."""
        return self.on_time * 1000 // self.mornings

    def late_by_s(self, permille: int) -> int:
        """By how much earlier it would have to be, to be on time on so many mornings in a thousand."""
        if self.closes_s is None:
            return 0
        rank = max(1, ceil(permille * self.mornings / 1000))
        return max(0, self.begins_s[rank - 1] - self.closes_s)


@dataclass(frozen=True, slots=True)
class Demand:
    """Every visit on time on `permille` of a thousand mornings, as far as can be."""

    spread: Spread
    permille: int = 950
    mornings: int = MORNINGS


def replay(problem: Problem, plan: Plan, *, spread: Spread, seed: int, mornings: int = MORNINGS) -> tuple[Odds, ...]:
    """How every visit of every route fares, in the plan's order. The same seed gives the same mornings.

    A van's mornings do not depend on the other routes, so that plans can be compared.
    """
    shared = _factors(np.random.default_rng([seed, 0]), spread.morning_permille, (mornings,))
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    return tuple(
        odds
        for route in plan.routes
        for odds in _RouteReplay(problem, vehicles[route.vehicle], route).odds(spread, shared, seed)
    )


def _factors(rng: np.random.Generator, permille: int, shape: tuple[int, ...]) -> Times:
    """Lognormal factors of mean 1."""
    sigma = permille / 1000
    return np.exp(sigma * rng.standard_normal(shape) - sigma * sigma / 2)


def late_visits(odds: Iterable[Odds], permille: int) -> tuple[Odds, ...]:
    """The visits that are on time on fewer mornings than that."""
    return tuple(each for each in odds if each.on_time < ceil(permille * each.mornings / 1000))


class _RouteReplay:
    """One van's day, on all mornings at once."""

    def __init__(self, problem: Problem, vehicle: Vehicle, route: Route) -> None:
        self.vehicle, self.route = vehicle, route
        self.shipments = {shipment.id: shipment for shipment in problem.shipments}

    def odds(self, spread: Spread, shared: Times, seed: int) -> list[Odds]:
        """What became of each visit."""
        visits, mornings = self.route.visits, shared.size
        rng = np.random.default_rng([seed, 1, zlib.crc32(self.vehicle.id.encode())])
        legs = _factors(rng, spread.leg_permille, (len(visits), mornings)) * shared
        services = _factors(rng, spread.service_permille, (len(visits), mornings))
        clock = np.full(mornings, float(self.route.start_s))
        found = []
        for row, visit in enumerate(visits):
            bounds = self._bounds(visit)
            begin = np.rint(_begin(clock + visit.travel_s * legs[row], bounds))
            clock = begin + (visit.depart_s - visit.start_s - visit.break_s) * services[row] + visit.break_s
            found.append(self._odds_of(row, visit, bounds, begin))
        return found

    def _odds_of(self, row: int, visit: Visit, bounds: Bounds, begin: Times) -> Odds:
        inside = np.zeros(begin.size, dtype=bool)
        for opens_s, closes_s in bounds:
            inside |= (opens_s <= begin) & (begin <= closes_s)
        last_s = bounds[-1][1]
        return Odds(
            vehicle=self.vehicle.id,
            visit=row,
            tasks=visit.tasks,
            on_time=int(inside.sum()),
            mornings=begin.size,
            begins_s=tuple(np.sort(begin).astype(int).tolist()),
            closes_s=None if last_s >= FOREVER_S else last_s,
        )

    def _bounds(self, visit: Visit) -> Bounds:
        """The windows that the visit's tasks have in common, the planned start among them."""
        common: Bounds = ((0, FOREVER_S),)
        for task in visit.tasks:
            shipment = self.shipments[task.shipment]
            spec = shipment.pickup if task.kind == "pickup" else shipment.drop
            ready_s = shipment.ready_s if task.kind == "pickup" else 0
            common = _both(common, _windows(spec, ready_s))
        return common or ((visit.start_s, visit.start_s),)


def _windows(spec: TaskSpec, ready_s: int) -> Bounds:
    pairs = [(window.opens_s, window.closes_s) for window in spec.windows] or [(0, FOREVER_S)]
    return tuple(sorted((max(opens_s, ready_s), closes_s) for opens_s, closes_s in pairs if closes_s >= ready_s))


def _both(left: Bounds, right: Bounds) -> Bounds:
    shared = {(max(a, c), min(b, d)) for a, b in left for c, d in right}
    return tuple(sorted((opens_s, closes_s) for opens_s, closes_s in shared if opens_s <= closes_s))


def _begin(arrive: Times, bounds: Sequence[tuple[int, int]]) -> Times:
    """When service begins: in the first window that is not over, or at once when all are."""
    begin = arrive
    for opens_s, closes_s in reversed(bounds):
        begin = np.where(arrive <= closes_s, np.maximum(arrive, opens_s), begin)
    return begin
