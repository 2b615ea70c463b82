"""An order of tasks cut into visits. Knows nothing of times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from logistics.planning.routing.compiled import Compiled, Windows


@dataclass(slots=True)
class Group:
    """Tasks done in one visit: the windows they have in common, and how long they take together."""

    place: int
    tasks: list[int]
    windows: Windows
    fixed_s: int
    goods_s: int

    @property
    def service_s(self) -> int:
        """Seconds from the start of service to leaving."""
        return self.fixed_s + self.goods_s


def group_visits(compiled: Compiled, tasks: Sequence[int], *, share: bool) -> list[Group]:
    """Tasks in a row at one place become one visit if they have a window in common.

    With share=False only tasks with the very same windows do: waiting for the later of two windows can cost the van
    its next appointment.
    """
    groups: list[Group] = []
    for task in tasks:
        windows = compiled.windows[task]
        last = groups[-1] if groups else None
        if last is not None and last.place == compiled.place[task]:
            common = windows if windows == last.windows else (_common(last.windows, windows) if share else ())
            if common:
                last.tasks.append(task)
                last.windows = common
                last.fixed_s = max(last.fixed_s, compiled.fixed_s[task])
                last.goods_s += compiled.goods_s[task]
                continue
        groups.append(
            Group(
                compiled.place[task],
                [task],
                windows,
                compiled.fixed_s[task],
                compiled.goods_s[task],
            )
        )
    return groups


def _common(left: Windows, right: Windows) -> Windows:
    return tuple(
        sorted(
            (max(opens, other_opens), min(closes, other_closes))
            for opens, closes in left
            for other_opens, other_closes in right
            if max(opens, other_opens) <= min(closes, other_closes)
        )
    )
