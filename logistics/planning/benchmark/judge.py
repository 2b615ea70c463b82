"""Recomputes an answer in the file's own numbers: what it costs, what it leaves out, and every rule that it breaks.

Shares nothing with the engines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from logistics.planning.benchmark.instance import Answer, Instance, Objective

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Verdict:
    """Vehicles used, distance, cost by the objective, requests left out, and faults (empty: believe it)."""

    vehicles: int
    distance: float
    cost: float
    unserved: tuple[int, ...]
    faults: tuple[str, ...]


def judge(instance: Instance, answer: Answer, objective: Objective) -> Verdict:
    """Walk every route again in double precision."""
    served = Counter(node for route in answer.routes for node in route)
    faults = [
        f"node {instance.nodes[node].id} is called at {times} times" for node, times in served.items() if times > 1
    ]
    unserved = tuple(n for n, request in enumerate(instance.requests) if not served[request.drop])
    distance = cost = 0.0
    for row, used in Counter(answer.fleets).items():
        if used > instance.fleets[row].count:
            faults.append(f"{used} of {instance.fleets[row].count} vans {instance.fleets[row].name} are used")
    for number, (route, fleet) in enumerate(zip(answer.routes, answer.fleets, strict=True)):
        length = _length(instance, route, fleet)
        distance += length
        cost += length * instance.fleets[fleet].per_metre + instance.fixed(instance.fleets[fleet], objective)
        faults += [f"route {number} {fault}" for fault in _route_faults(instance, route, fleet)]
    return Verdict(len(answer.routes), distance, cost, unserved, tuple(faults))


def _length(instance: Instance, route: tuple[int, ...], fleet: int) -> float:
    depot = instance.fleets[fleet].depot
    places = [depot, *(instance.nodes[node].place for node in route), depot]
    return sum(float(instance.distance[here, there]) for here, there in pairwise(places))


def _route_faults(instance: Instance, route: tuple[int, ...], row: int) -> Iterator[str]:
    fleet = instance.fleets[row]
    here, clock = fleet.depot, fleet.opens
    for node in (instance.nodes[number] for number in route):
        clock += float(instance.travel[here, node.place])
        if clock > node.closes + TOLERANCE:
            yield f"reaches {node.id} at {clock}, it closes at {node.closes}"
        clock = max(clock, node.opens) + node.service
        here = node.place
    clock += float(instance.travel[here, fleet.depot])
    if clock > fleet.closes + TOLERANCE:
        yield f"ends at {clock}, the shift at {fleet.closes}"
    yield from _load_faults(instance, route, row)
    yield from _pairing_faults(instance, route, row)


def _load_faults(instance: Instance, route: tuple[int, ...], row: int) -> Iterator[str]:
    lone = {request.drop for request in instance.requests if request.pickup is None}
    for dimension, room in enumerate(instance.fleets[row].capacity):
        loads = [instance.nodes[node].load[dimension] for node in route]
        on_board = -sum(load for node, load in zip(route, loads, strict=True) if node in lone)
        most = on_board
        for load in loads:
            on_board += load
            most = max(most, on_board)
        if most > room:
            yield f"carries {most} of {room} in dimension {dimension}"


def _pairing_faults(instance: Instance, route: tuple[int, ...], row: int) -> Iterator[str]:
    position = {node: at for at, node in enumerate(route)}
    for request in instance.requests:
        if request.pickup is None:
            continue
        pickup, drop = position.get(request.pickup), position.get(request.drop)
        if (pickup is None) != (drop is None) or (pickup is not None and drop is not None and pickup > drop):
            yield f"does not bring {instance.nodes[request.pickup].id} to {instance.nodes[request.drop].id}"
        if pickup is not None and request.temperature_class not in instance.fleets[row].classes:
            yield f"carries {instance.nodes[request.pickup].id}, which is {request.temperature_class}"
