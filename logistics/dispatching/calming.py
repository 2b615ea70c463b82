"""Searching on from a plan that a change has torn, at a price for every round that people know. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from logistics.dispatching.errors import CannotMove
from logistics.dispatching.rounds import rounds_of
from logistics.dispatching.shifting import Desk, judged
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import Iterations, Known, Problem
from logistics.planning.routing.solve import solve

#: About half a second for 300 shipments that are known by the minute.
STEPS = Iterations(15)


@dataclass(frozen=True, slots=True)
class ChangePrices:
    """What it is worth to leave a shipment in its van, and a drop at its minute, in pence."""

    van_pence: int
    minute_pence: int


def calmed(desk: Desk, known: Mapping[str, Known], *, now_s: int) -> Desk:
    """The desk with whatever exchanges are worth more than the changes they make; of a date that has not begun.

    Nothing sets out in the past, and nothing more is left behind.
    """
    if any(desk.locked.values()) or not desk.problem.vehicles:
        return desk
    try:
        before = judged(replace(desk, problem=later(desk.problem, now_s)))
    except CannotMove:
        return desk
    problem = later(desk.problem, now_s)
    asked = replace(problem, shipments=tuple(replace(each, known=known.get(each.id)) for each in problem.shipments))
    found = solve(asked, budget=STEPS, seed=1, start=before)
    if found.penalty_pence > before.penalty_pence:
        return desk
    left = {each.shipment: desk.left.get(each.shipment, each.reason) for each in found.unserved}
    return replace(desk, rounds=rounds_of(found), left=left)


def later(problem: Problem, now_s: int) -> Problem:
    """The problem in which no van sets out before now."""
    vehicles = (replace(each, earliest_s=min(each.latest_s, max(each.earliest_s, now_s))) for each in problem.vehicles)
    return replace(problem, vehicles=tuple(vehicles))


def known_from(plan: Plan, prices: ChangePrices) -> dict[str, Known]:
    """What people know of each shipment that the plan brings."""
    return {
        task.shipment: Known(route.vehicle, prices.van_pence, visit.start_s, prices.minute_pence)
        for route in plan.routes
        for visit in route.visits
        for task in visit.tasks
        if task.kind == "drop"
    }
