"""Times a given order of tasks for one van: the only place where an engine's sequence becomes a timed route.

Knows nothing of which order is good. Windows bind the start of a visit's service; tasks in a row at one place share a
visit, and with it the fixed part of the service time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from logistics.planning.routing.compiled import Compiled, Windows
from logistics.planning.routing.plan import Cost, Route, Task, Visit


@dataclass(slots=True)
class Group:
    """Tasks done in one visit: the windows they have in common, and how long they take together."""

    place: int
    tasks: list[int]
    windows: Windows
    fixed_s: int
    goods_s: int

    @property
    def service_s(self) -> int:
        """Seconds from the start of service to leaving."""
        return self.fixed_s + self.goods_s


@dataclass(frozen=True, slots=True)
class Timing:
    """When a route starts and ends, and arrival and start of service at each visit."""

    start_s: int
    end_s: int
    arrive_s: list[int]
    serve_s: list[int]


def feasible_groups(compiled: Compiled, van: int, tasks: Sequence[int]) -> list[Group] | None:
    """The order cut into visits that keep every constraint, or None when it cannot be driven."""
    if not carries(compiled, van, tasks) or reloads(compiled, van, tasks) > compiled.vehicles[van].reloads:
        return None
    limit_s = compiled.vehicles[van].driving_limit_s
    if limit_s is not None and driving_s(compiled, van, tasks) > limit_s:
        return None
    groups = group_visits(compiled, tasks, share=True)
    if walk(compiled, van, groups, compiled.vehicles[van].earliest_s) is not None:
        return groups
    if len(groups) == len(tasks):
        return None
    groups = group_visits(compiled, tasks, share=False)
    return groups if walk(compiled, van, groups, compiled.vehicles[van].earliest_s) is not None else None


def carries(compiled: Compiled, van: int, tasks: Sequence[int]) -> bool:
    """Loads within capacity in every dimension after every task."""
    for dimension, capacity in enumerate(compiled.vehicles[van].capacity):
        on_board = 0
        for task in tasks:
            on_board += compiled.load[task][dimension]
            if on_board > capacity:
                return False
    return True


def reloads(compiled: Compiled, van: int, tasks: Sequence[int]) -> int:
    """How often the van calls at its start place again between leaving it and the end of the route."""
    calls = [compiled.place[task] for task in tasks]
    places = [place for row, place in enumerate(calls) if row == 0 or place != calls[row - 1]]
    if places and places[0] == compiled.start[van]:
        places = places[1:]
    if places and places[-1] == compiled.end[van]:
        places = places[:-1]
    return places.count(compiled.start[van])


def driving_s(compiled: Compiled, van: int, tasks: Sequence[int]) -> int:
    """Seconds behind the wheel, the way home included."""
    stops = [
        compiled.start[van],
        *(compiled.place[task] for task in tasks),
        compiled.end[van],
    ]
    travel = compiled.travel_s[van]
    return sum(travel[here][there] for here, there in pairwise(stops))


def group_visits(compiled: Compiled, tasks: Sequence[int], *, share: bool) -> list[Group]:
    """Tasks in a row at one place become one visit if they have a window in common.

    With share=False only tasks with the very same windows do: waiting for the later of two windows can cost the van
    its next appointment.
    """
    groups: list[Group] = []
    for task in tasks:
        windows = compiled.windows[task]
        last = groups[-1] if groups else None
        if last is not None and last.place == compiled.place[task]:
            common = windows if windows == last.windows else (_common(last.windows, windows) if share else ())
            if common:
                last.tasks.append(task)
                last.windows = common
                last.fixed_s = max(last.fixed_s, compiled.fixed_s[task])
                last.goods_s += compiled.goods_s[task]
                continue
        groups.append(
            Group(
                compiled.place[task],
                [task],
                windows,
                compiled.fixed_s[task],
                compiled.goods_s[task],
            )
        )
    return groups


def walk(compiled: Compiled, van: int, groups: Sequence[Group], start_s: int) -> Timing | None:
    """Leave at `start_s` and serve every visit as early as it can be; None when a window or the shift is missed."""
    travel = compiled.travel_s[van]
    here, clock_s = compiled.start[van], start_s
    arrive: list[int] = []
    serve: list[int] = []
    for group in groups:
        clock_s += travel[here][group.place]
        arrive.append(clock_s)
        for opens_s, closes_s in group.windows:
            if clock_s <= closes_s:
                clock_s = max(clock_s, opens_s)
                break
        else:
            return None
        serve.append(clock_s)
        clock_s += group.service_s
        here = group.place
    clock_s += travel[here][compiled.end[van]]
    return Timing(start_s, clock_s, arrive, serve) if clock_s <= compiled.vehicles[van].latest_s else None


def shortest_timing(compiled: Compiled, van: int, groups: Sequence[Group]) -> Timing | None:
    """The timing with the shortest paid day; among equals the one that starts first.

    A later start shortens the day until some visit is reached just as a window opens, or just before one closes, with
    no waiting on the way there. So those moments, counted back to the start, are all that need trying.
    """
    vehicle = compiled.vehicles[van]
    best = walk(compiled, van, groups, vehicle.earliest_s)
    if best is None:
        return None
    starts: set[int] = set()
    here, elapsed_s = compiled.start[van], 0
    for group in groups:
        elapsed_s += compiled.travel_s[van][here][group.place]
        starts.update(edge_s - elapsed_s for window in group.windows for edge_s in window)
        elapsed_s += group.service_s
        here = group.place
    for start_s in sorted(starts):
        if vehicle.earliest_s < start_s <= vehicle.latest_s:
            timing = walk(compiled, van, groups, start_s)
            if timing is not None and timing.end_s - timing.start_s < best.end_s - best.start_s:
                best = timing
    return best


def time_route(compiled: Compiled, van: int, tasks: Sequence[int]) -> Route | None:
    """The tasks in this order as a timed route with loads and cost, or None when the van cannot drive it."""
    groups = feasible_groups(compiled, van, tasks)
    if groups is None:
        return None
    choices = [groups]
    if len(groups) < len(tasks):
        choices.append(group_visits(compiled, tasks, share=False))
    timed = [(timing, choice) for choice in choices if (timing := shortest_timing(compiled, van, choice)) is not None]
    timing, groups = min(timed, key=lambda pair: pair[0].end_s - pair[0].start_s)
    return _route(compiled, van, groups, timing)


def route_cost(compiled: Compiled, van: int, *, distance_m: int, duration_s: int) -> Cost:
    """A used van's money in its parts, each rounded half-up once for the whole route."""
    vehicle = compiled.vehicles[van]
    return Cost(
        fixed_pence=vehicle.cost_fixed_pence,
        distance_pence=(distance_m * vehicle.cost_per_km_pence + 500) // 1000,
        time_pence=(duration_s * vehicle.cost_per_hour_pence + 1800) // 3600,
    )


