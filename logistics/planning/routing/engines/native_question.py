"""A compiled problem as the native engine's numbered question, with what it takes to read the answers.

Knows nothing of how the search goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.compiled import PENCE_UNITS, Compiled, Windows
from logistics.planning.routing.engines import native_money
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native import library
from logistics.planning.routing.engines.native.library import Answer, Question
from logistics.planning.routing.engines.native_money import MOST_TIME_S
from logistics.planning.routing.problem import Vehicle

#: The engine counts in 32 bits; sums of three of these still fit.
MOST_LOAD = 1_000_000_000
MOST_METRES = 1_000_000_000


@dataclass(frozen=True, eq=False, slots=True)
class Asked:
    """The question with the numbering needed to read its answers.

    tasks    task of the problem by task of the question
    vans     vans of each type, in order
    before, after   by task of the question: the other end of its shipment that the question does not mention because
                    it takes no time at the start place, or at the end place; else -1
    """

    question: Question
    tasks: list[int]
    vans: list[list[int]]
    before: list[int]
    after: list[int]

    def sequences(self, routes: Sequence[Sequence[int]], types: Sequence[int]) -> Sequences:
        """Each van's tasks as the problem numbers them."""
        made: Sequences = [[] for vans in self.vans for _ in vans]
        free = [iter(vans) for vans in self.vans]
        for route, van_type in zip(routes, types, strict=True):
            made[next(free[van_type])] = [
                *(self.before[task] for task in route if self.before[task] >= 0),
                *(self.tasks[task] for task in route),
                *(self.after[task] for task in route if self.after[task] >= 0),
            ]
        return made

    def hint(self, sequences: Sequences) -> Answer:
        """The sequences as the question numbers them."""
        number = {task: row for row, task in enumerate(self.tasks)}
        routes, types = [], []
        for van_type, vans in enumerate(self.vans):
            for van in vans:
                route = [number[task] for task in sequences[van] if task in number]
                if route:
                    routes.append(route)
                    types.append(van_type)
        return routes, types


def ask(compiled: Compiled, shipments: Sequence[int], share_visits: bool) -> Asked:
    """The question about these shipments; without shared visits each task stands alone at its place."""
    vans = alike(compiled)
    silent = {task for s in shipments for task in (_silent(compiled, s),) if task is not None}
    tasks = [task for s in shipments for task in (2 * s, 2 * s + 1) if task not in silent]
    speeds = sorted({vehicle.speed_permille for vehicle in compiled.vehicles})
    by_speed = {van.speed_permille: compiled.travel_array[v] for v, van in enumerate(compiled.vehicles)}
    types = _van_types(compiled, vans, speeds)
    numbered, gaps = _tasks(compiled, shipments, tasks, share_visits)
    requests = _requests(compiled, shipments, tasks)
    moved = native_money.moved(compiled, shipments, vans)
    moments = native_money.moments(compiled, tasks)
    native_money.in_one_unit(types, requests, moved, moments)
    question = Question(
        dimensions=len(compiled.problem.dimensions),
        distance_m=compiled.problem.travel.distance_m.astype(np.int32),
        travel_s=np.stack([np.minimum(by_speed[speed], MOST_TIME_S).astype(np.int32) for speed in speeds]),
        tasks=numbered,
        requests=requests,
        types=types,
        allowed=np.array(
            [[kind[0] in compiled.allowed_set[s] for kind in vans] for s in shipments], dtype=np.uint8
        ).reshape(len(shipments), len(vans)),
        moved=moved,
        gaps=gaps,
        prices=moments,
    )
    others = [task ^ 1 if task ^ 1 in silent else -1 for task in tasks]
    return Asked(
        question,
        tasks,
        vans,
        before=[other if other % 2 == 0 else -1 for other in others],
        after=[other if other % 2 == 1 else -1 for other in others],
    )


def alike(compiled: Compiled) -> list[list[int]]:
    """The vans by kind: those of one kind differ in name only, and nobody knows them for what they bring."""
    kinds: dict[tuple[object, ...], list[int]] = {}
    for number, van in enumerate(compiled.vehicles):
        kinds.setdefault((*_kind(van), compiled.moved_pence[:, number].tobytes()), []).append(number)
    return list(kinds.values())


def _kind(van: Vehicle) -> tuple[object, ...]:
    return (
        *(van.start, van.end, van.capacity, van.classes, van.skills, van.earliest_s, van.latest_s),
        *(van.driving_limit_s, van.break_rule, van.cost_fixed_pence, van.cost_per_km_pence, van.cost_per_hour_pence),
        *(van.speed_permille, van.reloads),
    )


def _silent(compiled: Compiled, shipment: int) -> int | None:
    """The end of the shipment that takes no time where every van starts, or ends, at any time of its shift.

    Not where a van that may take it can come back: it need not be on board from the start, or until the end. One
    whose moment has a price is told.
    """
    if any(compiled.vehicles[van].reloads for van in compiled.allowed[shipment]):
        return None
    for task, depots in ((2 * shipment, compiled.start), (2 * shipment + 1, compiled.end)):
        (opens_s, closes_s), *others = compiled.windows[task]
        if (
            not others
            and all(place == compiled.place[task] for place in depots)
            and compiled.fixed_s[task] + compiled.goods_s[task] == 0
            and native_money.moments(compiled, (task,)) is None
            and opens_s <= min(van.earliest_s for van in compiled.vehicles)
            and closes_s >= max(van.latest_s for van in compiled.vehicles)
        ):
            return task
    return None


