"""A tiny world for the routing tests: places on a line, one minute and one kilometre apart, and what moves there."""

from dataclasses import replace
from typing import Any

import numpy as np

from logistics.planning.routing.problem import Location, Problem, Shipment, TaskSpec, Travel, Vehicle, Window

MINUTE = 60
HOUR = 3600
#: Kilometres of each place along the line; a minute a kilometre.
PLACES = {"hub": 0, "farm": 10, "mill": 14, "kitchen": 20, "school": 24, "home": 30}


def line() -> tuple[tuple[Location, ...], Travel]:
    at = np.array(list(PLACES.values()), dtype=np.int64)
    apart = np.abs(at[:, None] - at[None, :])
    names = {"farm": "Hill Farm", "kitchen": "the kitchen", "school": "the school"}
    locations = tuple(Location(name, 52.0, km / 68.6, names.get(name, "")) for name, km in PLACES.items())
    return locations, Travel(apart * MINUTE, apart * 1000, source="given")


def van(name: str = "van", **changes: Any) -> Vehicle:
    usual = Vehicle(
        id=name,
        start="hub",
        end="hub",
        capacity=(900_000, 90),
        classes=frozenset({"ambient", "chilled"}),
        earliest_s=6 * HOUR,
        latest_s=12 * HOUR,
        cost_fixed_pence=2_000,
        cost_per_km_pence=50,
        cost_per_hour_pence=1_200,
    )
    return replace(usual, **changes)


def shipment(name: str = "carrots", origin: str = "hub", target: str = "kitchen", **changes: Any) -> Shipment:
    usual = Shipment(
        id=name,
        pickup=TaskSpec(origin, (), 5 * MINUTE, 2 * MINUTE),
        drop=TaskSpec(target, (Window(6 * HOUR + 30 * MINUTE, 10 * HOUR + 30 * MINUTE),), 5 * MINUTE, 4 * MINUTE),
        loads=(100_000, 10),
    )
    return replace(usual, **changes)


def problem(vehicles: tuple[Vehicle, ...], *shipments: Shipment) -> Problem:
    locations, travel = line()
    return Problem(locations, travel, vehicles, shipments)


def until(closes_s: int, opens_s: int = 0) -> tuple[Window, ...]:
    return (Window(opens_s, closes_s),)
