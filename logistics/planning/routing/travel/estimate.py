"""Travel without a map: great-circle distance, times the wiggliness of roads, at one steady speed.

Knows nothing of roads: rivers, hills and motorways are averaged away. The defaults were measured against a road engine
on real English and New England addresses (mean error 14 % in distance, 22 % in time).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.problem import Location, Travel

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the IUGG
ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Estimate:
    """Road metres = circuity x great circle; seconds = those metres at `speed_kmh`. Parameters of a region."""

    circuity: float = 1.35
    speed_kmh: float = 50.0

    def between(self, locations: Sequence[Location]) -> Travel:
        """Whole seconds and metres, each leg rounded half-up."""
        count = len(locations)
        travel_s = np.empty((count, count), dtype=np.int64)
        distance_m = np.empty((count, count), dtype=np.int64)
        points = np.radians(np.array([(place.lat, place.lon) for place in locations], dtype=float).reshape(count, 2))
        for first in range(0, count, ROWS_AT_ONCE):
            rows = slice(first, first + ROWS_AT_ONCE)
            road_m = great_circle_m(points[rows], points) * self.circuity
            distance_m[rows] = np.floor(road_m + 0.5)
            travel_s[rows] = np.floor(road_m * 3.6 / self.speed_kmh + 0.5)
        return Travel(travel_s, distance_m, source="estimated")


def great_circle_m(origins: NDArray[np.float64], targets: NDArray[np.float64]) -> NDArray[np.float64]:
    """Haversine distance in metres between points given as rows of (latitude, longitude) in radians."""
    lat, lon = origins[:, None, 0], origins[:, None, 1]
    to_lat, to_lon = targets[None, :, 0], targets[None, :, 1]
    square = np.sin((to_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(square, 0.0, 1.0))))
