"""The best plan so far: believes no engine's own cost, times every offer anew, and tells who listens.

Knows nothing of how offers are made.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from logistics.planning.routing.changes import change_pence
from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Draft, Sequences
from logistics.planning.routing.engines.insertion import insert
from logistics.planning.routing.plan import Progress, Route
from logistics.planning.routing.schedule import feasible_groups, time_route

#: Better plans that come faster than this are looked at when the search ends.
GLIMPSE_EVERY_S = 0.2
#: An offer that leaves more out than this is no plan to be mended shipment by shipment.
MOST_INSERTED = 30
#: Mending goes on this long behind the deadline: an engine's last answer is worth it.
INSERT_AFTER_S = 0.1


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
    _glimpsed: Sequences | None = None
    _glimpsed_s: float = -GLIMPSE_EVERY_S

    def __post_init__(self) -> None:
        self.sequences = [[] for _ in self.compiled.vehicles]

    def out_of_time(self) -> bool:
        """Whether the search must end: the deadline has come, or somebody said stop."""
        return self.is_stopped or self.clock() >= self.deadline_s

    def left_out(self) -> list[int]:
        """Shipments without a place, the dearest to leave first."""
        return self._left_out(self.sequences)

    def offer(self, sequences: Sequences, *, engine: str) -> None:
        """Keep the routes if they are better, once what they left out is inserted where it fits."""
        whole = self._whole(sequences)
        timed = [time_route(self.compiled, van, tasks) for van, tasks in enumerate(whole) if tasks]
        routes = tuple(route for route in timed if route is not None)
        left = self._left_out(whole)
        penalty = sum(self.compiled.shipments[s].penalty_pence for s in left)
        money = sum(route.cost.total_pence + route.late_pence for route in routes)
        cost = money + change_pence(self.compiled.problem, routes)
        if self.objective is not None and cost + penalty >= self.objective:
            return
        self.sequences, self.routes, self.engine, self.objective = whole, routes, engine, cost + penalty
        if self.on_progress is not None and not self.is_stopped:
            elapsed_s = self.clock() - self.began_s
            event = Progress(cost, penalty, len(left), elapsed_s, engine, len(routes))
            self.is_stopped |= self.on_progress(event) is False

    def glimpse(self, sequences: Sequences, *, engine: str) -> bool:
        """The best answer in the middle of a search, looked at now and then. False asks the search to stop."""
        is_new = self.on_progress is not None and sequences is not self._glimpsed
        if is_new and self.clock() - self._glimpsed_s >= GLIMPSE_EVERY_S:
            self.offer(sequences, engine=engine)
            self._glimpsed, self._glimpsed_s = sequences, self.clock()
        return not self.out_of_time()

    def _whole(self, sequences: Sequences) -> Sequences:
        """The offer without routes that cannot be driven, and with what it left out put in where it fits."""
        drivable = [list(t) if t and feasible_groups(self.compiled, v, t) else [] for v, t in enumerate(sequences)]
        draft = Draft(self.compiled, drivable)
        for shipment in self._left_out(drivable)[:MOST_INSERTED]:
            if not self.is_stopped and self.clock() < self.deadline_s + INSERT_AFTER_S:
                insert(draft, shipment)
        return [self._worth_driving(van, tasks) for van, tasks in enumerate(draft.sequences)]

    def _worth_driving(self, van: int, tasks: list[int]) -> list[int]:
        """The tasks without what costs more to bring than to leave: single shipments, or else the whole route."""
        kept = tasks
        for shipment in dict.fromkeys(task // 2 for task in tasks):
            if self.compiled.shipments[shipment].price_unserved_pence is not None:
                fewer = [task for task in kept if task // 2 != shipment]
                if self._pence(van, fewer) + self.compiled.shipments[shipment].penalty_pence < self._pence(van, kept):
                    kept = fewer
        prices = sum(self.compiled.shipments[task // 2].penalty_pence for task in kept if task % 2)
        return kept if self._pence(van, kept) <= prices else []

    def _pence(self, van: int, tasks: list[int]) -> float:
        if not tasks:
            return 0
        route = time_route(self.compiled, van, tasks)
        if route is None:
            return math.inf
        return route.cost.total_pence + route.late_pence + change_pence(self.compiled.problem, (route,))

    def _left_out(self, sequences: Sequences) -> list[int]:
        served = {task // 2 for tasks in sequences for task in tasks}
        left = [s for s in self.shipments if s not in served]
        return sorted(left, key=lambda s: -self.compiled.shipments[s].penalty_pence)
