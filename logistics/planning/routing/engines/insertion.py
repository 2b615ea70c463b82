"""The first complete plan, at once: each shipment goes where it costs least in the routes made so far.

Also puts left-out shipments into finished routes. Knows nothing of improving what stands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled
from logistics.planning.routing.engines.draft import Draft, Sequences, Sites
from logistics.planning.routing.problem import Vehicle
from logistics.planning.routing.schedule import feasible_groups

NEVER = np.iinfo(np.int64).max // 4
TRIED_PER_VAN = 40


@dataclass(frozen=True, slots=True)
class Insertion:
    """A way to serve a shipment: the van, its new order of tasks, and the extra money in 1 / PENCE_UNITS pence."""

    van: int
    tasks: list[int]
    extra: int


def construct(
    compiled: Compiled,
    shipments: Iterable[int],
    *,
    stop: Callable[[], bool] = lambda: False,
) -> tuple[Sequences, list[int]]:
    """Insert the shipments in the given order. Returns each van's tasks and the shipments that found no room."""
    draft = Draft(compiled, [[] for _ in compiled.vehicles])
    left_out = []
    for shipment in shipments:
        if stop() or not insert(draft, shipment):
            left_out.append(shipment)
    return draft.sequences, left_out


def insert(draft: Draft, shipment: int, *, tried_per_van: int | None = TRIED_PER_VAN) -> bool:
    """Put the shipment where it costs least; False when it fits nowhere or costs more than leaving it."""
    found = cheapest_insertion(draft, shipment, tried_per_van=tried_per_van)
    if found is None or found.extra > draft.compiled.shipments[shipment].penalty_pence * PENCE_UNITS:
        return False
    draft.replace(found.van, found.tasks)
    return True


def orders(compiled: Compiled, shipments: Sequence[int], seed: int) -> Iterable[list[int]]:
    """Orders worth trying, the usual best first, then random ones without end. High priority always goes first."""
    travel = compiled.travel_s[0] if compiled.travel_s else []

    def rank(shipment: int) -> tuple[int, int]:
        return (
            -compiled.shipments[shipment].penalty_pence,
            len(compiled.allowed[shipment]),
        )

    def closes_s(shipment: int) -> int:
        return min(compiled.windows[task][-1][1] for task in (2 * shipment, 2 * shipment + 1))

    def far_s(shipment: int) -> int:
        return travel[compiled.place[2 * shipment]][compiled.place[2 * shipment + 1]]

    yield sorted(shipments, key=lambda s: (rank(s), -far_s(s)))
    yield sorted(shipments, key=lambda s: (rank(s), closes_s(s), -far_s(s)))
    yield sorted(
        shipments,
        key=lambda s: (rank(s), [-load for load in compiled.shipments[s].loads]),
    )
    shuffler = random.Random(seed)
    while True:
        shuffled = list(shipments)
        shuffler.shuffle(shuffled)
        yield sorted(shuffled, key=rank)


def cheapest_insertion(
    draft: Draft,
    shipment: int,
    *,
    tried_per_van: int | None,
    vans: Sequence[int] | None = None,
) -> Insertion | None:
    """The cheapest feasible pair of gaps over all vans that can carry the shipment.

    Candidates are ranked by the driving they add; `tried_per_van` bounds how many are examined, None means all.
    """
    compiled = draft.compiled
    candidates: list[tuple[int, int, int, int]] = []
    seen_idle: set[tuple[object, ...]] = set()
    for van in compiled.allowed[shipment] if vans is None else vans:
        vehicle = compiled.vehicles[van]
        if not draft.sequences[van]:
            kind = _kind(vehicle)
            if kind in seen_idle:
                continue
            seen_idle.add(kind)
        candidates.extend(_candidates(draft, van, shipment, tried_per_van))
    candidates.sort()
    for extra, van, first, second in candidates:
        sequence = draft.sequences[van]
        tasks = [
            *sequence[:first],
            2 * shipment,
            *sequence[first:second],
            2 * shipment + 1,
            *sequence[second:],
        ]
        if feasible_groups(compiled, van, tasks) is not None:
            return Insertion(van, tasks, extra)
    return None


