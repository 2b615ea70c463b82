"""The first complete plan, at once: again and again the best remaining shipment goes where it costs least.

Also puts left-out shipments into finished routes. Knows nothing of improving what stands.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled
from logistics.planning.routing.engines.draft import Draft, Sequences
from logistics.planning.routing.engines.gaps import NEVER, extra_money
from logistics.planning.routing.schedule import feasible_groups

Rule = Literal["cheapest", "regret"]
NAME = "insertion"
NOISE = 0.15


@dataclass(frozen=True, slots=True)
class Insertion:
    """A way to serve a shipment: the van, its new order of tasks, and the extra money in 1 / PENCE_UNITS pence."""

    van: int
    tasks: list[int]
    extra: int


def construct(
    compiled: Compiled,
    shipments: Sequence[int],
    *,
    rule: Rule = "regret",
    rng: random.Random | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Sequences:
    """Insert shipments until none fits any more, or each costs more than leaving it. Returns each van's tasks.

    "cheapest" takes the shipment that adds least, "regret" the one that loses most if its best van is gone. With `rng`
    every cost is blurred a little, so that each call finds another plan.
    """
    draft = Draft(compiled, [[] for _ in compiled.vehicles])
    rows = np.array(shipments, dtype=np.int64)
    blur = _blur(len(rows), rng)
    penalty = np.array([compiled.shipments[s].penalty_pence * PENCE_UNITS for s in shipments], dtype=np.int64)
    best = np.full((len(rows), len(compiled.vehicles)), NEVER, dtype=np.int64)
    for van in range(len(compiled.vehicles)):
        _refresh(draft, van, rows, best)
    waiting = np.ones(len(rows), dtype=bool)
    while waiting.any() and not stop():
        row = _choose(best, penalty, waiting, blur, rule)
        van = int(best[row].argmin())
        if best[row, van] > penalty[row]:
            waiting[row] = False
            best[row] = NEVER
            continue
        found = cheapest_in_van(draft, van, int(rows[row]))
        if found is None or found.extra > best[row, van]:
            best[row, van] = NEVER if found is None else found.extra
            continue
        draft.replace(van, found.tasks)
        waiting[row] = False
        best[row] = NEVER
        _refresh(draft, van, rows[waiting], best, where=waiting)
    return draft.sequences


def insert(draft: Draft, shipment: int) -> bool:
    """Put the shipment where it costs least; False when it fits nowhere or costs more than leaving it."""
    found = cheapest_insertion(draft, shipment)
    if found is None or found.extra > draft.compiled.shipments[shipment].penalty_pence * PENCE_UNITS:
        return False
    draft.replace(found.van, found.tasks)
    return True


def cheapest_insertion(draft: Draft, shipment: int) -> Insertion | None:
    """The cheapest feasible pair of gaps over all vans that can carry the shipment; every pair is considered."""
    found = [
        insertion
        for van in draft.compiled.allowed[shipment]
        if (insertion := cheapest_in_van(draft, van, shipment)) is not None
    ]
    return min(found, key=lambda insertion: insertion.extra, default=None)


def cheapest_in_van(draft: Draft, van: int, shipment: int) -> Insertion | None:
    """The cheapest feasible pair of gaps in one van's route, by the driving it adds."""
    compiled, sites, sequence = draft.compiled, draft.sites(van), draft.sequences[van]
    gaps = len(sites.before)
    flat = extra_money(compiled, van, sites, np.array([shipment])).ravel()
    likely = np.flatnonzero(flat < NEVER // 2)
    for at in likely[np.argsort(flat[likely], kind="stable")].tolist():
        first, second = sites.cut[at // gaps], sites.cut[at % gaps]
        tasks = [*sequence[:first], 2 * shipment, *sequence[first:second], 2 * shipment + 1, *sequence[second:]]
        if feasible_groups(compiled, van, tasks) is not None:
            moved = int(compiled.moved_pence[shipment, van]) * PENCE_UNITS
            return Insertion(van, tasks, int(flat[at]) + _opening_cost(draft, van) + moved)
    return None


def _refresh(
    draft: Draft, van: int, rows: NDArray[np.int64], best: NDArray[np.int64], where: NDArray[np.bool_] | None = None
) -> None:
    """Recompute what each waiting shipment would add to one van; only the quick tests are made here."""
    sites = draft.sites(van)
    fits = np.array([van in draft.compiled.allowed_set[s] for s in rows.tolist()], dtype=bool)
    column = np.full(len(rows), NEVER, dtype=np.int64)
    if fits.any():
        column[fits] = extra_money(draft.compiled, van, sites, rows[fits]).min(axis=(1, 2))
    more = _opening_cost(draft, van) + draft.compiled.moved_pence[rows, van] * PENCE_UNITS
    column = np.where(column < NEVER // 2, column + more, NEVER)
    best[slice(None) if where is None else where, van] = column


def _choose(
    best: NDArray[np.int64],
    penalty: NDArray[np.int64],
    waiting: NDArray[np.bool_],
    blur: NDArray[np.float64],
    rule: Rule,
) -> int:
    """The row of the shipment to insert next: highest price first, then by the rule."""
    cheapest = best.min(axis=1)
    if rule == "regret" and best.shape[1] > 1:
        second = np.partition(best, 1, axis=1)[:, 1]
        merit = (np.minimum(second, 2 * penalty) - cheapest) * blur
    else:
        merit = -(cheapest * blur)
    dearest = penalty[waiting].max()
    return int(np.where(waiting & (penalty == dearest), merit, -np.inf).argmax())


def _blur(count: int, rng: random.Random | None) -> NDArray[np.float64]:
    if rng is None:
        return np.ones(count)
    return np.array([1 + rng.uniform(-NOISE, NOISE) for _ in range(count)])


def _opening_cost(draft: Draft, van: int) -> int:
    return 0 if draft.sequences[van] else draft.compiled.vehicles[van].cost_fixed_pence * PENCE_UNITS


def starts(seed: int) -> Iterable[tuple[Rule, random.Random | None]]:
    """Ways to construct worth trying, the usual best first, then blurred ones without end."""
    yield "regret", None
    yield "cheapest", None
    rng = random.Random(seed)
    while True:
        yield "cheapest", rng
        yield "regret", rng
