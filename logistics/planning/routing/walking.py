"""The clock of one van's visits: when it is where, when its driver rests, and when it had best leave.

Knows nothing of loads, and nothing of which order is good.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from logistics.planning.routing.changes import shifted_pence
from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.lateness import due_s, late_pence
from logistics.planning.routing.visiting import Group


@dataclass(frozen=True, slots=True)
class Timing:
    """When a route starts and ends, arrival and start of service at each visit, and the rest taken behind it."""

    start_s: int
    end_s: int
    arrive_s: list[int]
    serve_s: list[int]
    rest_s: list[int]


def walk(compiled: Compiled, van: int, groups: Sequence[Group], start_s: int) -> Timing | None:
    """Leave at `start_s` and serve every visit as early as it can be; None when a window or the shift is missed.

    A break is taken at the last visit that can be reached without one. Where goods would be on board for too long, the
    van waits before it fetches them, no longer than that takes.
    """
    floors_s = [0] * len(groups)
    if not compiled.rides:
        return _walk(compiled, van, groups, start_s, floors_s)
    rides = rides_of(compiled, groups)
    choices = 1 + sum(len(group.windows) - 1 for group in groups)
    for _ in range((len(rides) + 1) * choices):
        timing = _walk(compiled, van, groups, start_s, floors_s)
        if timing is None:
            return None
        is_kept = True
        for ride in rides:
            floor_s = timing.serve_s[ride.drop] - ride.most_s - groups[ride.pickup].service_s
            if timing.serve_s[ride.pickup] < floor_s:
                floors_s[ride.pickup], is_kept = max(floors_s[ride.pickup], floor_s), False
        if is_kept:
            return timing
    return None


@dataclass(frozen=True, slots=True)
class Ride:
    """Goods that are fetched at one visit, dropped at another, and on board for so many seconds at most."""

    pickup: int
    drop: int
    most_s: int


def rides_of(compiled: Compiled, groups: Sequence[Group]) -> list[Ride]:
    """The rides that have a limit."""
    if not compiled.rides:
        return []
    at = {task: number for number, group in enumerate(groups) for task in group.tasks}
    return [
        Ride(at[task], at[task + 1], compiled.rides[task // 2])
        for task in at
        if task % 2 == 0 and task // 2 in compiled.rides
    ]


def _walk(
    compiled: Compiled, van: int, groups: Sequence[Group], start_s: int, floors_s: Sequence[int]
) -> Timing | None:
    """One walk in which no visit begins before its floor."""
    travel, rule = compiled.travel_s[van], compiled.vehicles[van].break_rule
    here, clock_s, driven_s = compiled.start[van], start_s, 0
    arrive: list[int] = []
    serve: list[int] = []
    rest = [0] * len(groups)
    for number, group in enumerate(groups):
        leg_s = travel[here][group.place]
        if rule is not None:
            if leg_s > rule.after_s:
                return None
            if driven_s + leg_s > rule.after_s:
                rest[number - 1], driven_s = rule.break_s, 0
                clock_s += rule.break_s
            driven_s += leg_s
        clock_s += leg_s
        arrive.append(clock_s)
        clock_s = max(clock_s, floors_s[number])
        for opens_s, closes_s in group.windows:
            if clock_s <= closes_s:
                clock_s = max(clock_s, opens_s)
                break
        else:
            return None
        serve.append(clock_s)
        if rule is not None and clock_s - arrive[-1] >= rule.break_s:
            driven_s = 0
        clock_s += group.service_s
        here = group.place
    leg_s = travel[here][compiled.end[van]]
    if rule is not None and driven_s + leg_s > rule.after_s:
        if leg_s > rule.after_s:
            return None
        rest[-1] = rule.break_s
        clock_s += rule.break_s
    clock_s += leg_s
    return Timing(start_s, clock_s, arrive, serve, rest) if clock_s <= compiled.vehicles[van].latest_s else None


def shortest_timing(compiled: Compiled, van: int, groups: Sequence[Group]) -> Timing | None:
    """The timing with the shortest paid day, known and due times kept at their price; of equals the first to start.

    A later start shortens the day until some visit is reached just as a window opens, or just before one closes, or so
    long before that the wait is rest enough, with no waiting on the way there. So those moments, counted back to the
    start, are all that need trying: by every number of breaks that there may have been.
    """
    vehicle = compiled.vehicles[van]
    best = walk(compiled, van, groups, vehicle.earliest_s)
    if best is None:
        return None
    starts: set[int] = set()
    arrives_s: list[int] = []
    here, elapsed_s = compiled.start[van], 0
    rests_s = _rests_s(compiled, van, groups)
    for group in groups:
        elapsed_s += compiled.travel_s[van][here][group.place]
        arrives_s.append(elapsed_s)
        moments_s = [*_priced_times(compiled, group), *(edge_s for window in group.windows for edge_s in window)]
        starts.update(moment_s - elapsed_s - rest_s for moment_s in moments_s for rest_s in rests_s)
        elapsed_s += group.service_s
        here = group.place
    rides = rides_of(compiled, groups)
    if rides:
        starts.update(serve_s - after_s for serve_s, after_s in zip(best.serve_s, arrives_s, strict=True))
    for ride in rides:
        before_s = ride.most_s + groups[ride.pickup].service_s + arrives_s[ride.pickup]
        starts.update(edge_s - before_s for window in groups[ride.drop].windows for edge_s in window)
    for start_s in sorted(starts):
        if vehicle.earliest_s < start_s <= vehicle.latest_s:
            timing = walk(compiled, van, groups, start_s)
            if timing is not None and dearness(compiled, van, groups, timing) < dearness(compiled, van, groups, best):
                best = timing
    return best


def _rests_s(compiled: Compiled, van: int, groups: Sequence[Group]) -> list[int]:
    """How long the driver may have rested by some stop: no break, one, and so on, and one more as a wait."""
    rule, travel = compiled.vehicles[van].break_rule, compiled.travel_s[van]
    stops = [compiled.start[van], *(group.place for group in groups), compiled.end[van]]
    driving_s = sum(travel[here][there] for here, there in pairwise(stops))
    if rule is None or driving_s <= rule.after_s:
        return [0]
    return [number * rule.break_s for number in range(2 + driving_s // rule.after_s)]


def _priced_times(compiled: Compiled, group: Group) -> list[int]:
    """When drops are known to begin, and when lateness begins to cost."""
    late = compiled.late_tasks and compiled.late_tasks.intersection(group.tasks)
    shipments = (compiled.shipments[task // 2] for task in group.tasks if task % 2)
    known = [each.known.drop_s for each in shipments if each.known is not None and each.known.drop_s is not None]
    return known + [due_s(compiled.spec(task)) for task in late]


def dearness(compiled: Compiled, van: int, groups: Sequence[Group], timing: Timing) -> tuple[int, int]:
    """Wages, prices of changed times and of lateness, in pence of which an hour has 3,600; then the day's seconds."""
    lasts_s = timing.end_s - timing.start_s
    shifted = sum(
        shifted_pence(compiled.shipments[task // 2], serve_s)
        for group, serve_s in zip(groups, timing.serve_s, strict=True)
        for task in group.tasks
        if task % 2
    )
    late = _late_pence(compiled, groups, timing) if compiled.late_tasks else 0
    return (shifted + late) * 3600 + lasts_s * compiled.vehicles[van].cost_per_hour_pence, lasts_s


def _late_pence(compiled: Compiled, groups: Sequence[Group], timing: Timing) -> int:
    return sum(
        late_pence(compiled.spec(task), serve_s)
        for group, serve_s in zip(groups, timing.serve_s, strict=True)
        for task in compiled.late_tasks.intersection(group.tasks)
    )
