"""How long goods may be on board: from the end of service at their pickup to the beginning of it at their drop.

Knows nothing of loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from logistics.planning.routing.compiled import ALWAYS, Compiled
from logistics.planning.routing.schedule import feasible_groups


def without_limit(compiled: Compiled, shipment: int) -> Compiled:
    """As if the shipment could be on board for any time."""
    return replace(compiled, rides={s: most_s for s, most_s in compiled.rides.items() if s != shipment})


def least_ride_s(compiled: Compiled, van: int, tasks: Sequence[int], shipment: int) -> int:
    """The shortest time on board at which the van can drive this order; without a limit it must be able to."""
    too_short_s, enough_s = -1, ALWAYS
    while enough_s - too_short_s > 1:
        middle_s = (too_short_s + enough_s) // 2
        tried = replace(compiled, rides={**compiled.rides, shipment: middle_s})
        if feasible_groups(tried, van, tasks) is None:
            too_short_s = middle_s
        else:
            enough_s = middle_s
    return enough_s