def _route(compiled: Compiled, van: int, groups: Sequence[Group], timing: Timing) -> Route:
    travel, distance, problem = (
        compiled.travel_s[van],
        compiled.distance_m,
        compiled.problem,
    )
    here, on_board = compiled.start[van], [0] * len(problem.dimensions)
    visits = []
    for group, arrive_s, serve_s in zip(groups, timing.arrive_s, timing.serve_s, strict=True):
        for task in group.tasks:
            on_board = [load + change for load, change in zip(on_board, compiled.load[task], strict=True)]
        visits.append(
            Visit(
                location=problem.locations[group.place].id,
                arrive_s=arrive_s,
                start_s=serve_s,
                depart_s=serve_s + group.service_s,
                tasks=tuple(named_task(compiled, task) for task in group.tasks),
                loads_after=tuple(on_board),
                travel_s=travel[here][group.place],
                distance_m=distance[here][group.place],
            )
        )
        here = group.place
    distance_m = sum(visit.distance_m for visit in visits) + distance[here][compiled.end[van]]
    return Route(
        vehicle=problem.vehicles[van].id,
        start_s=timing.start_s,
        end_s=timing.end_s,
        visits=tuple(visits),
        distance_m=distance_m,
        travel_s=sum(visit.travel_s for visit in visits) + travel[here][compiled.end[van]],
        cost=route_cost(
            compiled,
            van,
            distance_m=distance_m,
            duration_s=timing.end_s - timing.start_s,
        ),
    )


def named_task(compiled: Compiled, task: int) -> Task:
    """The task as the plan names it."""
    return Task(compiled.shipments[task // 2].id, "drop" if task % 2 else "pickup")


def _common(left: Windows, right: Windows) -> Windows:
    return tuple(
        sorted(
            (max(opens, other_opens), min(closes, other_closes))
            for opens, closes in left
            for other_opens, other_closes in right
            if max(opens, other_opens) <= min(closes, other_closes)
        )
    )
