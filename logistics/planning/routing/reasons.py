"""Why a shipment that some van could bring alone found no room in the plan: the relaxation that would let it in.

Each question is asked of the finished routes: with more room, a longer window, a longer shift, would it fit? The
first fact whose relaxing suffices is the reason. Room is asked about first, because people can do most about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from logistics.planning.routing.compiled import ALWAYS, Compiled
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.engines.insertion import cheapest_in_van, cheapest_insertion
from logistics.planning.routing.lateness import closing
from logistics.planning.routing.plan import Reason, Route
from logistics.planning.routing.riding import least_ride_s, without_limit
from logistics.planning.routing.schedule import named_task, time_route
from logistics.planning.routing.stowage import apart, most_by_side, wall_over
from logistics.planning.routing.words import amount, clock, duration, joined, kind_of_van, money

OUT_OF_TIME = Reason("out_of_time", {}, "had no place yet when the time for planning ran out; more time may find one")


@dataclass(frozen=True, slots=True)
class Fit:
    """A van's route with the shipment in it, which only a relaxation allows."""

    van: int
    tasks: list[int]
    route: Route


def why_left_out(draft: Draft, shipment: int) -> Reason:
    """The fact that keeps the shipment out of these routes, with its numbers."""
    return (
        _too_dear(draft, shipment)
        or _full(draft, shipment)
        or _kept_apart(draft, shipment)
        or _walled_off(draft, shipment)
        or _rides_too_long(draft, shipment)
        or _late(draft, shipment)
        or _out_too_long(draft, shipment)
        or _driving_too_long(draft, shipment)
        or _no_time_to_rest(draft, shipment)
        or _all_busy(draft, shipment)
    )


def _fits(draft: Draft, relaxed: Compiled, shipment: int) -> Iterator[Fit]:
    """Every van's cheapest way to take the shipment under relaxed facts. The routes themselves stay as they are."""
    trial = Draft(relaxed, draft.sequences)
    for van in draft.compiled.allowed[shipment]:
        found = cheapest_in_van(trial, van, shipment)
        route = time_route(relaxed, van, found.tasks) if found is not None else None
        if found is not None and route is not None:
            yield Fit(van, found.tasks, route)


def _too_dear(draft: Draft, shipment: int) -> Reason | None:
    """It would fit. Then it is the price, or the search ended before it got here."""
    compiled = draft.compiled
    found = cheapest_insertion(draft, shipment)
    if found is None:
        return None
    price = compiled.shipments[shipment].penalty_pence
    extra = _pence(compiled, found.van, found.tasks) - _pence(compiled, found.van, draft.sequences[found.van])
    if extra <= price:
        return OUT_OF_TIME
    text = f"bringing it would cost {money(extra)} more; leaving it costs {money(price)}"
    return Reason("too_dear", {"extra_pence": extra, "price_pence": price}, text)


def _pence(compiled: Compiled, van: int, tasks: list[int]) -> int:
    route = time_route(compiled, van, tasks) if tasks else None
    return route.cost.total_pence + route.late_pence if route is not None else 0


def _full(draft: Draft, shipment: int) -> Reason | None:
    """By how much the van that comes nearest is overloaded when it takes the shipment in time."""
    compiled, wanted = draft.compiled, draft.compiled.shipments[shipment]
    load, load_array = list(compiled.load), compiled.load_array.copy()
    load[2 * shipment] = load[2 * shipment + 1] = tuple(0 for _ in wanted.loads)
    load_array[2 * shipment : 2 * shipment + 2] = 0
    weightless = replace(compiled, load=load, load_array=load_array)
    over = min(
        (_overload(compiled, fit) for fit in _fits(draft, weightless, shipment)),
        key=lambda parts: [part / max(1, load) for part, load in zip(parts, wanted.loads, strict=True)],
        default=None,
    )
    if over is None or not any(over):
        return None
    dimensions = compiled.problem.dimensions
    words = joined(amount(part, dimension) for part, dimension in zip(over, dimensions, strict=True) if part)
    vans = len(compiled.allowed[shipment])
    who = "the only one is" if vans == 1 else f"all {vans} are"
    text = f"needs a {kind_of_van(wanted)}; {who} full{_between(compiled, shipment)}: {words} over"
    numbers: dict[str, int | str] = {"vans": vans}
    numbers |= {f"over_{dimension.name}": part for part, dimension in zip(over, dimensions, strict=True)}
    return Reason("full", numbers, text)


