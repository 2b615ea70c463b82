"""A date planned again for other goods, touching as little as the change allows. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from logistics.dispatching.rounds import Visits, numbers
from logistics.dispatching.shifting import Desk, grouped, put_anywhere
from logistics.planning.routing.compiled import Compiled, compile_problem
from logistics.planning.routing.plan import Task
from logistics.planning.routing.problem import Problem, Shipment
from logistics.planning.routing.schedule import feasible_groups


def planned_anew(old: Desk, problem: Problem, same: Mapping[str, str], *, now_s: int) -> Desk:
    """The old rounds with the new goods: what goes the same way keeps its place, the rest goes where it costs least."""
    compiled = compile_problem(problem)
    vans = {vehicle.id: van for van, vehicle in enumerate(problem.vehicles)}
    changed = [new for key, new in same.items() if weighs_more(old.shipment(key), compiled, new)]
    rounds = {
        van: fitting(compiled, vans[van], renamed(visits, same), changed)
        for van, visits in old.rounds.items()
        if van in vans
    }
    placed = {task.shipment for visits in rounds.values() for visit in visits for task in visit}
    rest = [each.id for each in problem.shipments if each.id not in placed]
    return put_anywhere(Desk(problem=problem, rounds=rounds, left={}), rest, now_s=now_s)


def renamed(visits: Visits, same: Mapping[str, str]) -> Visits:
    """The visits with the new keys; what goes nowhere any more is left out."""
    kept = (tuple(Task(same[task.shipment], task.kind) for task in v if task.shipment in same) for v in visits)
    return tuple(visit for visit in kept if visit)


def weighs_more(before: Shipment, compiled: Compiled, key: str) -> bool:
    """Whether the shipment takes more room or other hours than it did."""
    after = next(each for each in compiled.shipments if each.id == key)
    return replace(after, id=before.id, name=before.name) != before


def fitting(compiled: Compiled, van: int, visits: Visits, changed: Sequence[str]) -> Visits:
    """The round, without as many shipments as it takes to be driven: first those that changed, then the heaviest."""
    tasks = numbers(compiled, visits)
    while tasks and feasible_groups(compiled, van, tasks) is None:
        aboard = {task // 2 for task in tasks}
        out = max(aboard, key=lambda s: (compiled.shipments[s].id in changed, compiled.shipments[s].loads, -s))
        tasks = [task for task in tasks if task // 2 != out]
    return grouped(compiled, van, tasks)
