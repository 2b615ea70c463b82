"""What it costs to change what people know of a shipment: its van, and its time at the door.

Knows nothing of how a plan is found.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from logistics.planning.routing.plan import Route
from logistics.planning.routing.problem import IntMatrix, Problem, Shipment


def moved_pence(problem: Problem) -> IntMatrix:
    """[shipment, van]: the price of bringing it in that van instead of the one that people know."""
    prices = np.zeros((len(problem.shipments), len(problem.vehicles)), dtype=np.int64)
    row = {vehicle.id: van for van, vehicle in enumerate(problem.vehicles)}
    for number, shipment in enumerate(problem.shipments):
        if shipment.known is not None and shipment.known.vehicle is not None:
            prices[number] = shipment.known.other_vehicle_pence
            if shipment.known.vehicle in row:
                prices[number, row[shipment.known.vehicle]] = 0
    return prices


def shifted_pence(shipment: Shipment, start_s: int) -> int:
    """The price of serving its drop at that moment instead of the known one, rounded half-up."""
    known = shipment.known
    if known is None or known.drop_s is None:
        return 0
    return (abs(start_s - known.drop_s) * known.minute_pence + 30) // 60


def change_pence(problem: Problem, routes: Iterable[Route]) -> int:
    """All changes of these routes together."""
    shipments = {shipment.id: shipment for shipment in problem.shipments if shipment.known is not None}
    total = 0
    if not shipments:
        return total
    for route in routes:
        for visit in route.visits:
            for task in visit.tasks:
                shipment = shipments.get(task.shipment)
                if shipment is None or shipment.known is None or task.kind != "drop":
                    continue
                total += shifted_pence(shipment, visit.start_s)
                if shipment.known.vehicle not in (None, route.vehicle):
                    total += shipment.known.other_vehicle_pence
    return total
