"""What stands on a driver's screen, as values: a route, its stops, their tasks and lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from logistics.driving.reasons import PLACE_REASONS

WHOLE_DAY = timedelta(hours=23)
AHEAD, ARRIVED, DONE, SKIPPED = "ahead", "arrived", "done", "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSheet:
    """One line to load or hand over. `missing` are the packs that the packhouse said to be short already.

    `accepted`, `refused` and `fault` stand in its fields: what is expected, or what was typed.
    """

    name: str
    text: str
    packs: int
    missing: int = 0
    accepted: int | str
    refused: int | str = 0
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing is amiss so far."""
        return str(self.accepted) == str(self.packs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSheet:
    """Goods for one place (a pick-up) or from one place (a drop). `other_stop` is where the other half is done."""

    is_pickup: bool
    other_place: str
    other_stop: int
    crates: int
    weight_g: int
    temperature_class: str
    lines: tuple[LineSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopSheet:
    """One visit on the driver's screen. Pick-ups stand in the order of loading: what comes off last goes in first."""

    id: int
    sequence: int
    place: str
    address: str
    latitude: str
    longitude: str
    access_notes: str
    enterprise: str
    phone: str
    opens_at: datetime
    closes_at: datetime
    arrives_at: datetime
    state: str
    arrival_key: UUID | None
    told: str
    break_min: int
    pickups: tuple[TaskSheet, ...]
    drops: tuple[TaskSheet, ...]
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_window(self) -> bool:
        """Whether the place is open for less than a whole day."""
        return self.closes_at - self.opens_at < WHOLE_DAY

    @property
    def is_ended(self) -> bool:
        """Whether nothing is left to do here."""
        return self.state in (DONE, SKIPPED)

    @property
    def is_cold(self) -> bool:
        """Whether a temperature is asked for."""
        return any(task.temperature_class != "ambient" for task in (*self.pickups, *self.drops))

    @property
    def crates_in(self) -> int:
        """Crates to load here."""
        return sum(task.crates for task in self.pickups)

    @property
    def crates_out(self) -> int:
        """Crates to leave here."""
        return sum(task.crates for task in self.drops)

    @property
    def is_kitchen(self) -> bool:
        """Whether somebody receives goods here."""
        return bool(self.drops)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet:
    """One van's day on the driver's screen."""

    id: int
    number: int
    day: date
    hub: str
    van: str
    registration: str
    driver: str
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    is_started: bool
    is_finished: bool
    is_superseded: bool
    stops: tuple[StopSheet, ...]
    faults: tuple[str, ...]
    place_reasons: tuple[str, ...] = PLACE_REASONS

    @property
    def ended(self) -> int:
        """Stops that need no visit any more."""
        return sum(stop.is_ended for stop in self.stops)

    @property
    def current(self) -> StopSheet | None:
        """The first stop with something left to do."""
        return next((stop for stop in self.stops if not stop.is_ended), None)
