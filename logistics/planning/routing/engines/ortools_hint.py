"""Fits a plan to what the OR-Tools model accepts, so that the search can start from it.

The model lets every task of a visit start inside its window, not only the visit. Where that makes a task late, its
shipment is taken out, and the search puts it back.
"""

from __future__ import annotations

from collections.abc import Sequence

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.ortools_model import Model
from logistics.planning.routing.visiting import Group, group_visits


def node_routes(compiled: Compiled, model: Model, sequences: Sequences) -> list[list[int]]:
    """Each van's tasks as the model's indices, without late tasks and without those that need no node."""
    return [
        [
            model.manager.NodeToIndex(model.node_of[task])
            for task in _without_late(compiled, model, van, tasks)
            if task in model.node_of
        ]
        for van, tasks in enumerate(sequences)
    ]


def _without_late(compiled: Compiled, model: Model, van: int, tasks: Sequence[int]) -> list[int]:
    kept = list(tasks)
    while (late := _first_late(compiled, model, van, kept)) is not None:
        kept = [task for task in kept if task // 2 != late // 2]
    return kept


def _first_late(compiled: Compiled, model: Model, van: int, tasks: Sequence[int]) -> int | None:
    travel_s, vehicle = compiled.travel_s[van], compiled.vehicles[van]
    here, clock_s = compiled.start[van], vehicle.earliest_s
    for group in group_visits(compiled, tasks, share=False):
        clock_s += travel_s[here][group.place]
        begin_s = next((max(clock_s, opens_s) for opens_s, closes_s in group.windows if clock_s <= closes_s), None)
        if begin_s is None:
            return group.tasks[-1]
        late = _late_within(compiled, model, group, begin_s)
        if late is not None:
            return late
        clock_s, here = begin_s + group.service_s, group.place
    if tasks and clock_s + travel_s[here][compiled.end[van]] > vehicle.latest_s:
        return tasks[-1]
    return None


def _late_within(compiled: Compiled, model: Model, group: Group, begin_s: int) -> int | None:
    """The first task that starts behind its window because others at the visit come before it."""
    for task in group.tasks:
        if task not in model.node_of:
            continue
        if begin_s > group.windows[-1][1]:
            return task
        begin_s += compiled.goods_s[task]
    return None
