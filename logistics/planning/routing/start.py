"""A running plan as the start of a new one: the order of tasks that still holds after the day has changed.

Knows nothing of what changed. A route that cannot be driven any more gives up as few shipments as it takes.
"""

from __future__ import annotations

from typing import Any

from logistics.planning.routing.codec import plan_from_json
from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.schedule import driving_s, feasible_groups
from logistics.planning.routing.shapes import Unreadable


def start_from_json(data: Any) -> Plan:
    """A plan to start from. Raises `Unreadable` unless each shipment in it is fetched once and then brought once."""
    plan = plan_from_json(data)
    fetched: dict[str, int] = {}
    brought: set[str] = set()
    for number, route in enumerate(plan.routes):
        for task in (task for visit in route.visits for task in visit.tasks):
            is_in_order = (
                task.shipment not in fetched
                if task.kind == "pickup"
                else fetched.get(task.shipment) == number and task.shipment not in brought
            )
            if not is_in_order:
                raise Unreadable(f"start should fetch {task.shipment} once and then bring it once, in one van")
            if task.kind == "pickup":
                fetched[task.shipment] = number
            else:
                brought.add(task.shipment)
    if fetched.keys() != brought:
        raise Unreadable("start should bring all that it fetches")
    return plan


def sequences_of(compiled: Compiled, plan: Plan) -> Sequences:
    """Each van's tasks as the plan has them; vans and shipments that the problem no longer knows are passed over."""
    number = {shipment.id: s for s, shipment in enumerate(compiled.shipments)}
    van = {vehicle.id: v for v, vehicle in enumerate(compiled.vehicles)}
    sequences: Sequences = [[] for _ in compiled.vehicles]
    for route in plan.routes:
        if route.vehicle in van:
            sequences[van[route.vehicle]] = [
                2 * number[task.shipment] + int(task.kind == "drop")
                for visit in route.visits
                for task in visit.tasks
                if task.shipment in number
            ]
    return sequences


def drivable(compiled: Compiled, van: int, tasks: list[int]) -> list[int]:
    """The tasks that the van can still do in this order.

    Where taking out one shipment is enough, the one that saves most driving goes; else the last one goes first.
    """
    allowed = [task for task in tasks if van in compiled.allowed_set[task // 2]]
    while allowed and feasible_groups(compiled, van, allowed) is None:
        shorter = [[t for t in allowed if t // 2 != out] for out in dict.fromkeys(task // 2 for task in allowed)]
        whole = [fewer for fewer in shorter if not fewer or feasible_groups(compiled, van, fewer) is not None]
        allowed = min(whole, key=lambda fewer: driving_s(compiled, van, fewer)) if whole else shorter[-1]
    return allowed
