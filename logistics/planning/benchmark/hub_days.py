"""Reads and invents hub days (schema `foodhub-routing-1`): farms, processors, hubs and kitchens, vans and trucks.

Costs are metre-equivalents. Travel is the great circle, R = 6371008.8 m, times the day's detour; metres and seconds
are rounded half-up per leg.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from logistics.planning.benchmark.instance import Fleet, Instance, Node, Request, UnreadableInstance

SCHEMA = "foodhub-routing-1"
EARTH_M = 6_371_008.8
GRAMS = 1000


def read_hub_day(path: Path) -> Instance:
    """Raises `UnreadableInstance`, with what is missing."""
    try:
        day = json.loads(path.read_text(encoding="utf-8"))
        if day["schema"] != SCHEMA:
            raise UnreadableInstance(f"{path.name} has the schema {day['schema']}, not {SCHEMA}")
        return _instance(day)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableInstance(f"{path.name} is no hub day: {error!r}") from error


def _instance(day: dict[str, Any]) -> Instance:
    """Where vans start is a place of its own beside the hub's dock: in these days a van may call there in mid-route."""
    row = {location["id"]: number for number, location in enumerate(day["locations"])}
    yards = sorted({kind["depot"] for kind in day["vehicle_types"]})
    yard = {name: len(row) + number for number, name in enumerate(yards)}
    spots = [(place["lat"], place["lon"]) for place in day["locations"]]
    spots += [spots[row[name]] for name in yards]
    exact = _great_circle_m(np.radians(np.array(spots))) * day["detour"]
    metres = np.floor(exact + 0.5)
    seconds = np.floor(exact * 3.6 / day["speed_kmh"] + 0.5)
    nodes, requests = [], []
    for shipment in day["shipments"]:
        for end, sign in (("pickup", 1), ("delivery", -1)):
            load = (sign * round(shipment["kg"] * GRAMS), sign * shipment["crates"])
            call = shipment[end]
            opens, closes = call["window"]
            nodes.append(Node(f"{shipment['id']}:{end}", row[call["location"]], opens, closes, call["service_s"], load))
        kind = "chilled" if shipment["chilled"] else "ambient"
        requests.append(Request(len(nodes) - 2, len(nodes) - 1, kind))
    fleets = tuple(
        Fleet(
            kind["name"],
            yard[kind["depot"]],
            kind["count"],
            (round(kind["kg"] * GRAMS), kind["crates"]),
            frozenset({"ambient", "chilled"} if kind["chilled"] else {"ambient"}),
            kind["shift"][0],
            kind["shift"][1],
            float(kind["fixed_cost_m"]),
            kind["cost_per_m"],
        )
        for kind in day["vehicle_types"]
    )
    return Instance(day["name"], 1, tuple(nodes), tuple(requests), fleets, metres, seconds, is_money=True)


def _great_circle_m(at: NDArray[np.float64]) -> NDArray[np.float64]:
    lat, lon = at[:, :1], at[:, 1:]
    half = np.sin((lat - lat.T) / 2) ** 2 + np.cos(lat) * np.cos(lat.T) * np.sin((lon - lon.T) / 2) ** 2
    return np.asarray(2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(1.0, half))))


def make_day(shipments: int, seed: int) -> dict[str, Any]:
    """An invented day: farms, processors and kitchens around a hub for every 150 shipments, in one county at most."""
    rng = random.Random(seed)
    counts = {
        "hub": max(1, shipments // 150),
        "processor": max(1, shipments // 40),
        "farm": max(2, shipments // 6),
        "school": max(3, shipments * 3 // 10),
    }
    reach = 0.2 * min(5.0, max(1.0, shipments / 60)) ** 0.5
    locations = [
        {
            "id": f"{kind}{number}",
            "kind": kind,
            "lat": round(46.2 + rng.uniform(-0.6, 0.6) * reach, 6),
            "lon": round(5.2 + rng.uniform(-1.0, 1.0) * reach, 6),
        }
        for kind, count in counts.items()
        for number in range(1, count + 1)
    ]
    return {
        "schema": SCHEMA,
        "name": f"day{shipments}-{seed}",
        "speed_kmh": 40,
        "detour": 1.3,
        "locations": locations,
        "vehicle_types": [kind for hub in range(1, counts["hub"] + 1) for kind in _vans(f"hub{hub}", shipments)],
        "shipments": [_shipment(rng, number, counts) for number in range(1, shipments + 1)],
    }


def _vans(hub: str, shipments: int) -> list[dict[str, Any]]:
    count = 4 if shipments < 150 else 8
    kinds = (
        ("van", 850, 65, False, 40_000, (18_000, 45_000), count),
        ("chilled-van", 750, 55, True, 48_000, (18_000, 45_000), count),
        ("truck", 3_200, 220, False, 75_000, (16_200, 46_800), count * 3 // 4),
        ("chilled-truck", 2_900, 200, True, 90_000, (16_200, 46_800), count * 3 // 4),
    )
    return [
        {
            "name": f"{name}@{hub}",
            "depot": hub,
            "count": vans,
            "kg": kg,
            "crates": crates,
            "chilled": chilled,
            "fixed_cost_m": fixed,
            "cost_per_m": 1,
            "shift": list(shift),
        }
        for name, kg, crates, chilled, fixed, shift, vans in kinds
    ]


def _shipment(rng: random.Random, number: int, counts: dict[str, int]) -> dict[str, Any]:
    origin = rng.choices(["farm", "processor", "hub"], [68, 18, 14])[0]
    target = "hub" if origin == "farm" and rng.random() < 0.08 else "school"
    crates = min(40, 1 + int(rng.expovariate(1 / 4.5)))
    opens = {"farm": rng.choice([18_000, 19_800, 21_600]), "processor": 19_800, "hub": 18_000}[origin]
    closes = {"farm": opens + rng.choice([10_800, 14_400, 18_000]), "processor": 43_200, "hub": 50_400}[origin]
    wanted = rng.choice([25_200, 27_000, 28_800, 30_600, 32_400])
    window = [18_000, 50_400] if target == "hub" else [wanted, wanted + rng.choice([7_200, 10_800, 14_400])]
    return {
        "id": f"s{number}",
        "kg": round(crates * rng.uniform(7, 12)),
        "crates": crates,
        "chilled": rng.random() < 0.3,
        "pickup": {
            "location": f"{origin}{rng.randint(1, counts[origin])}",
            "window": [opens, closes],
            "service_s": 120 + 8 * crates,
        },
        "delivery": {
            "location": f"{target}{rng.randint(1, counts[target])}",
            "window": window,
            "service_s": 180 + 10 * crates,
        },
    }
