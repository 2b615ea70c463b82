"""The dispatcher's board as values: one date's vans with their stops, and what stays behind. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from logistics.dispatch.fullest import Fullest
from logistics.models import Driver

OFTEN_ENOUGH = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardStop:
    """One visit. `window` is when the place takes vans for these goods; `is_tight` that little of it is left.

    `break_min` is the driver's rest before leaving. `on_time_of_100` says on how many mornings in a hundred the van
    keeps the window; None where any time will do.
    """

    id: int
    sequence: int
    place: str
    latitude: float
    longitude: float
    arrives_at: datetime
    starts_at: datetime
    departs_at: datetime
    tasks: tuple[str, ...]
    load_g: int
    load_crates: int
    window: str
    is_tight: bool
    is_yard: bool
    is_done: bool
    break_min: int
    on_time_of_100: int | None

    @property
    def is_often_late(self) -> bool:
        """Whether the van misses the window on more than five mornings in a hundred."""
        return self.on_time_of_100 is not None and self.on_time_of_100 < OFTEN_ENOUGH

    @property
    def wait_min(self) -> int:
        """Whole minutes the van waits before it may begin."""
        return int((self.starts_at - self.arrives_at).total_seconds()) // 60

    @property
    def is_movable(self) -> bool:
        """Whether it can be moved by itself."""
        return not self.is_yard and not self.is_done


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRoute(Fullest):
    """One van's day. `colour` is 1 to 6, `dash` tells routes of one colour apart.

    `hours` says what drivers' hours hold for the van; `is_over_duty` that the route is longer than a day at work.
    """

    id: int
    number: int
    day: date
    colour: int
    dash: int
    vehicle_id: int
    van: str
    temperature_class: str
    out_of_use: bool
    hours: str
    is_over_duty: bool
    driver_id: int | None
    driver: str
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    travel_s: int
    cost_pence: int
    capacity_g: int
    capacity_crates: int
    start_latitude: float
    start_longitude: float
    has_started: bool
    stops: tuple[BoardStop, ...]

    @property
    def calls(self) -> int:
        """Stops away from the yard."""
        return sum(1 for stop in self.stops if not stop.is_yard)

    @property
    def done(self) -> int:
        """Stops away from the yard that are done."""
        return sum(1 for stop in self.stops if stop.is_done and not stop.is_yard)


@dataclass(frozen=True, slots=True)
class BoardLeft:
    """A shipment that no van takes, and why; `is_servable` unless it was refused before planning."""

    id: int
    what: str
    load: str
    reason: str
    waiting: str
    is_servable: bool


@dataclass(frozen=True, slots=True)
class BoardVan:
    """A van that is manned on the date, or was: `is_out` says that it is out of use."""

    id: int
    name: str
    temperature_class: str
    is_idle: bool
    is_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All that the page shows of one date."""

    on: date
    routes: tuple[BoardRoute, ...]
    left: tuple[BoardLeft, ...]
    vans: tuple[BoardVan, ...]
    drivers: tuple[Driver, ...]

    @property
    def cost_pence(self) -> int:
        """What the date's routes cost."""
        return sum(route.cost_pence for route in self.routes)

    @property
    def distance_m(self) -> int:
        """Metres of the date's routes."""
        return sum(route.distance_m for route in self.routes)

    @property
    def calls(self) -> int:
        """Stops away from the yard on all routes."""
        return sum(route.calls for route in self.routes)

    @property
    def idle(self) -> tuple[BoardVan, ...]:
        """Vans that are manned and stay at home."""
        return tuple(van for van in self.vans if van.is_idle and not van.is_out)

    @property
    def clashes(self) -> tuple[str, ...]:
        """Drivers who are down for two routes at once."""
        return tuple(
            f"{one.driver} is down for routes {one.number} and {other.number} at the same time."
            for place, one in enumerate(self.routes)
            for other in self.routes[place + 1 :]
            if one.driver_id and one.driver_id == other.driver_id
            if one.starts_at < other.ends_at and other.starts_at < one.ends_at
        )
