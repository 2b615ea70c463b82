"""Times a given order of tasks for one van: the only place where an engine's sequence becomes a timed route.

Knows nothing of which order is good. Windows bind the start of a visit's service; tasks in a row at one place share a
visit, and with it the fixed part of the service time.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.lateness import late_pence, late_s
from logistics.planning.routing.plan import Cost, Route, Task, Visit
from logistics.planning.routing.stowage import is_stowed
from logistics.planning.routing.visiting import Group, group_visits
from logistics.planning.routing.walking import Timing, dearness, shortest_timing, walk


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
    """Loads within capacity in every dimension after every task, and nothing together that may not be."""
    for dimension, capacity in enumerate(compiled.vehicles[van].capacity):
        on_board = 0
        for task in tasks:
            on_board += compiled.load[task][dimension]
            if on_board > capacity:
                return False
    return is_stowed(compiled, van, tasks)


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


def time_route(compiled: Compiled, van: int, tasks: Sequence[int]) -> Route | None:
    """The tasks in this order as a timed route with loads and cost, or None when the van cannot drive it."""
    groups = feasible_groups(compiled, van, tasks)
    if groups is None:
        return None
    choices = [groups]
    if len(groups) < len(tasks):
        choices.append(group_visits(compiled, tasks, share=False))
    timed = [(timing, choice) for choice in choices if (timing := shortest_timing(compiled, van, choice)) is not None]
    timing, groups = min(timed, key=lambda pair: dearness(compiled, van, pair[1], pair[0]))
    return _route(compiled, van, groups, timing)


def time_route_from(compiled: Compiled, van: int, tasks: Sequence[int], start_s: int) -> Route | None:
    """The tasks in this order, left for at that time and served as early as can be; None when it cannot be driven."""
    groups = feasible_groups(compiled, van, tasks)
    timing = walk(compiled, van, groups, start_s) if groups is not None else None
    return _route(compiled, van, groups, timing) if groups is not None and timing is not None else None


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
    for group, arrive_s, serve_s, rest_s in zip(groups, timing.arrive_s, timing.serve_s, timing.rest_s, strict=True):
        late = [compiled.spec(task) for task in compiled.late_tasks.intersection(group.tasks)]
        for task in group.tasks:
            on_board = [load + change for load, change in zip(on_board, compiled.load[task], strict=True)]
        visits.append(
            Visit(
                location=problem.locations[group.place].id,
                arrive_s=arrive_s,
                start_s=serve_s,
                depart_s=serve_s + group.service_s + rest_s,
                break_s=rest_s,
                late_s=max((late_s(spec, serve_s) for spec in late), default=0),
                late_pence=sum(late_pence(spec, serve_s) for spec in late),
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
