"""Finds shipments that no van could bring even if it carried nothing else, and proves it with the numbers.

Looks at one shipment and the empty fleet; knows nothing of the other shipments. The times assume that the direct way
is the fastest, as it is on roads.
"""

from __future__ import annotations

from dataclasses import replace

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.lateness import closing, due_s
from logistics.planning.routing.plan import Reason
from logistics.planning.routing.problem import NO_ROAD_S
from logistics.planning.routing.riding import least_ride_s, without_limit
from logistics.planning.routing.schedule import feasible_groups
from logistics.planning.routing.words import amount, clock, duration, kind_of_van


def why_never(compiled: Compiled, shipment: int) -> Reason | None:
    """The first fact that keeps the shipment from every van, or None when some van alone could bring it."""
    reason = _no_such_van(compiled, shipment) or _too_big(compiled, shipment)
    if reason is not None:
        return reason
    trip = [2 * shipment, 2 * shipment + 1]
    if all(compiled.windows[task] for task in trip) and any(
        feasible_groups(compiled, van, trip) is not None for van in compiled.allowed[shipment]
    ):
        return None
    return (
        _not_ready(compiled, shipment)
        or _rides_too_long(compiled, shipment)
        or _no_time_to_rest(compiled, shipment)
        or _missed(compiled, shipment)
    )


def _no_such_van(compiled: Compiled, shipment: int) -> Reason | None:
    wanted, vans = compiled.shipments[shipment], compiled.vehicles
    cold = [van for van in vans if wanted.temperature_class in van.classes]
    skilled = [van for van in vans if wanted.skills <= van.skills]
    if any(van in skilled for van in cold):
        return None
    if not vans:
        return Reason("no_vans", {}, "there is no van that day")
    numbers = {"vans": len(vans), "with_class": len(cold), "with_skills": len(skilled)}
    needs = f"needs a {kind_of_van(wanted)}"
    if not cold:
        return Reason("no_class", numbers, f"{needs}; {_none_of(len(vans))} carries {wanted.temperature_class} goods")
    if not skilled:
        return Reason("no_skill", numbers, f"{needs}; {_none_of(len(vans))} has that")
    text = (
        f"{needs}; {len(cold)} can carry {wanted.temperature_class} goods, {len(skilled)} have the rest, none has both"
    )
    return Reason("no_such_van", numbers, text)


def _none_of(vans: int) -> str:
    return "no van" if vans == 1 else f"none of the {vans} vans"


def _too_big(compiled: Compiled, shipment: int) -> Reason | None:
    wanted = compiled.shipments[shipment]
    if compiled.allowed[shipment]:
        return None
    able = [van for van in compiled.vehicles if wanted.temperature_class in van.classes and wanted.skills <= van.skills]
    kind = kind_of_van(wanted)
    for number, dimension in enumerate(compiled.problem.dimensions):
        largest = max(van.room(wanted.temperature_class)[number] for van in able)
        load = wanted.loads[number]
        if load > largest:
            verb = "weighs" if dimension.unit == "g" else "takes"
            text = f"{verb} {amount(load, dimension)}; the largest {kind} carries {amount(largest, dimension)}"
            return Reason("too_big", {"dimension": dimension.name, "load": load, "largest": largest}, text)
    loads = " and ".join(
        amount(load, dimension) for load, dimension in zip(wanted.loads, compiled.problem.dimensions, strict=True)
    )
    return Reason("too_big_together", {"vans": len(able)}, f"takes {loads}; no {kind} carries as much of both at once")


def _not_ready(compiled: Compiled, shipment: int) -> Reason | None:
    wanted = compiled.shipments[shipment]
    if compiled.windows[2 * shipment]:
        return None
    closes_s = due_s(wanted.pickup) + wanted.pickup.late_s
    place = _place(compiled, 2 * shipment)
    text = f"is ready at {clock(wanted.ready_s, up=True)}; the window of {place} {closing(wanted.pickup)}"
    return Reason("not_ready", {"ready_s": wanted.ready_s, "closes_s": closes_s}, text)


def _rides_too_long(compiled: Compiled, shipment: int) -> Reason | None:
    """Some van could bring it alone if it could be on board for longer."""
    trip = [2 * shipment, 2 * shipment + 1]
    if shipment not in compiled.rides or not all(compiled.windows[task] for task in trip):
        return None
    patient, most_s = without_limit(compiled, shipment), compiled.rides[shipment]
    able = [van for van in compiled.allowed[shipment] if feasible_groups(patient, van, trip) is not None]
    if not able:
        return None
    least_s = min(least_ride_s(compiled, van, trip, shipment) for van in able)
    text = f"would be on board for {duration(least_s)} at least; it may be for {duration(most_s)}"
    return Reason("ride_too_long", {"least_s": least_s, "most_s": most_s}, text)


