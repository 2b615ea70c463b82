"""A map of routes drawn from our own points: no tiles, nothing fetched. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Protocol

# Okabe and Ito's colours without yellow, which fades on white: told apart by people of every colour vision.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#000000")
DASHES = ("", "9 5", "2 5")
WIDTH = 800
MARGIN = 48
LEAST_HEIGHT = 320
MOST_HEIGHT = 900
KEY_COLUMNS = 4
KEY_ROW = 24


class Visited(Protocol):
    """A stop that can be drawn."""

    @property
    def sequence(self) -> int:
        """Its number on the route."""

    @property
    def place(self) -> str:
        """What it is called."""

    @property
    def latitude(self) -> float:
        """Degrees north."""

    @property
    def longitude(self) -> float:
        """Degrees east."""


class Driven(Protocol):
    """A route that can be drawn."""

    @property
    def number(self) -> int:
        """Its number in the plan."""

    @property
    def day(self) -> date:
        """Its date."""

    @property
    def van(self) -> str:
        """What its van is called."""

    @property
    def start_latitude(self) -> float:
        """Degrees north of where it starts."""

    @property
    def start_longitude(self) -> float:
        """Degrees east of where it starts."""

    @property
    def stops(self) -> Sequence[Visited]:
        """Where it calls, in order."""


@dataclass(frozen=True, slots=True)
class Landmark:
    """A named place that helps to find one's way on the map."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop on the map: where on the sheet, its number on the route, and its name."""

    x: float
    y: float
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A route on the map: from the yard through its stops and home again.

    `badge` is where its number stands, on its first leg; `key` where its line in the key begins.
    """

    number: int
    van: str
    colour: str
    dash: str
    points: str
    marks: tuple[Mark, ...]
    badge: tuple[float, float]
    key: tuple[float, float]


@dataclass(frozen=True, slots=True)
class RouteMap:
    """All there is to draw: routes, where vans start, landmarks, and below them the key."""

    day: date
    width: int
    height: int
    lines: tuple[Line, ...]
    yards: tuple[Mark, ...]
    landmarks: tuple[Mark, ...]


def maps_by_day(routes: Iterable[Driven], landmarks: Sequence[Landmark] = ()) -> tuple[RouteMap, ...]:
    """One map for each day that has routes, in order: collections and drops would hide each other on one."""
    days: dict[date, list[Driven]] = {}
    for route in routes:
        days.setdefault(route.day, []).append(route)
    maps = (route_map(days[day], landmarks) for day in sorted(days))
    return tuple(drawn for drawn in maps if drawn is not None)


def route_map(routes: Sequence[Driven], landmarks: Sequence[Landmark] = ()) -> RouteMap | None:
    """Lay one day's routes out on one sheet, north up; None when there is nothing to draw.

    Six colours, then the same six dashed: numbers on the lines tell routes apart without any colour.
    """
    if not routes:
        return None
    points = [(stop.latitude, stop.longitude) for route in routes for stop in route.stops]
    points += [(route.start_latitude, route.start_longitude) for route in routes]
    sheet = Sheet.around(points)
    yards = sorted({(route.start_latitude, route.start_longitude) for route in routes})
    known = (Mark(*sheet.at(each.latitude, each.longitude), 0, each.name) for each in landmarks)
    key_rows = -(-len(routes) // KEY_COLUMNS)
    return RouteMap(
        day=routes[0].day,
        width=WIDTH,
        height=sheet.height + key_rows * KEY_ROW,
        lines=tuple(line(route, place, sheet) for place, route in enumerate(routes)),
        yards=tuple(Mark(*sheet.at(*yard), 0, "yard") for yard in yards),
        landmarks=tuple(mark for mark in known if sheet.shows(mark)),
    )


def line(route: Driven, place: int, sheet: "Sheet") -> Line:
    """One route, with a mark at each place it calls at."""
    yard = sheet.at(route.start_latitude, route.start_longitude)
    ways = [yard, *(sheet.at(stop.latitude, stop.longitude) for stop in route.stops), yard]
    return Line(
        number=route.number,
        van=route.van,
        colour=COLOURS[place % len(COLOURS)],
        dash=DASHES[place // len(COLOURS) % len(DASHES)],
        points=" ".join(f"{x},{y}" for x, y in ways),
        marks=tuple(
            Mark(*sheet.at(stop.latitude, stop.longitude), stop.sequence, stop.place)
            for stop in route.stops
            if (stop.latitude, stop.longitude) != (route.start_latitude, route.start_longitude)
        ),
        badge=half_way(ways),
        key=(
            MARGIN + place % KEY_COLUMNS * (WIDTH - 2 * MARGIN) / KEY_COLUMNS,
            sheet.height + place // KEY_COLUMNS * KEY_ROW,
        ),
    )


def half_way(ways: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The middle of the first leg that leads away from the yard."""
    away = next((way for way in ways if way != ways[0]), ways[0])
    return round((ways[0][0] + away[0]) / 2, 1), round((ways[0][1] + away[1]) / 2, 1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Degrees to drawing units: a degree of longitude is narrowed by the latitude's cosine."""

    north: float
    west: float
    narrowed: float
    scale: float
    height: int

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "Sheet":
        """A sheet on which all (latitude, longitude) points lie within the margin."""
        north, south = max(lat for lat, _ in points), min(lat for lat, _ in points)
        west, east = min(lon for _, lon in points), max(lon for _, lon in points)
        narrowed = cos(radians((north + south) / 2))
        across, down = max((east - west) * narrowed, 0.01), max(north - south, 0.01)
        scale = min((WIDTH - 2 * MARGIN) / across, (MOST_HEIGHT - 2 * MARGIN) / down)
        height = max(LEAST_HEIGHT, round(down * scale) + 2 * MARGIN)
        return cls(north, west, narrowed, scale, height)

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point lies on the sheet."""
        x = MARGIN + (longitude - self.west) * self.narrowed * self.scale
        y = MARGIN + (self.north - latitude) * self.scale
        return round(x, 1), round(y, 1)

    def shows(self, mark: Mark) -> bool:
        """Whether the mark lies on the sheet, with room for its name."""
        return MARGIN / 2 <= mark.x <= WIDTH - 2 * MARGIN and MARGIN / 2 <= mark.y <= self.height - MARGIN / 2
