"""The judge: recomputes a plan's feasibility and cost from the problem alone, and names every fault.

Reads problem and plan, nothing else, as do its aides for one route and for what is on board; shares no line with any
engine, so that it cannot repeat their mistakes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from math import floor

from logistics.planning.routing.check_route import RouteJudge
from logistics.planning.routing.plan import Cost, Plan, Task
from logistics.planning.routing.problem import Problem


def faults(problem: Problem, plan: Plan) -> tuple[str, ...]:
    """Everything that is wrong with the plan, one sentence each; empty means that it may be believed."""
    return tuple(_faults(problem, plan))


def _faults(problem: Problem, plan: Plan) -> Iterator[str]:
    yield from _served_faults(problem, plan)
    vehicles = {vehicle.id: vehicle for vehicle in problem.vehicles}
    for name, count in Counter(route.vehicle for route in plan.routes).items():
        if count > 1:
            yield f"{name} drives {count} routes"
    for route in plan.routes:
        if route.vehicle not in vehicles:
            yield f"{route.vehicle} is no van of this problem"
            continue
        judge = RouteJudge(problem, vehicles[route.vehicle], route)
        yield from (f"{route.vehicle}: {fault}" for fault in judge.faults())
    yield from _total_faults(problem, plan)


def _served_faults(problem: Problem, plan: Plan) -> Iterator[str]:
    """Every shipment exactly once: picked up and dropped, or unserved with a reason."""
    done = Counter(task for route in plan.routes for visit in route.visits for task in visit.tasks)
    unserved = Counter(entry.shipment for entry in plan.unserved)
    known = {shipment.id for shipment in problem.shipments}
    for stranger in sorted({task.shipment for task in done} | set(unserved)):
        if stranger not in known:
            yield f"{stranger} is no shipment of this problem"
    for shipment in problem.shipments:
        times = (done[Task(shipment.id, "pickup")], done[Task(shipment.id, "drop")], unserved[shipment.id])
        if times not in ((1, 1, 0), (0, 0, 1)):
            yield f"{shipment.id} is picked up {times[0]}, dropped {times[1]} and left out {times[2]} times"
    for entry in plan.unserved:
        if not entry.reason.code or not entry.reason.text:
            yield f"{entry.shipment} is left out without a reason"


def _total_faults(problem: Problem, plan: Plan) -> Iterator[str]:
    total = Cost()
    for route in plan.routes:
        total = total + route.cost
    if plan.cost != total:
        yield f"the plan says it costs {plan.cost}, its routes add up to {total}"
    left_out = {entry.shipment for entry in plan.unserved}
    penalty = sum(shipment.penalty_pence for shipment in problem.shipments if shipment.id in left_out)
    if plan.penalty_pence != penalty:
        yield f"the plan pays {plan.penalty_pence} pence for what it leaves, the prices add up to {penalty}"
    changes = _change_pence(problem, plan)
    if plan.change_pence != changes:
        yield f"the plan pays {plan.change_pence} pence for changes, their prices add up to {changes}"
    if plan.travel_source != problem.travel.source:
        yield f"the plan calls its travel {plan.travel_source}, the problem {problem.travel.source}"
    if plan.bound_pence is not None and plan.bound_pence > total.total_pence + penalty + changes + _late_pence(plan):
        yield f"the plan is cheaper than its own bound of {plan.bound_pence} pence"


def _late_pence(plan: Plan) -> int:
    return sum(visit.late_pence for route in plan.routes for visit in route.visits)


def _change_pence(problem: Problem, plan: Plan) -> int:
    """Another van than the known one, and the minutes by which a drop begins earlier or later than known."""
    known = {shipment.id: shipment.known for shipment in problem.shipments}
    total = 0
    for route in plan.routes:
        for visit in route.visits:
            for about in [known.get(task.shipment) for task in visit.tasks if task.kind == "drop"]:
                if about is None:
                    continue
                if about.vehicle is not None and about.vehicle != route.vehicle:
                    total += about.other_vehicle_pence
                if about.drop_s is not None:
                    seconds = max(visit.start_s, about.drop_s) - min(visit.start_s, about.drop_s)
                    total += floor(Fraction(seconds * about.minute_pence, 60) + Fraction(1, 2))
    return total