def _no_time_to_rest(compiled: Compiled, shipment: int) -> Reason | None:
    """Some van could bring it alone if its driver had to take no break."""
    trip = [2 * shipment, 2 * shipment + 1]
    vehicles = tuple(replace(vehicle, break_rule=None) for vehicle in compiled.vehicles)
    tireless = replace(compiled, problem=replace(compiled.problem, vehicles=vehicles))
    if not all(compiled.windows[task] for task in trip):
        return None
    for van in compiled.allowed[shipment]:
        rule = compiled.vehicles[van].break_rule
        if rule is not None and feasible_groups(tireless, van, trip) is not None:
            text = (
                f"means more than {duration(rule.after_s)} at the wheel; "
                f"the driver's break of {duration(rule.break_s)} finds no time"
            )
            return Reason("break_too_long", {"after_s": rule.after_s, "break_s": rule.break_s}, text)
    return None


def _missed(compiled: Compiled, shipment: int) -> Reason:
    """Which of the trip's hurdles the best van falls at: the pickup, the drop, the way back or the driving."""
    wanted = compiled.shipments[shipment]
    vans = compiled.allowed[shipment]
    arrivals: list[tuple[int, int]] = [
        (
            compiled.vehicles[van].earliest_s
            + compiled.travel_s[van][compiled.start[van]][compiled.place[2 * shipment]],
            van,
        )
        for van in vans
    ]
    for task in (2 * shipment, 2 * shipment + 1):
        closes_s = compiled.windows[task][-1][1]
        earliest_s = min(arrivals)[0]
        if earliest_s >= NO_ROAD_S:
            return Reason("no_road", {"place": _place(compiled, task)}, f"no road leads to {_place(compiled, task)}")
        if earliest_s > closes_s:
            text = (
                f"the window of {_place(compiled, task)} {closing(compiled.spec(task))}; "
                f"the earliest any {kind_of_van(wanted)} can be there is {clock(earliest_s, up=True)}"
            )
            return Reason("window_missed", {"task": task % 2, "closes_s": closes_s, "earliest_s": earliest_s}, text)
        arrivals = [
            (
                _served_s(compiled, task, at_s)
                + compiled.travel_s[van][compiled.place[task]][_next(compiled, van, task)],
                van,
            )
            for at_s, van in arrivals
            if at_s <= closes_s
        ]
    return _back_late(compiled, arrivals)


def _back_late(compiled: Compiled, arrivals: list[tuple[int, int]]) -> Reason:
    back_s, van = min(arrivals, key=lambda pair: pair[0] - compiled.vehicles[pair[1]].latest_s)
    latest_s = compiled.vehicles[van].latest_s
    name = compiled.vehicles[van].label
    if back_s >= NO_ROAD_S:
        return Reason("no_road", {"place": "the van's end place"}, f"no road leads back to where {name} ends")
    if back_s > latest_s:
        text = f"would bring {name} back at {clock(back_s, up=True)}; its shift ends at {clock(latest_s)}"
        return Reason("shift_too_short", {"back_s": back_s, "latest_s": latest_s}, text)
    limits = [
        vehicle.driving_limit_s for _, v in arrivals if (vehicle := compiled.vehicles[v]).driving_limit_s is not None
    ]
    if limits:
        text = f"takes longer behind the wheel than any driver may, at most {duration(max(limits))}"
        return Reason("driving_limit", {"limit_s": max(limits)}, text)
    return Reason("start_revisited", {}, f"would bring {name} back to its start place, where it may not load again")


def _served_s(compiled: Compiled, task: int, arrive_s: int) -> int:
    opens_s = next(opens for opens, closes in compiled.windows[task] if arrive_s <= closes)
    return max(arrive_s, opens_s) + compiled.fixed_s[task] + compiled.goods_s[task]


def _next(compiled: Compiled, van: int, task: int) -> int:
    return compiled.place[task + 1] if task % 2 == 0 else compiled.end[van]


def _place(compiled: Compiled, task: int) -> str:
    return compiled.problem.locations[compiled.place[task]].label
