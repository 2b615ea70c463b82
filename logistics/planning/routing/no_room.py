"""Why no van has room for a shipment: it is full, what is on board may not be near it, or its wall cannot stand.

Knows nothing of times; the vans asked can be there in time.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.plan import Reason
from logistics.planning.routing.relaxing import Fit, fits_under, with_vehicles
from logistics.planning.routing.stowage import apart, most_by_side, wall_over
from logistics.planning.routing.words import amount, clock, joined, kind_of_van


def full(draft: Draft, shipment: int) -> Reason | None:
    """By how much the van that comes nearest is overloaded when it takes the shipment in time."""
    compiled, wanted = draft.compiled, draft.compiled.shipments[shipment]
    load, load_array = list(compiled.load), compiled.load_array.copy()
    load[2 * shipment] = load[2 * shipment + 1] = tuple(0 for _ in wanted.loads)
    load_array[2 * shipment : 2 * shipment + 2] = 0
    weightless = replace(compiled, load=load, load_array=load_array)
    over = min(
        (_overload(compiled, fit) for fit in fits_under(draft, weightless, shipment)),
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


def kept_apart(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if its kind could ride with all others."""
    compiled, kind = draft.compiled, draft.compiled.shipments[shipment].kind
    others = apart(compiled.problem).get(kind)
    if not others:
        return None
    shipments = tuple(replace(s, kind="") if row == shipment else s for row, s in enumerate(compiled.shipments))
    carefree = replace(compiled, problem=replace(compiled.problem, shipments=shipments))
    if next(fits_under(draft, carefree, shipment), None) is None:
        return None
    text = f"is {kind}, which never rides with {joined(sorted(others))}; every van with room has that on board then"
    return Reason("kept_apart", {"kind": kind, "others": joined(sorted(others))}, text)


def walled_off(draft: Draft, shipment: int) -> Reason | None:
    """It would fit if the van that comes nearest had no wall."""
    compiled = draft.compiled
    fits = fits_under(draft, with_vehicles(compiled, wall=None), shipment)
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