def _kept_apart(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if its kind could ride with all others."""
    compiled, kind = draft.compiled, draft.compiled.shipments[shipment].kind
    others = apart(compiled.problem).get(kind)
    if not others:
        return None
    shipments = tuple(replace(s, kind="") if row == shipment else s for row, s in enumerate(compiled.shipments))
    carefree = replace(compiled, problem=replace(compiled.problem, shipments=shipments))
    if next(_fits(draft, carefree, shipment), None) is None:
        return None
    text = f"is {kind}, which never rides with {joined(sorted(others))}; every van with room has that on board then"
    return Reason("kept_apart", {"kind": kind, "others": joined(sorted(others))}, text)


def _walled_off(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if the van that comes nearest had no wall."""
    compiled = draft.compiled
    fits = _fits(draft, _with_vehicles(compiled, wall=None), shipment)
    fit = min(fits, key=lambda fit: wall_over(compiled, fit.van, fit.tasks), default=None)
    wall = compiled.vehicles[fit.van].wall if fit is not None else None
    if fit is None or wall is None:
        return None
    dimension, label = compiled.problem.dimensions[wall.dimension], compiled.vehicles[fit.van].label
    (inside, outside), over = most_by_side(compiled, fit.van, fit.tasks), wall_over(compiled, fit.van, fit.tasks)
    text = (
        f"would make {amount(inside, dimension)} of {wall.temperature_class} and {amount(outside, dimension)} of other "
        f"goods in {label}, whose wall moves in steps of {amount(wall.step, dimension)}: {amount(over, dimension)} over"
    )
    numbers: dict[str, int | str] = {"vehicle": compiled.vehicles[fit.van].id, "inside": inside, "outside": outside}
    return Reason("walled_off", numbers | {"over": over, "step": wall.step}, text)


def _overload(compiled: Compiled, fit: Fit) -> tuple[int, ...]:
    """How far the true loads exceed the van's capacity, by dimension, at the worst moment."""
    loads = np.cumsum(compiled.load_array[np.array(fit.tasks)], axis=0).max(axis=0)
    return tuple(np.maximum(loads - compiled.capacity_array[fit.van], 0).tolist())


def _between(compiled: Compiled, shipment: int) -> str:
    windows = compiled.shipments[shipment].drop.windows
    if not windows:
        return ""
    return f" between {clock(windows[0].opens_s)} and {clock(windows[-1].closes_s)}"


def _rides_too_long(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if it could be on board for longer."""
    compiled = draft.compiled
    if shipment not in compiled.rides:
        return None
    fits = _fits(draft, without_limit(compiled, shipment), shipment)
    rides = [(least_ride_s(compiled, fit.van, fit.tasks, shipment), fit.van) for fit in fits]
    if not rides:
        return None
    (least_s, van), most_s = min(rides), compiled.rides[shipment]
    vehicle = compiled.vehicles[van]
    text = f"would be on board of {vehicle.label} for {duration(least_s)}; it may be for {duration(most_s)}"
    return Reason("ride_full", {"vehicle": vehicle.id, "least_s": least_s, "most_s": most_s}, text)


def _late(draft: Draft, shipment: int) -> Reason | None:
    """How late the drop, or else the pickup, would be in the van with room that could be there first."""
    compiled = draft.compiled
    for task in (2 * shipment + 1, 2 * shipment):
        opens_s, closes_s = compiled.windows[task][-1]
        named = named_task(compiled, task)
        patient = _with_task(compiled, task, windows=(*compiled.windows[task][:-1], (opens_s, ALWAYS)), closes_s=ALWAYS)
        begins = [
            visit.start_s
            for fit in _fits(draft, patient, shipment)
            for visit in fit.route.visits
            if named in visit.tasks
        ]
        if begins:
            place = compiled.problem.locations[compiled.place[task]].label
            text = (
                f"the window of {place} {closing(compiled.spec(task))}; "
                f"a van with room can be there at {clock(min(begins), up=True)} if no other stop is to suffer"
            )
            return Reason("late", {"task": task % 2, "closes_s": closes_s, "earliest_s": min(begins)}, text)
    return None


def _with_task(compiled: Compiled, task: int, *, windows: Any, closes_s: int) -> Compiled:
    all_windows, closes = list(compiled.windows), compiled.closes_array.copy()
    all_windows[task], closes[task] = windows, closes_s
    return replace(compiled, windows=all_windows, closes_array=closes)


def _with_vehicles(compiled: Compiled, **changes: Any) -> Compiled:
    vehicles = tuple(replace(vehicle, **changes) for vehicle in compiled.vehicles)
    return replace(compiled, problem=replace(compiled.problem, vehicles=vehicles))


def _out_too_long(draft: Draft, shipment: int) -> Reason | None:
    vehicles = draft.compiled.vehicles
    late = [
        (fit.route.end_s - vehicles[fit.van].latest_s, fit)
        for fit in _fits(draft, _with_vehicles(draft.compiled, latest_s=ALWAYS), shipment)
    ]
    if not late:
        return None
    over_s, fit = min(late, key=lambda pair: pair[0])
    vehicle = vehicles[fit.van]
    text = (
        f"would keep {vehicle.label} out until {clock(vehicle.latest_s + over_s, up=True)}; "
        f"its shift ends at {clock(vehicle.latest_s)}"
    )
    numbers: dict[str, int | str] = {
        "vehicle": vehicle.id,
        "back_s": vehicle.latest_s + over_s,
        "latest_s": vehicle.latest_s,
    }
    return Reason("shift_full", numbers, text)


def _driving_too_long(draft: Draft, shipment: int) -> Reason | None:
    vehicles = draft.compiled.vehicles
    tireless = _with_vehicles(draft.compiled, driving_limit_s=None)
    fit = min(
        _fits(draft, tireless, shipment),
        key=lambda fit: fit.route.travel_s - (vehicles[fit.van].driving_limit_s or 0),
        default=None,
    )
    if fit is None:
        return None
    vehicle, limit_s = vehicles[fit.van], vehicles[fit.van].driving_limit_s or 0
    text = (
        f"would mean {duration(fit.route.travel_s)} at the wheel of {vehicle.label}; "
        f"its driver may drive {duration(limit_s)}"
    )
    numbers: dict[str, int | str] = {"vehicle": vehicle.id, "travel_s": fit.route.travel_s, "limit_s": limit_s}
    return Reason("driving_full", numbers, text)


def _no_time_to_rest(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if no driver had to take a break."""
    vehicles = draft.compiled.vehicles
    fit = next(_fits(draft, _with_vehicles(draft.compiled, break_rule=None), shipment), None)
    rule = vehicles[fit.van].break_rule if fit is not None else None
    if fit is None or rule is None:
        return None
    text = (
        f"would mean more than {duration(rule.after_s)} at the wheel of {vehicles[fit.van].label}; "
        f"its driver's break of {duration(rule.break_s)} finds no time"
    )
    numbers: dict[str, int | str] = {"vehicle": vehicles[fit.van].id, "after_s": rule.after_s, "break_s": rule.break_s}
    return Reason("break_full", numbers, text)


def _all_busy(draft: Draft, shipment: int) -> Reason:
    """No single fact lets it in, but one more empty van would: some van alone can bring it."""
    vans = len(draft.compiled.allowed[shipment])
    kind = kind_of_van(draft.compiled.shipments[shipment])
    who = f"the only {kind} has" if vans == 1 else f"all {vans} vans that could bring it have"
    return Reason("all_busy", {"vans": vans}, f"{who} neither room nor time left; one more {kind} would take it")
