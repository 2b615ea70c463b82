"""What a routing question is: places, travel, vans and shipments, in whole numbers with their units.

Knows nothing of how the question is answered, nor of the rows it was made from. Times are seconds from the midnight
that begins the planning day; money is pence; loads are counted in the problem's own dimensions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

IntMatrix = NDArray[np.int64]
TravelSource = Literal["estimated", "by road", "given"]

#: A leg without any road: longer than every shift, so no plan can hold it.
NO_ROAD_S = 10_000_000
NO_ROAD_M = 1_000_000_000

#: What leaving a shipment behind costs when nobody named a price: dearer than any route, times (1 + priority).
MUST_SERVE_PENCE = 1_000_000


class RoutingError(Exception):
    """Anything the routing core refuses, in words for the person who asked."""


class ContradictoryProblem(RoutingError):
    """The question contradicts itself; `facts` lists every contradiction found, one sentence each."""

    def __init__(self, facts: tuple[str, ...]) -> None:
        super().__init__("; ".join(facts))
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Seconds:
    """Search until this many seconds have passed: the answer depends on the machine."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Iterations:
    """Search this many steps: the same problem, seed and count give the same plan on any machine."""

    count: int


Budget = Seconds | Iterations


@dataclass(frozen=True, slots=True)
class Location:
    """A place on the map. `name` is what messages call it; empty means its id."""

    id: str
    lat: float
    lon: float
    name: str = ""

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.name or self.id


@dataclass(frozen=True, eq=False, slots=True)
class Travel:
    """Seconds and metres from place (row) to place (column), in the order of the problem's locations."""

    travel_s: IntMatrix
    distance_m: IntMatrix
    source: TravelSource

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Travel):
            return NotImplemented
        return (
            self.source == other.source
            and np.array_equal(self.travel_s, other.travel_s)
            and np.array_equal(self.distance_m, other.distance_m)
        )

    def __hash__(self) -> int:
        return hash((self.source, self.travel_s.tobytes(), self.distance_m.tobytes()))


@dataclass(frozen=True, slots=True)
class Window:
    """Service may start from `opens_s` to `closes_s`, both included."""

    opens_s: int
    closes_s: int


@dataclass(frozen=True, slots=True)
class BreakRule:
    """A driver's rest: at least `break_s` in one go before more than `after_s` have been driven since the last.

    Waiting for a window rests the driver, loading and unloading do not. (EU and assimilated rules for vans above 3.5 t:
    45 minutes after four and a half hours; Regulation (EC) 561/2006, article 7.)
    """

    after_s: int
    break_s: int


