"""A date's routes as bars over the hours, in drawing units: what is driven, what is served. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from logistics.dispatching.board import Board, BoardRoute

LEFT = 150
WIDTH = 1000
ROW = 30
TOP = 24
LEAST = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of time: from `x` on, so wide; `text` is its title."""

    x: float
    width: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One van's day: the whole of it, and its visits."""

    y: int
    number: int
    colour: int
    van: str
    out: Bar
    visits: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Hour:
    """A line at a full hour."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """All there is to draw."""

    width: int
    height: int
    hours: tuple[Hour, ...]
    rows: tuple[Row, ...]


def timeline(board: Board) -> Timeline | None:
    """Lay the date's routes out over the hours in which any of them is out; None when none is."""
    if not board.routes:
        return None
    first = floor_hour(min(route.starts_at for route in board.routes))
    last = floor_hour(max(route.ends_at for route in board.routes)) + timedelta(hours=1)
    scale = Scale(first, (WIDTH - LEFT) / (last - first).total_seconds())
    hours = int((last - first).total_seconds()) // 3600
    step = 1 if hours <= 14 else 2
    return Timeline(
        width=WIDTH,
        height=TOP + ROW * len(board.routes) + 6,
        hours=tuple(
            Hour(scale.at(moment), f"{moment:%H:%M}")
            for moment in (first + timedelta(hours=each) for each in range(0, hours, step))
        ),
        rows=tuple(row(place, route, scale) for place, route in enumerate(board.routes)),
    )


@dataclass(frozen=True, slots=True)
class Scale:
    """Moments to drawing units."""

    first: datetime
    per_s: float

    def at(self, moment: datetime) -> float:
        """Where a moment lies."""
        return round(LEFT + (moment - self.first).total_seconds() * self.per_s, 1)

    def bar(self, begins: datetime, ends: datetime, text: str) -> Bar:
        """A stretch, never too narrow to be seen."""
        return Bar(self.at(begins), max(LEAST, round(self.at(ends) - self.at(begins), 1)), text)


def row(place: int, route: BoardRoute, scale: Scale) -> Row:
    """One van's day."""
    return Row(
        y=TOP + place * ROW,
        number=route.number,
        colour=route.colour,
        van=route.van,
        out=scale.bar(
            route.starts_at,
            route.ends_at,
            f"Route {route.number}, {route.van}: {route.starts_at:%H:%M} to {route.ends_at:%H:%M}",
        ),
        visits=tuple(
            scale.bar(stop.starts_at, stop.departs_at, f"{stop.starts_at:%H:%M} {stop.place}") for stop in route.stops
        ),
    )


def floor_hour(moment: datetime) -> datetime:
    """The full hour at or before a moment."""
    return moment.replace(minute=0, second=0, microsecond=0)
