"""A benchmark's question in its own units, exact, and the same question in the whole numbers that engines take.

Knows nothing of file formats, nor of who answers.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.problem import (
    Dimension,
    Location,
    Problem,
    Shipment,
    TaskSpec,
    Travel,
    Vehicle,
    Window,
)

Objective = Literal["vehicles", "distance"]
#: What a vehicle counts for, in units of distance, where vehicles come first.
VEHICLE_COSTS = 1000.0
#: Dearer than any detour, and small enough that a thousand of them fit into 64 bits.
PRICE_PENCE = 100_000_000
#: A root that ought to be a whole number is one although its last bit is wrong.
ROOT_ERROR = 1e-7


class UnreadableInstance(Exception):
    """The file is not what its kind promises; the message names the place."""


@dataclass(frozen=True, slots=True)
class Node:
    """A call in the file's own units: service may start from `opens` to `closes`; `load` is signed."""

    id: int | str
    place: int
    opens: float
    closes: float
    service: float
    load: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fleet:
    """Vans of one kind; `fixed` in units of distance."""

    name: str
    depot: int
    count: int
    capacity: tuple[int, ...]
    classes: frozenset[str]
    opens: float
    closes: float
    fixed: float
    per_metre: int = 1


@dataclass(frozen=True, slots=True)
class Request:
    """Nodes to call at: the pickup may be None, then the goods are loaded at the depot."""

    pickup: int | None
    drop: int
    temperature_class: str = "ambient"


@dataclass(frozen=True, eq=False, slots=True)
class Instance:
    """One benchmark question; `scale` is how many whole numbers a unit is cut into for the engines.

    distance, travel   [from, to] by place, as the set defines them, not rounded by us
    is_money           the cost is given by the vans, so no objective can be chosen
    """

    name: str
    scale: int
    nodes: tuple[Node, ...]
    requests: tuple[Request, ...]
    fleets: tuple[Fleet, ...]
    distance: NDArray[np.float64]
    travel: NDArray[np.float64]
    is_money: bool = False

    def fixed(self, fleet: Fleet, objective: Objective) -> float:
        """What using one van costs beside its distance."""
        if self.is_money:
            return fleet.fixed
        return VEHICLE_COSTS if objective == "vehicles" else 0.0


def as_problem(instance: Instance, objective: Objective) -> Problem:
    """In whole numbers that err on the safe side: travel rounded up, windows inwards; distance to the nearest.

    A plan in time here is in time in the file's own numbers.
    """
    scale = instance.scale
    places = len(instance.distance)
    travel = Travel(
        np.ceil(instance.travel * scale - ROOT_ERROR).astype(np.int64),
        np.floor(instance.distance * scale + 0.5).astype(np.int64),
        source="given",
    )
    return Problem(
        locations=tuple(Location(str(place), 0.0, 0.0) for place in range(places)),
        travel=travel,
        vehicles=tuple(
            _vehicle(instance, fleet, number, objective) for fleet in instance.fleets for number in range(fleet.count)
        ),
        shipments=tuple(_shipment(instance, number) for number in range(len(instance.requests))),
        dimensions=tuple(Dimension(f"load {row}", "units") for row in range(len(instance.fleets[0].capacity))),
    )


def _vehicle(instance: Instance, fleet: Fleet, number: int, objective: Objective) -> Vehicle:
    return Vehicle(
        id=f"{fleet.name} {number}",
        start=str(fleet.depot),
        end=str(fleet.depot),
        capacity=fleet.capacity,
        classes=fleet.classes,
        earliest_s=math.ceil(fleet.opens * instance.scale),
        latest_s=math.floor(fleet.closes * instance.scale),
        cost_fixed_pence=round(instance.fixed(fleet, objective) * instance.scale),
        cost_per_km_pence=1000 * fleet.per_metre,
    )


def _shipment(instance: Instance, number: int) -> Shipment:
    request = instance.requests[number]
    drop = instance.nodes[request.drop]
    depot = TaskSpec(str(instance.fleets[0].depot))
    return Shipment(
        id=str(number),
        pickup=depot if request.pickup is None else _task(instance, instance.nodes[request.pickup]),
        drop=_task(instance, drop),
        loads=tuple(-amount for amount in drop.load),
        temperature_class=request.temperature_class,
        price_unserved_pence=PRICE_PENCE,
    )


def _task(instance: Instance, node: Node) -> TaskSpec:
    window = Window(math.ceil(node.opens * instance.scale), math.floor(node.closes * instance.scale))
    return TaskSpec(str(node.place), (window,), service_goods_s=math.ceil(node.service * instance.scale - ROOT_ERROR))


@dataclass(frozen=True, slots=True)
class Answer:
    """Routes as nodes of the instance, each with the row of its fleet."""

    routes: tuple[tuple[int, ...], ...]
    fleets: tuple[int, ...]


def as_answer(instance: Instance, sequences: Sequences) -> Answer:
    """The engine's order of tasks of each van as nodes."""
    fleet_of = [row for row, fleet in enumerate(instance.fleets) for _ in range(fleet.count)]
    routes, fleets = [], []
    for van, tasks in enumerate(sequences):
        ends = [(instance.requests[task // 2], task % 2) for task in tasks]
        nodes = [request.drop if is_drop else request.pickup for request, is_drop in ends]
        if nodes:
            routes.append(tuple(node for node in nodes if node is not None))
            fleets.append(fleet_of[van])
    return Answer(tuple(routes), tuple(fleets))
