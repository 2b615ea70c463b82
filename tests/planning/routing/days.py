"""Invented hub days of any size, shaped like real ones: farms and kitchens around one hub."""

import random

from logistics.planning.routing.problem import Location, Problem, Shipment, TaskSpec, Vehicle, Window
from logistics.planning.routing.travel.estimate import Estimate

HOUR = 3600


def delivery_day(shipments: int, *, vans: int, seed: int = 1) -> Problem:
    """Everything waits at the hub; kitchens want it between 06:30 and 10:30, some in a narrower window."""
    rng = random.Random(seed)
    hub, kitchens = _places(rng, "kitchen", max(1, shipments * 2 // 3))
    windows = []
    for _ in kitchens:
        opens_s = rng.choice([6 * HOUR + 1800, 6 * HOUR + 1800, 7 * HOUR, 8 * HOUR])
        windows.append((Window(opens_s, rng.choice([opens_s + HOUR, 10 * HOUR + 1800])),))
    made = []
    for number in range(shipments):
        crates = rng.randint(1, 14)
        made.append(
            Shipment(
                id=f"s{number}",
                pickup=TaskSpec(hub.id, (Window(4 * HOUR, 10 * HOUR),), 600, 15 * crates),
                drop=TaskSpec(kitchens[number % len(kitchens)].id, windows[number % len(kitchens)], 300, 30 * crates),
                loads=(crates * rng.randint(6_000, 12_000), crates),
                temperature_class=rng.choice(["ambient", "ambient", "chilled"]),
            )
        )
    return _problem([hub, *kitchens], made, vans=vans, earliest_s=4 * HOUR, latest_s=12 * HOUR)


def collection_day(shipments: int, *, vans: int, seed: int = 1) -> Problem:
    """The day before: vans leave the hub empty, pick up at farms in the afternoon and bring it all in."""
    rng = random.Random(seed)
    hub, farms = _places(rng, "farm", max(1, shipments * 2 // 3))
    windows = [(Window(13 * HOUR, rng.choice([16, 18]) * HOUR),) for _ in farms]
    made = []
    for number in range(shipments):
        crates = rng.randint(1, 20)
        made.append(
            Shipment(
                id=f"s{number}",
                pickup=TaskSpec(farms[number % len(farms)].id, windows[number % len(farms)], 420, 20 * crates),
                drop=TaskSpec(hub.id, (Window(12 * HOUR, 19 * HOUR),), 600, 15 * crates),
                loads=(crates * rng.randint(6_000, 12_000), crates),
                temperature_class=rng.choice(["ambient", "ambient", "chilled"]),
            )
        )
    return _problem([hub, *farms], made, vans=vans, earliest_s=12 * HOUR, latest_s=20 * HOUR)


def direct_day(shipments: int, *, vans: int, seed: int = 1) -> Problem:
    """Farm to kitchen without the hub: every shipment has two places of its own."""
    rng = random.Random(seed)
    hub, places = _places(rng, "place", shipments * 2)
    made = []
    for number in range(shipments):
        crates = rng.randint(1, 10)
        made.append(
            Shipment(
                id=f"s{number}",
                pickup=TaskSpec(places[2 * number].id, (Window(6 * HOUR, 12 * HOUR),), 300, 15 * crates),
                drop=TaskSpec(places[2 * number + 1].id, (Window(8 * HOUR, 15 * HOUR),), 300, 30 * crates),
                loads=(crates * 9_000, crates),
                temperature_class=rng.choice(["ambient", "ambient", "chilled"]),
            )
        )
    return _problem([hub, *places], made, vans=vans, earliest_s=6 * HOUR, latest_s=16 * HOUR)


def _places(rng: random.Random, kind: str, count: int) -> tuple[Location, list[Location]]:
    hub = Location("hub", 52.67, -0.63, "the hub")
    around = [
        Location(f"{kind}{n}", hub.lat + rng.uniform(-0.2, 0.2), hub.lon + rng.uniform(-0.32, 0.32), f"{kind} {n}")
        for n in range(count)
    ]
    return hub, around


def _problem(
    places: list[Location], shipments: list[Shipment], *, vans: int, earliest_s: int, latest_s: int
) -> Problem:
    fleet = [
        Vehicle(
            id=f"van{n}",
            start="hub",
            end="hub",
            capacity=((900_000, 90), (1_100_000, 120), (2_400_000, 260))[n % 3],
            classes=frozenset({"ambient", "chilled"} if n % 2 == 0 else {"ambient"}),
            earliest_s=earliest_s,
            latest_s=latest_s,
            cost_fixed_pence=(3_000, 3_500, 6_000)[n % 3],
            cost_per_km_pence=(45, 50, 75)[n % 3],
            cost_per_hour_pence=1_500,
        )
        for n in range(vans)
    ]
    return Problem(tuple(places), Estimate().between(places), tuple(fleet), tuple(shipments))
