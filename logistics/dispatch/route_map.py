"""A map of routes drawn from our own points: no tiles, nothing fetched. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from logistics.dispatch.route_sheet import RouteSheet

# Okabe and Ito's colours without yellow, which fades on white: told apart by people of every colour vision.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#000000")
DASHES = ("", "9 5", "2 5")
WIDTH = 800
MARGIN = 48
LEAST_HEIGHT = 320
MOST_HEIGHT = 900


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop on the map: where on the sheet, its number on the route, and its name."""

    x: float
    y: float
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Line:
    """A route on the map: from the yard through its stops and home again."""

    number: int
    van: str
    colour: str
    dash: str
    points: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class RouteMap:
    """All there is to draw; `yards` are where vans start."""

    width: int
    height: int
    lines: tuple[Line, ...]
    yards: tuple[Mark, ...]


def route_map(routes: Sequence[RouteSheet]) -> RouteMap | None:
    """Lay the routes out on one sheet, north up; None when there is nothing to draw.

    Six colours, then the same six dashed: numbers on the lines tell routes apart without any colour.
    """
    if not routes:
        return None
    points = [(stop.latitude, stop.longitude) for route in routes for stop in route.stops]
    points += [(route.start_latitude, route.start_longitude) for route in routes]
    sheet = Sheet.around(points)
    yards = sorted({(route.start_latitude, route.start_longitude) for route in routes})
    return RouteMap(
        width=WIDTH,
        height=sheet.height,
        lines=tuple(line(route, place, sheet) for place, route in enumerate(routes)),
        yards=tuple(Mark(*sheet.at(*yard), 0, "yard") for yard in yards),
    )


def line(route: RouteSheet, place: int, sheet: "Sheet") -> Line:
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
    )


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
