"""The best plan so far: believes no engine's own cost, times every offer anew, and tells who listens.

Knows nothing of how offers are made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Draft, Sequences
from logistics.planning.routing.engines.insertion import insert
from logistics.planning.routing.plan import Progress, Route
from logistics.planning.routing.schedule import time_route

#: Better plans that come faster than this are looked at when the search ends.
GLIMPSE_EVERY_S = 0.2


@dataclass(slots=True)
class Incumbent:
    """The best routes found for the shipments that some van could bring."""

    compiled: Compiled
    shipments: Sequence[int]
    clock: Callable[[], float]
    began_s: float
    deadline_s: float
    on_progress: Callable[[Progress], bool | None] | None
    sequences: Sequences = field(default_factory=list)
    routes: tuple[Route, ...] = ()
    engine: str = "insertion"
    objective: int | None = None
    is_stopped: bool = False
    _glimpsed_s: float = 0.0

    def __post_init__(self) -> None:
        self.sequences = [[] for _ in self.compiled.vehicles]

    def out_of_time(self) -> bool:
        return self.is_stopped or self.clock() >= self.deadline_s

    def left_out(self) -> list[int]:
        """Shipments without a place, in the problem's order."""
        served = {task // 2 for tasks in self.sequences for task in tasks}
        return [s for s in self.shipments if s not in served]

    def offer(self, sequences: Sequences, *, engine: str) -> None:
        """Keep the routes if they are better. A route that cannot be driven is taken apart and inserted anew."""
        sequences, routes = self._timed(sequences)
        served = {task // 2 for tasks in sequences for task in tasks}
        left = [s for s in self.shipments if s not in served]
        penalty = sum(self.compiled.shipments[s].penalty_pence for s in left)
        cost = sum(route.cost.total_pence for route in routes)
        if self.objective is not None and cost + penalty >= self.objective:
            return
        self.sequences, self.routes, self.engine, self.objective = sequences, routes, engine, cost + penalty
        if self.on_progress is not None:
            elapsed_s = self.clock() - self.began_s
            event = Progress(cost, penalty, len(left), elapsed_s, engine, len(routes))
            self.is_stopped |= self.on_progress(event) is False

    def glimpse(self, sequences: Sequences, *, engine: str) -> bool:
        """A better answer in the middle of a search, looked at now and then. False asks the search to stop."""
        if self.on_progress is not None and self.clock() - self._glimpsed_s >= GLIMPSE_EVERY_S:
            self.offer(sequences, engine=engine)
            self._glimpsed_s = self.clock()
        return not self.out_of_time()

    def _timed(self, sequences: Sequences) -> tuple[Sequences, tuple[Route, ...]]:
        timed = [time_route(self.compiled, van, tasks) if tasks else None for van, tasks in enumerate(sequences)]
        broken = [van for van, tasks in enumerate(sequences) if tasks and timed[van] is None]
        if broken:
            homeless = sorted({task // 2 for van in broken for task in sequences[van]})
            draft = Draft(self.compiled, [[] if van in broken else list(tasks) for van, tasks in enumerate(sequences)])
            for shipment in homeless:
                insert(draft, shipment)
            return self._timed(draft.sequences)
        return sequences, tuple(route for route in timed if route is not None)