@dataclass(frozen=True, slots=True)
class Wall:
    """A movable wall between goods of one class and all others: a whole number of steps for them, the rest for these.

    It is set before the route begins and stays there. `dimension` is the row of what the sides share; the other
    dimensions know no wall.
    """

    temperature_class: str
    dimension: int
    step: int


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One van and its driver for one shift; used at most once a plan.

    capacity       one number per dimension of the problem
    classes        temperature classes it can carry
    latest_s       when it must be back, its last unloading included
    driving_limit_s  most seconds behind the wheel in the route; None means only the shift limits it
    cost_per_hour_pence  paid from the start of the route to its end, waiting included
    speed_permille 1000 drives as the matrix says, 900 a tenth slower
    reloads        how often it may call at its start place again before the route ends there or elsewhere
    """

    id: str
    start: str
    end: str
    capacity: tuple[int, ...]
    classes: frozenset[str]
    earliest_s: int
    latest_s: int
    skills: frozenset[str] = frozenset()
    driving_limit_s: int | None = None
    break_rule: BreakRule | None = None
    cost_fixed_pence: int = 0
    cost_per_km_pence: int = 0
    cost_per_hour_pence: int = 0
    speed_permille: int = 1000
    reloads: int = 0
    name: str = ""
    wall: Wall | None = None

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.name or self.id

    def room(self, temperature_class: str) -> tuple[int, ...]:
        """What it carries of goods of one class and nothing else, by dimension."""
        wall = self.wall
        if wall is None or wall.temperature_class != temperature_class:
            return self.capacity
        return tuple(
            room // wall.step * wall.step if row == wall.dimension else room for row, room in enumerate(self.capacity)
        )

    @property
    def restless_limit_s(self) -> int | None:
        """Most seconds behind the wheel in a route that needs no break; None when only the shift limits it."""
        limits = [self.driving_limit_s, None if self.break_rule is None else self.break_rule.after_s]
        return min((limit for limit in limits if limit is not None), default=None)


@dataclass(frozen=True, slots=True)
class TaskSpec:
    """One end of a shipment: where, when, and how long it takes.

    windows          service at the visit must start inside one of them; empty means at any time
    service_fixed_s  parking and signing: paid once a visit, however many tasks it does (the largest counts)
    service_goods_s  handling these goods: crates times the seconds a crate takes; added up over a visit's tasks
    late_s           service may begin so long after the last window closes, and no later
    late_minute_pence  what each minute of that costs
    """

    location: str
    windows: tuple[Window, ...] = ()
    service_fixed_s: int = 0
    service_goods_s: int = 0
    late_s: int = 0
    late_minute_pence: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What people know of a shipment already, and what each change of it costs.

    vehicle, other_vehicle_pence   the van it is known to come with; any other costs so much
    drop_s, minute_pence           when its drop is known to begin; each minute earlier or later costs so much
    """

    vehicle: str | None = None
    other_vehicle_pence: int = 0
    drop_s: int | None = None
    minute_pence: int = 0


@dataclass(frozen=True, slots=True)
class Shipment:
    """Goods that one van takes from its pickup to its drop.

    loads          one number per dimension of the problem
    ready_s        the pickup's service starts no earlier
    priority       0 is usual; higher goes first when not everything fits
    price_unserved_pence  what leaving it behind costs; None means it must go if any van can take it
    name           what messages call it, such as "St Mary's, chilled"; empty means its id
    known          what people know of it from an earlier plan; None means that nobody does
    max_ride_s     how long it may be on board, from the end of service at its pickup to the beginning at its drop
    kind           what the goods are, where that keeps them apart from others ("raw meat"); empty: from none
    """

    id: str
    pickup: TaskSpec
    drop: TaskSpec
    loads: tuple[int, ...]
    temperature_class: str = "ambient"
    skills: frozenset[str] = frozenset()
    priority: int = 0
    price_unserved_pence: int | None = None
    ready_s: int = 0
    name: str = ""
    known: Known | None = None
    kind: str = ""
    max_ride_s: int | None = None

    @property
    def label(self) -> str:
        """What messages call it."""
        return self.name or self.id

    @property
    def penalty_pence(self) -> int:
        """What the plan pays for leaving this shipment behind."""
        if self.price_unserved_pence is not None:
            return self.price_unserved_pence
        return MUST_SERVE_PENCE * (1 + self.priority)


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something a van runs out of. `unit` "g" is shown as kilograms; any other unit is shown as it is."""

    name: str
    unit: str


WEIGHT = Dimension("weight", "g")
CRATES = Dimension("crates", "crates")


@dataclass(frozen=True, slots=True)
class NeverTogether:
    """Two kinds of goods that are never in a van at the same time; one after the other they may be."""

    one: str
    other: str


@dataclass(frozen=True)
class Problem:
    """One day's routing question. Plain values only, so that it can be fingerprinted, stored and sent."""

    locations: tuple[Location, ...]
    travel: Travel
    vehicles: tuple[Vehicle, ...]
    shipments: tuple[Shipment, ...]
    dimensions: tuple[Dimension, ...] = field(default=(WEIGHT, CRATES))
    never_together: tuple[NeverTogether, ...] = ()

    @cached_property
    def location_index(self) -> Mapping[str, int]:
        """Row of each location in the travel matrices."""
        return {location.id: row for row, location in enumerate(self.locations)}
