"""How far the food would travel: estimated road metres for the pairs that the sharing weighs."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import numpy as np

from logistics.planning.routing.problem import Location
from logistics.planning.routing.travel.estimate import Estimate
from shop.enterprises.models import Hub

PERMILLE = 1000


class Point(Protocol):
    """Anything with a position."""

    latitude: object
    longitude: object


def estimate_for(hub: Hub) -> Estimate:
    """Great circle times the hub's circuity, at the hub's speed."""
    return Estimate(circuity=hub.road_circuity_permille / PERMILLE, speed_kmh=float(hub.road_speed_kmh))


def metres(hub: Hub, points: Mapping[str, Point], pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Estimated road metres for each pair of keys of `points`, in a fixed order."""
    wanted = sorted(set(pairs))
    keys = sorted({key for pair in wanted for key in pair})
    row = {key: number for number, key in enumerate(keys)}
    locations = [Location(key, float(str(points[key].latitude)), float(str(points[key].longitude))) for key in keys]
    table = np.asarray(estimate_for(hub).between(locations).distance_m)
    return {(start, end): int(table[row[start], row[end]]) for start, end in wanted}