def _candidates(
    draft: Draft, van: int, shipment: int, tried_per_van: int | None
) -> Iterable[tuple[int, int, int, int]]:
    """(extra money, van, tasks before the pickup, tasks before the drop) for gaps that pass the quick tests."""
    sites = draft.sites(van)
    gaps = len(sites.before)
    flat = _extra_money(draft.compiled, van, sites, shipment).ravel()
    ranked = np.flatnonzero(flat < NEVER // 2)
    if tried_per_van is not None and len(ranked) > tried_per_van:
        ranked = ranked[np.argpartition(flat[ranked], tried_per_van)[:tried_per_van]]
    idle = 0 if draft.sequences[van] else draft.compiled.vehicles[van].cost_fixed_pence * PENCE_UNITS
    for at in ranked.tolist():
        yield int(flat[at]) + idle, van, sites.cut[at // gaps], sites.cut[at % gaps]


def _extra_money(compiled: Compiled, van: int, sites: Sites, shipment: int) -> NDArray[np.int64]:
    """What the pickup in gap i (row) and the drop in gap j (column) add to the driving; NEVER where they cannot go."""
    pickup, drop = compiled.place[2 * shipment], compiled.place[2 * shipment + 1]
    cost, before, after = compiled.leg_cost[van], sites.before, sites.after
    saved = cost[before, after]
    loads = np.asarray(compiled.shipments[shipment].loads)
    fits = np.all(sites.load + loads <= compiled.vehicles[van].capacity, axis=1)
    can_pick = fits & _reachable(compiled, van, sites, 2 * shipment) & _keeps_ends(compiled, van, sites, pickup)
    can_drop = fits & _keeps_ends(compiled, van, sites, drop)
    together = np.where(
        can_pick & can_drop, cost[before, pickup] + cost[pickup, drop] + cost[drop, after] - saved, NEVER
    )
    can_drop &= _reachable(compiled, van, sites, 2 * shipment + 1)
    pick = np.where(can_pick, cost[before, pickup] + cost[pickup, after] - saved, NEVER)
    hand_over = np.where(can_drop, cost[before, drop] + cost[drop, after] - saved, NEVER)
    gap = np.arange(len(before))
    full_from = np.minimum.accumulate(np.where(fits, len(gap), gap)[::-1])[::-1]
    on_the_way = (gap[None, :] > gap[:, None]) & (gap[None, :] < full_from[:, None])
    extra = np.where(on_the_way, pick[:, None] + hand_over[None, :], NEVER)
    np.fill_diagonal(extra, together)
    return extra


def _reachable(compiled: Compiled, van: int, sites: Sites, task: int) -> NDArray[np.bool_]:
    """Gaps from which the task's last window can still be met."""
    closes_s = compiled.windows[task][-1][1]
    arrives_s = sites.leave_s + compiled.travel_array[van][sites.before, compiled.place[task]]
    return np.asarray(arrives_s <= closes_s)


def _keeps_ends(compiled: Compiled, van: int, sites: Sites, place: int) -> NDArray[np.bool_]:
    """Gaps where a call does not turn the route's opening or closing visits into a return in mid-route."""
    gap = np.arange(len(sites.before))
    last = len(sites.before) - 1
    if compiled.vehicles[van].reloads:
        return np.ones(last + 1, dtype=bool)
    at_start, at_end = place == compiled.start[van], place == compiled.end[van]
    opens = (gap <= sites.opening) if at_start else np.zeros(last + 1, dtype=bool)
    closes = (gap >= last - sites.closing) if at_end else np.zeros(last + 1, dtype=bool)
    if at_start or at_end:
        return np.asarray(opens | closes)
    return np.asarray((gap >= sites.opening) & (gap <= last - sites.closing))


def _kind(vehicle: Vehicle) -> tuple[object, ...]:
    """Everything about a van but what it is called."""
    return tuple(getattr(vehicle, name) for name in vehicle.__slots__ if name not in ("id", "name"))