def _tasks(
    compiled: Compiled, shipments: Sequence[int], tasks: Sequence[int], share_visits: bool
) -> tuple[NDArray[np.void], NDArray[np.void] | None]:
    """The tasks in the engine's layout, and the gaps between the windows of those that have several."""
    row = {shipment: number for number, shipment in enumerate(shipments)}
    horizon_s = max(van.latest_s for van in compiled.vehicles)
    groups: dict[tuple[object, ...], int] = {}
    made = np.zeros(len(tasks), dtype=library.TASK)
    made["place"] = compiled.place_array[tasks]
    windows = [_windows(compiled, task, horizon_s) for task in tasks]
    made["opens_s"] = [spans[0][0] for spans in windows]
    made["closes_s"] = [spans[-1][1] for spans in windows]
    made["fixed_s"] = compiled.fixed_array[tasks]
    made["goods_s"] = compiled.goods_array[tasks]
    made["request"] = [row[task // 2] for task in tasks]
    made["group"] = [
        groups.setdefault((compiled.place[task], spans, compiled.fixed_s[task]), len(groups)) if share_visits else row
        for row, (task, spans) in enumerate(zip(tasks, windows, strict=True))
    ]
    made["load"][:, : compiled.load_array.shape[1]] = compiled.load_array[tasks]
    return made, _gaps(made["group"], windows)


def _gaps(groups: NDArray[np.int32], windows: Sequence[Windows]) -> NDArray[np.void] | None:
    """What lies between the windows of each group's tasks; None where no task has several."""
    if all(len(spans) == 1 for spans in windows):
        return None
    made = np.zeros(int(groups.max()) + 1, dtype=library.GAPS)
    for group, spans in zip(groups, windows, strict=True):
        for number, ((_, closes_s), (opens_s, _)) in enumerate(pairwise(spans)):
            made[group]["closes_s"][number], made[group]["opens_s"][number] = closes_s, opens_s
    return made


def _windows(compiled: Compiled, task: int, horizon_s: int) -> Windows:
    """The task's windows up to the horizon; one that nobody can keep if none begins before it."""
    windows = tuple((opens, min(closes, horizon_s)) for opens, closes in compiled.windows[task] if opens <= horizon_s)
    return windows or ((horizon_s + 1, horizon_s),)


def _requests(compiled: Compiled, shipments: Sequence[int], tasks: Sequence[int]) -> NDArray[np.void]:
    number = {task: row for row, task in enumerate(tasks)}
    made = np.zeros(len(shipments), dtype=library.REQUEST)
    made["pickup"] = [number.get(2 * s, library.NOBODY) for s in shipments]
    made["drop"] = [number.get(2 * s + 1, library.NOBODY) for s in shipments]
    made["price"] = [native_money.penalty(compiled, s) for s in shipments]
    return made


def _van_types(compiled: Compiled, vans: Sequence[Sequence[int]], speeds: Sequence[int]) -> NDArray[np.void]:
    made = np.zeros(len(vans), dtype=library.VAN_TYPE)
    for row, kind in enumerate(vans):
        van = compiled.vehicles[kind[0]]
        limit_s = MOST_TIME_S if van.driving_limit_s is None else min(van.driving_limit_s, MOST_TIME_S)
        made[row]["start"], made[row]["end"] = compiled.start[kind[0]], compiled.end[kind[0]]
        made[row]["earliest_s"], made[row]["latest_s"] = van.earliest_s, van.latest_s
        made[row]["driving_limit_s"], made[row]["speed"] = limit_s, speeds.index(van.speed_permille)
        made[row]["count"] = len(kind)
        if van.break_rule is not None:
            made[row]["rest_s"] = _rest_s(van)
            made[row]["rest_after_s"] = min(van.break_rule.after_s, MOST_TIME_S)
        made[row]["reloads"] = min(van.reloads, len(compiled.place))  # more calls than tasks there cannot be
        made[row]["capacity"][: len(van.capacity)] = [min(room, MOST_LOAD) for room in van.capacity]
        made[row]["fixed"] = van.cost_fixed_pence * PENCE_UNITS
        made[row]["per_metre"] = van.cost_per_km_pence * (PENCE_UNITS // 1000)
        made[row]["per_second"] = van.cost_per_hour_pence * (PENCE_UNITS // 3600)
    return made


def _rest_s(van: Vehicle) -> int:
    """How long its driver rests; what is longer than the shift is as good as a second more than that."""
    return 0 if van.break_rule is None else min(van.break_rule.break_s, van.latest_s - van.earliest_s + 1)


def has_small_numbers(compiled: Compiled, shipments: Sequence[int], tasks: Sequence[int]) -> bool:
    """Whether the engine can count what these tasks of these shipments add up to."""
    latest_s = max(vehicle.latest_s for vehicle in compiled.vehicles)
    service_s = int(compiled.fixed_array[tasks].sum() + compiled.goods_array[tasks].sum())
    rests_s = (len(tasks) + 1) * max((_rest_s(van) for van in compiled.vehicles), default=0)
    return (
        latest_s + service_s + rests_s <= MOST_TIME_S
        and int(compiled.problem.travel.distance_m.max()) <= MOST_METRES
        and all(total <= MOST_LOAD for total in compiled.load_array[tasks[::2]].sum(axis=0).tolist())
        and native_money.is_countable(compiled, shipments, tasks)
    )
