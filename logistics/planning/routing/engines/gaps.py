"""What a shipment adds to a route, for all pairs of gaps at once, in numpy.

Quick and necessary tests only: whether a pair really works is for `schedule` to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Sites

NEVER = int(np.iinfo(np.int64).max // 4)


def extra_money(compiled: Compiled, van: int, sites: Sites, shipments: NDArray[np.int64]) -> NDArray[np.int64]:
    """[shipment, i, j]: what the pickup in gap i and the drop in gap j add to the driving.

    In 1 / PENCE_UNITS pence; about NEVER where a quick test already says no.
    """
    pickup, drop = compiled.place_array[2 * shipments][:, None], compiled.place_array[2 * shipments + 1][:, None]
    cost, before, after = compiled.leg_cost[van], sites.before[None, :], sites.after[None, :]
    saved = cost[before, after]
    loads = compiled.load_array[2 * shipments][:, None, :]
    fits = np.all(sites.load[None, :, :] + loads <= compiled.capacity_array[van], axis=2)
    picked = _in_time(compiled, van, sites, 2 * shipments, sites.leave_s[None, :])
    dropped = _in_time(compiled, van, sites, 2 * shipments + 1, sites.leave_s[None, :])
    both = _in_time(compiled, van, sites, 2 * shipments + 1, picked.leave_s, origin=pickup)
    can_pick, can_drop = (
        fits & _keeps_ends(compiled, van, sites, pickup),
        fits & _keeps_ends(compiled, van, sites, drop),
    )
    together = cost[before, pickup] + cost[pickup, drop] + cost[drop, after] - saved
    together = np.where(can_pick & can_drop & picked.met & both.met & both.goes_on, together, NEVER)
    can_pick &= picked.met & picked.goes_on
    can_drop &= dropped.met & dropped.goes_on
    load_in = np.where(can_pick, cost[before, pickup] + cost[pickup, after] - saved, NEVER)
    hand_over = np.where(can_drop, cost[before, drop] + cost[drop, after] - saved, NEVER)
    extra = np.where(_on_board_between(fits), load_in[:, :, None] + hand_over[:, None, :], NEVER)
    gap = np.arange(sites.before.size)
    extra[:, gap, gap] = together
    return extra


def _on_board_between(fits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[shipment, i, j]: j lies behind i and the goods fit at every gap from i to j."""
    count = fits.shape[1]
    gap = np.arange(count)
    full_from = np.minimum.accumulate(np.where(fits, count, gap)[:, ::-1], axis=1)[:, ::-1]
    return np.asarray((gap[None, None, :] > gap[None, :, None]) & (gap[None, None, :] < full_from[:, :, None]))


@dataclass(frozen=True, eq=False, slots=True)
class InTime:
    """[task, gap]: the window can be met; the earliest departure after it; the next visit is not late for it."""

    met: NDArray[np.bool_]
    leave_s: NDArray[np.int64]
    goes_on: NDArray[np.bool_]


def _in_time(
    compiled: Compiled,
    van: int,
    sites: Sites,
    tasks: NDArray[np.int64],
    leave_s: NDArray[np.int64],
    origin: NDArray[np.int64] | None = None,
) -> InTime:
    """Whether tasks could be done between leaving the gap's `before` (or `origin`) and reaching its `after`.

    A task that joins a visit at its own place is let through: it shares that visit's start and fixed time.
    """
    place = compiled.place_array[tasks][:, None]
    before = sites.before[None, :] if origin is None else origin
    joins_next = place == sites.after[None, :]
    joins = joins_next | (place == sites.before[None, :])
    travel_s = compiled.travel_array[van]
    arrive_s = leave_s + travel_s[before, place]
    met = joins | (arrive_s <= compiled.closes_array[tasks][:, None])
    service_s = compiled.goods_array[tasks][:, None] + np.where(joins, 0, compiled.fixed_array[tasks][:, None])
    begin_s = np.where(joins, arrive_s, np.maximum(arrive_s, compiled.opens_array[tasks][:, None]))
    done_s = begin_s + service_s
    goes_on = joins_next | (done_s + travel_s[place, sites.after[None, :]] <= sites.due_s[None, :])
    return InTime(np.asarray(met), np.asarray(done_s), np.asarray(goes_on))


def _keeps_ends(compiled: Compiled, van: int, sites: Sites, place: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[task, gap]: calling here does not turn the route's opening or closing visits into a call in mid-route."""
    gap = np.arange(sites.before.size)[None, :]
    if compiled.vehicles[van].reloads:
        return np.ones((place.shape[0], gap.size), dtype=bool)
    opening, closing = gap <= sites.opening, np.zeros_like(gap, dtype=bool)
    between = gap >= sites.opening
    if compiled.start[van] == compiled.end[van]:
        closing = gap >= gap.size - 1 - sites.closing
        between = between & (gap <= gap.size - 1 - sites.closing)
    return np.asarray(np.where(place == compiled.start[van], opening | closing, between))
