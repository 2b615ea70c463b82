"""Routes under construction, and what an insertion needs to know about their gaps.

Knows nothing of what is worth inserting.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.schedule import feasible_groups
from logistics.planning.routing.visiting import Group
from logistics.planning.routing.walking import walk

Sequences = list[list[int]]


@dataclass(slots=True)
class Draft:
    """Routes under construction: the tasks of each van in order, and what is known about them."""

    compiled: Compiled
    sequences: Sequences
    _sites: dict[int, Sites] = field(default_factory=dict)

    def sites(self, van: int) -> Sites:
        """Where the van's route can be opened for a task; kept until the route changes."""
        if van not in self._sites:
            self._sites[van] = _sites(self.compiled, van, self.sequences[van])
        return self._sites[van]

    def replace(self, van: int, tasks: list[int]) -> None:
        """Give the van this order of tasks instead."""
        self.sequences[van] = tasks
        self._sites.pop(van, None)


@dataclass(frozen=True, eq=False, slots=True)
class Sites:
    """The gaps between a route's visits, as arrays: gap k lies behind visit k - 1.

    before, after      places on either side
    leave_s, due_s     earliest departure from the one, latest arrival at the other
    load               on board, by gap and dimension
    cut                how many tasks precede the gap
    opening, closing   how many visits stand at the start place and at the end place
    """

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    leave_s: NDArray[np.int64]
    due_s: NDArray[np.int64]
    load: NDArray[np.int64]
    cut: list[int]
    opening: int
    closing: int


def _sites(compiled: Compiled, van: int, tasks: Sequence[int]) -> Sites:
    groups = (feasible_groups(compiled, van, tasks) if tasks else None) or []
    timing = walk(compiled, van, groups, compiled.vehicles[van].earliest_s)
    serve = timing.serve_s if timing is not None else []
    leave = [compiled.vehicles[van].earliest_s]
    rest = timing.rest_s if timing is not None else []
    leave += [begin + group.service_s + rest_s for begin, group, rest_s in zip(serve, groups, rest, strict=True)]
    cut, load = [0], [[0] * len(compiled.problem.dimensions)]
    for group in groups:
        cut.append(cut[-1] + len(group.tasks))
        load.append([sum(parts) for parts in zip(load[-1], *(compiled.load[t] for t in group.tasks), strict=True)])
    places = [group.place for group in groups]
    return Sites(
        before=np.array([compiled.start[van], *places]),
        after=np.array([*places, compiled.end[van]]),
        leave_s=np.array(leave),
        due_s=np.array(_due(compiled, van, groups)),
        load=np.array(load),
        cut=cut,
        opening=_run(groups, compiled.start[van]),
        closing=_run(groups[::-1], compiled.end[van]),
    )


def _due(compiled: Compiled, van: int, groups: Sequence[Group]) -> list[int]:
    """Latest arrival at each visit, and at the end, that still lets everything behind it happen."""
    due = [compiled.vehicles[van].latest_s]
    there = compiled.end[van]
    for group in reversed(groups):
        leave_by_s = due[-1] - compiled.travel_s[van][group.place][there] - group.service_s
        due.append(max((min(closes, leave_by_s) for opens, closes in group.windows if opens <= leave_by_s), default=-1))
        there = group.place
    return due[::-1]


def _run(groups: Sequence[Group], place: int) -> int:
    count = 0
    while count < len(groups) and groups[count].place == place:
        count += 1
    return count
