"""Money as the native engine counts it: whole numbers of one unit, the largest in which every price is whole.

Knows nothing of places, and nothing of how the search goes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled
from logistics.planning.routing.engines.native import library
from logistics.planning.routing.lateness import due_s, has_price

VAN_PRICES = ("fixed", "per_metre", "per_second")
MOMENT_PRICES = ("late_second", "shifted_second")
SECOND = PENCE_UNITS // 60  # a penny a minute, for a second
MOST_TIME_S = 200_000_000
MOST_MONEY = 2**62


def penalty(compiled: Compiled, shipment: int) -> int:
    """What leaving the shipment behind costs."""
    return compiled.shipments[shipment].penalty_pence * PENCE_UNITS


def moved(compiled: Compiled, shipments: Sequence[int], vans: Sequence[Sequence[int]]) -> NDArray[np.int64] | None:
    """[request, van type]: its price in a van where people do not know it; None where nobody knows any."""
    if not compiled.moved_pence.any():
        return None
    firsts = [kind[0] for kind in vans]
    return np.asarray(compiled.moved_pence[np.ix_(list(shipments), firsts)] * PENCE_UNITS)


def moments(compiled: Compiled, tasks: Sequence[int]) -> NDArray[np.void] | None:
    """What each second of lateness and of a changed time costs, by task; None where no moment has a price."""
    made = np.zeros(len(tasks), dtype=library.PRICES)
    for row, task in enumerate(tasks):
        spec, known = compiled.spec(task), compiled.shipments[task // 2].known
        if has_price(spec):
            made[row]["due_s"] = min(due_s(spec), MOST_TIME_S)
            made[row]["late_second"] = spec.late_minute_pence * SECOND
        if task % 2 and known is not None and known.drop_s is not None:
            made[row]["known_s"] = np.clip(known.drop_s, -MOST_TIME_S, MOST_TIME_S)
            made[row]["shifted_second"] = known.minute_pence * SECOND
    return made if any(made[name].any() for name in MOMENT_PRICES) else None


def in_one_unit(
    types: NDArray[np.void],
    requests: NDArray[np.void],
    moved: NDArray[np.int64] | None,
    moments: NDArray[np.void] | None,
) -> None:
    """Divide all prices by what divides each of them, where they stand."""
    priced = [types[name] for name in VAN_PRICES] + [requests["price"]]
    priced += [] if moved is None else [moved]
    priced += [] if moments is None else [moments[name] for name in MOMENT_PRICES]
    unit = math.gcd(*(amount for prices in priced for amount in prices.ravel().tolist()))
    for prices in priced:
        prices //= max(1, unit)


def is_countable(compiled: Compiled, shipments: Sequence[int], tasks: Sequence[int]) -> bool:
    """Whether all that these tasks of these shipments could cost together is a number that the engine holds."""
    vans, travel = compiled.vehicles, compiled.problem.travel
    legs = 2 * len(compiled.shipments) + len(vans)
    dearest = sum(penalty(compiled, s) for s in shipments) + int(compiled.moved_pence.sum()) * PENCE_UNITS
    dearest += sum(van.cost_fixed_pence for van in vans) * PENCE_UNITS
    dearest += max(van.cost_per_km_pence for van in vans) * (PENCE_UNITS // 1000) * legs * int(travel.distance_m.max())
    dearest += max(van.cost_per_hour_pence for van in vans) * (PENCE_UNITS // 3600) * len(vans) * MOST_TIME_S
    priced = moments(compiled, tasks)
    if priced is not None:
        seconds = sum(int(amount) for name in MOMENT_PRICES for amount in priced[name])
        dearest += 2 * seconds * MOST_TIME_S
    return dearest < MOST_MONEY
