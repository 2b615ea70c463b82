"""Legs that were asked for once, kept per pair of points in TravelLeg. Answers from there when it has them all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from logistics.models import TravelLeg
from logistics.planning.routing.problem import Location, Travel, TravelSource
from logistics.planning.routing.travel import TravelMaker

E6 = 1_000_000
Point = tuple[int, int]
Leg = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class Kept:
    """`roads` with a memory. `source` names the engine and its map: another map is another source."""

    roads: TravelMaker
    source: str

    def between(self, locations: Sequence[Location]) -> Travel:
        """As `roads` would say; asks it only when a leg is missing. Raises what it raises.

        When `roads` only estimates, nothing is kept and no kept leg is mixed in.
        """
        points = [point_of(location) for location in locations]
        first_at = dict(zip(reversed(points), reversed(locations), strict=True))
        legs = standing_legs(self.source, set(points))
        missing = {(start, end) for start in first_at for end in first_at if start != end} - legs.keys()
        if missing:
            distinct = list(first_at)
            fresh = self.roads.between([first_at[point] for point in distinct])
            found = legs_of(distinct, fresh)
            if fresh.source != "by road":
                return matrix(points, found, fresh.source)
            keep(self.source, {leg: found[leg] for leg in missing})
            legs |= {leg: found[leg] for leg in missing}
        return matrix(points, legs, "by road")


def matrix(points: Sequence[Point], legs: Mapping[Leg, tuple[int, int]], source: TravelSource) -> Travel:
    """The legs as a table, in the points' order; from a point to itself it is no way."""
    count = len(points)
    travel_s, distance_m = np.zeros((count, count), np.int64), np.zeros((count, count), np.int64)
    for row, start in enumerate(points):
        for column, end in enumerate(points):
            if start != end:
                distance_m[row, column], travel_s[row, column] = legs[start, end]
    return Travel(travel_s, distance_m, source=source)


def point_of(location: Location) -> Point:
    """Latitude and longitude in millionths of a degree."""
    return round(location.lat * E6), round(location.lon * E6)


def standing_legs(source: str, points: set[Point]) -> dict[Leg, tuple[int, int]]:
    """(metres, seconds) of every leg that is kept between these points."""
    latitudes = {latitude for latitude, _ in points}
    rows = TravelLeg.objects.filter(
        source=source, from_latitude_e6__in=latitudes, to_latitude_e6__in=latitudes
    ).values_list(
        "from_latitude_e6", "from_longitude_e6", "to_latitude_e6", "to_longitude_e6", "distance_m", "travel_s"
    )
    found = {((row[0], row[1]), (row[2], row[3])): (row[4], row[5]) for row in rows.iterator()}
    return {leg: value for leg, value in found.items() if leg[0] in points and leg[1] in points}


def legs_of(points: Sequence[Point], travel: Travel) -> dict[Leg, tuple[int, int]]:
    """A matrix over distinct points, leg by leg."""
    distance_m, travel_s = travel.distance_m.tolist(), travel.travel_s.tolist()
    return {
        (start, end): (distance_m[row][column], travel_s[row][column])
        for row, start in enumerate(points)
        for column, end in enumerate(points)
        if row != column
    }


def keep(source: str, legs: dict[Leg, tuple[int, int]]) -> None:
    """Store legs; one that another worker stored meanwhile stands."""
    TravelLeg.objects.bulk_create(
        (
            TravelLeg(
                source=source,
                from_latitude_e6=start[0],
                from_longitude_e6=start[1],
                to_latitude_e6=end[0],
                to_longitude_e6=end[1],
                distance_m=distance_m,
                travel_s=travel_s,
            )
            for (start, end), (distance_m, travel_s) in legs.items()
        ),
        ignore_conflicts=True,
        batch_size=5_000,
    )
