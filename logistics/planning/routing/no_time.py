"""Why no van with room has time for a shipment: on board too long, a window, a shift, the wheel, or a driver's rest.

Knows nothing of what fits into a van.
"""

from __future__ import annotations

from logistics.planning.routing.compiled import ALWAYS
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.lateness import closing
from logistics.planning.routing.plan import Reason
from logistics.planning.routing.relaxing import fits_under, with_task, with_vehicles
from logistics.planning.routing.riding import least_ride_s, without_limit
from logistics.planning.routing.schedule import named_task
from logistics.planning.routing.words import clock, duration


def rides_too_long(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if it could be on board for longer."""
    compiled = draft.compiled
    if shipment not in compiled.rides:
        return None
    fits = fits_under(draft, without_limit(compiled, shipment), shipment)
    rides = [(least_ride_s(compiled, fit.van, fit.tasks, shipment), fit.van) for fit in fits]
    if not rides:
        return None
    (least_s, van), most_s = min(rides), compiled.rides[shipment]
    vehicle = compiled.vehicles[van]
    text = f"would be on board of {vehicle.label} for {duration(least_s)}; it may be for {duration(most_s)}"
    return Reason("ride_full", {"vehicle": vehicle.id, "least_s": least_s, "most_s": most_s}, text)


def late(draft: Draft, shipment: int) -> Reason | None:
    """How late the drop, or else the pickup, would be in the van with room that could be there first."""
    compiled = draft.compiled
    for task in (2 * shipment + 1, 2 * shipment):
        opens_s, closes_s = compiled.windows[task][-1]
        named = named_task(compiled, task)
        patient = with_task(compiled, task, windows=(*compiled.windows[task][:-1], (opens_s, ALWAYS)), closes_s=ALWAYS)
        begins = [
            visit.start_s
            for fit in fits_under(draft, patient, shipment)
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


def out_too_long(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if the van could come back later."""
    vehicles = draft.compiled.vehicles
    overdue = [
        (fit.route.end_s - vehicles[fit.van].latest_s, fit)
        for fit in fits_under(draft, with_vehicles(draft.compiled, latest_s=ALWAYS), shipment)
    ]
    if not overdue:
        return None
    over_s, fit = min(overdue, key=lambda pair: pair[0])
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


def driving_too_long(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if its driver could be at the wheel for longer."""
    vehicles = draft.compiled.vehicles
    tireless = with_vehicles(draft.compiled, driving_limit_s=None)
    fit = min(
        fits_under(draft, tireless, shipment),
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


def no_time_to_rest(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if no driver had to take a break."""
    vehicles = draft.compiled.vehicles
    fit = next(fits_under(draft, with_vehicles(draft.compiled, break_rule=None), shipment), None)
    rule = vehicles[fit.van].break_rule if fit is not None else None
    if fit is None or rule is None:
        return None
    text = (
        f"would mean more than {duration(rule.after_s)} at the wheel of {vehicles[fit.van].label}; "
        f"its driver's break of {duration(rule.break_s)} finds no time"
    )
    numbers: dict[str, int | str] = {"vehicle": vehicles[fit.van].id, "after_s": rule.after_s, "break_s": rule.break_s}
    return Reason("break_full", numbers, text)
