"""Refuses a question that contradicts itself, with every contradiction found.

What merely cannot be served is no contradiction: it comes back in the plan as unserved, with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from logistics.planning.routing.problem import (
    ContradictoryProblem,
    Problem,
    Shipment,
    TaskSpec,
    Vehicle,
)

MOST_PRIORITY = 9


def refuse_contradictions(problem: Problem) -> None:
    """Raise `ContradictoryProblem` with all the facts."""
    facts = tuple(_facts(problem))
    if facts:
        raise ContradictoryProblem(facts)


def _facts(problem: Problem) -> Iterator[str]:
    yield from _repeated("place", (location.id for location in problem.locations))
    yield from _repeated("van", (vehicle.id for vehicle in problem.vehicles))
    yield from _repeated("shipment", (shipment.id for shipment in problem.shipments))
    yield from _travel_facts(problem)
    for pair in problem.never_together:
        if not pair.one or not pair.other:
            yield "goods without a kind are kept apart from others"
        elif pair.one == pair.other:
            yield f"{pair.one} is kept apart from itself"
    for vehicle in problem.vehicles:
        yield from (f"{vehicle.label} {fact}" for fact in _vehicle_facts(problem, vehicle))
    for shipment in problem.shipments:
        yield from (f"{shipment.label} {fact}" for fact in _shipment_facts(problem, shipment))


def _repeated(kind: str, ids: Iterable[str]) -> Iterator[str]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield f"the {kind} {name} is given {count} times"


def _travel_facts(problem: Problem) -> Iterator[str]:
    count = len(problem.locations)
    for words, matrix in (("times", problem.travel.travel_s), ("distances", problem.travel.distance_m)):
        if matrix.shape != (count, count):
            yield f"the travel {words} are {' x '.join(map(str, matrix.shape))} for {count} places"
        elif count and int(matrix.min()) < 0:
            yield f"the travel {words} hold a negative leg"
        elif matrix.diagonal().any():
            yield f"the travel {words} are not 0 from a place to itself"


def _vehicle_facts(problem: Problem, vehicle: Vehicle) -> Iterator[str]:
    for words, place in (("starts at", vehicle.start), ("ends at", vehicle.end)):
        if place not in problem.location_index:
            yield f"{words} {place}, which is no place of this problem"
    yield from _amount_facts(problem, "capacities", vehicle.capacity)
    if vehicle.earliest_s < 0 or vehicle.latest_s < vehicle.earliest_s:
        yield f"has a shift from {vehicle.earliest_s} s to {vehicle.latest_s} s"
    if vehicle.speed_permille <= 0:
        yield f"drives at {vehicle.speed_permille} permille of the usual speed"
    if vehicle.break_rule is not None and min(vehicle.break_rule.after_s, vehicle.break_rule.break_s) <= 0:
        yield f"must rest {vehicle.break_rule.break_s} s after {vehicle.break_rule.after_s} s of driving"
    if vehicle.wall is not None and not 0 <= vehicle.wall.dimension < len(problem.dimensions):
        yield f"has a wall in dimension {vehicle.wall.dimension} of {len(problem.dimensions)}, counted from 0"
    if vehicle.wall is not None and vehicle.wall.step <= 0:
        yield f"has a wall that moves in steps of {vehicle.wall.step}"
    amounts = {
        "fixed cost": vehicle.cost_fixed_pence,
        "cost per km": vehicle.cost_per_km_pence,
        "cost per hour": vehicle.cost_per_hour_pence,
        "number of reloads": vehicle.reloads,
        "driving limit": vehicle.driving_limit_s or 0,
    }
    yield from (f"has a negative {words}" for words, amount in amounts.items() if amount < 0)


def _shipment_facts(problem: Problem, shipment: Shipment) -> Iterator[str]:
    yield from _amount_facts(problem, "loads", shipment.loads)
    if shipment.pickup.location == shipment.drop.location:
        yield f"is picked up and dropped at the same place, {shipment.pickup.location}"
    yield from (f"in its pickup {fact}" for fact in _task_facts(problem, shipment.pickup))
    yield from (f"in its drop {fact}" for fact in _task_facts(problem, shipment.drop))
    if not 0 <= shipment.priority <= MOST_PRIORITY:
        yield f"has priority {shipment.priority}; priorities go from 0 to {MOST_PRIORITY}"
    if shipment.known is not None and min(shipment.known.other_vehicle_pence, shipment.known.minute_pence) < 0:
        yield "has a negative price for being changed"
    if shipment.max_ride_s is not None and shipment.max_ride_s < 0:
        yield f"may be on board for {shipment.max_ride_s} s"
    if shipment.penalty_pence < 0:
        yield f"has a negative price for being left, {shipment.penalty_pence} pence"


def _task_facts(problem: Problem, task: TaskSpec) -> Iterator[str]:
    if task.location not in problem.location_index:
        yield f"names {task.location}, which is no place of this problem"
    for window in task.windows:
        if window.opens_s < 0 or window.closes_s < window.opens_s:
            yield f"has a window from {window.opens_s} s to {window.closes_s} s"
    if task.service_fixed_s < 0 or task.service_goods_s < 0:
        yield "has a negative service time"
    if task.late_s < 0 or task.late_minute_pence < 0:
        yield f"may be {task.late_s} s late at {task.late_minute_pence} pence a minute"
    elif task.late_s and not task.windows:
        yield "may be late, but has no window to be late for"


def _amount_facts(problem: Problem, words: str, amounts: tuple[int, ...]) -> Iterator[str]:
    if len(amounts) != len(problem.dimensions):
        names = ", ".join(dimension.name for dimension in problem.dimensions)
        yield f"has {len(amounts)} {words} for {len(problem.dimensions)} dimensions ({names})"
    elif any(amount < 0 for amount in amounts):
        yield f"has negative {words}"
