"""What an answer is: timed routes with their loads and cost, and every shipment left out with its reason.

Knows nothing of how it was found. Units as in the problem: seconds from midnight, metres, pence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from logistics.planning.routing.problem import TravelSource

TaskKind = Literal["pickup", "drop"]


@dataclass(frozen=True, slots=True)
class Task:
    """Loading or handing over one shipment."""

    shipment: str
    kind: TaskKind


@dataclass(frozen=True, slots=True)
class Visit:
    """A van at a place: it arrives, waits for the window if it must, serves from start to depart, and leaves.

    loads_after   on board when it leaves, one number per dimension
    break_s       rest behind the service, before it leaves
    late_s, late_pence     by how much service begins after the last window of some task, and the price of that
    travel_s, distance_m   of the leg that led here (0 at the place where the route starts)
    """

    location: str
    arrive_s: int
    start_s: int
    depart_s: int
    tasks: tuple[Task, ...]
    loads_after: tuple[int, ...]
    travel_s: int = 0
    distance_m: int = 0
    break_s: int = 0
    late_s: int = 0
    late_pence: int = 0

    @property
    def wait_s(self) -> int:
        """Seconds the van stands before service may start."""
        return self.start_s - self.arrive_s


@dataclass(frozen=True, slots=True)
class Cost:
    """Money by what it is spent on."""

    fixed_pence: int = 0
    distance_pence: int = 0
    time_pence: int = 0

    @property
    def total_pence(self) -> int:
        """All parts together."""
        return self.fixed_pence + self.distance_pence + self.time_pence

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            self.fixed_pence + other.fixed_pence,
            self.distance_pence + other.distance_pence,
            self.time_pence + other.time_pence,
        )


@dataclass(frozen=True, slots=True)
class Route:
    """One van's day from `start_s` at its start place to `end_s` at its end place, the way home included.

    Goods loaded at the start place are the first visit (no travel); goods dropped at the end place are the last.
    """

    vehicle: str
    start_s: int
    end_s: int
    visits: tuple[Visit, ...]
    distance_m: int
    travel_s: int
    cost: Cost

    @property
    def late_pence(self) -> int:
        """The prices of service that begins late, added up."""
        return sum(visit.late_pence for visit in self.visits)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a shipment stayed behind: a code for programs, the numbers that bound, and the sentence for people."""

    code: str
    numbers: Mapping[str, int | str]
    text: str


@dataclass(frozen=True, slots=True)
class Unserved:
    """A shipment left out, and why."""

    shipment: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Plan:
    """An answer. Believe it only after `check.faults(problem, plan)` came back empty.

    cost           the routes' cost in its parts
    penalty_pence  the prices of the shipments left out, added up
    change_pence   the prices of all changes to what people know; nobody pays them
    engine_because why this engine searched, where it is not the usual one
    bound_pence    no plan can cost less than this (cost and penalties), when the engine proved one
    """

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...]
    cost: Cost
    penalty_pence: int
    travel_source: TravelSource
    engine: str
    bound_pence: int | None = None
    change_pence: int = 0
    engine_because: str = ""

    @property
    def late_pence(self) -> int:
        """The prices of service that begins late, added up over all routes."""
        return sum(route.late_pence for route in self.routes)

    @property
    def objective_pence(self) -> int:
        """What the search makes small: money spent, prices of what stayed behind, of changes and of lateness."""
        return self.cost.total_pence + self.penalty_pence + self.change_pence + self.late_pence

    @property
    def distance_m(self) -> int:
        """Metres driven by all vans."""
        return sum(route.distance_m for route in self.routes)


@dataclass(frozen=True, slots=True)
class Progress:
    """A better plan was found. Return False from `on_progress` to stop with the best so far.

    cost_pence   money, prices of changes to what people know, and prices of lateness
    """

    cost_pence: int
    penalty_pence: int
    unserved: int
    elapsed_s: float
    engine: str
    routes: int
