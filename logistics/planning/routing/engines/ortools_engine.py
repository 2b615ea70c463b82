"""The OR-Tools routing solver as an engine: guided local search over the model, from a first plan or from nothing.

Knows nothing of plans: it takes and gives the order of tasks of each van.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from logistics.planning.routing.compiled import Compiled
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.ortools_hint import node_routes
from logistics.planning.routing.engines.ortools_model import Model, build

NAME = "OR-Tools"
TOO_SHORT_S = 0.02
#: A search that has nothing left to change makes no more steps, only failures; usually there are three a step.
FAILURES_A_STEP = 20
TOO_FEW_STEPS = 50


@dataclass(frozen=True, slots=True)
class Limits:
    """When the search must end: when no seconds remain; after `steps` accepted solutions, if given."""

    remaining_s: Callable[[], float]
    steps: int | None


def search(
    compiled: Compiled,
    shipments: Sequence[int],
    *,
    hint: Sequences,
    limits: Limits,
    seed: int,
    on_solution: Callable[[Sequences], bool],
) -> Sequences | None:
    """Improve on the hint until a limit is met. Returns each van's tasks, or None when nothing was found.

    `on_solution` gets the best answer so far whenever the search has moved; False stops the search.
    """
    if limits.steps == 0 or limits.remaining_s() < TOO_SHORT_S:
        return None
    model = build(compiled, list(shipments))
    routing = model.routing
    routing.solver().ReSeed(seed)
    best: tuple[float, Sequences] = (math.inf, [])

    def at_solution() -> None:
        nonlocal best
        cost = routing.CostVar().Max()
        if cost < best[0]:
            best = (cost, _follow(model, lambda index: int(routing.NextVar(index).Value())))
        if not on_solution(best[1]):
            routing.CancelSearch()

    routing.AddAtSolutionCallback(at_solution)
    if limits.steps is not None:
        routing.AddSearchMonitor(routing.solver().FailuresLimit(FAILURES_A_STEP * (limits.steps + TOO_FEW_STEPS)))
    routing.CloseModelWithParameters(_parameters(limits))
    start = routing.ReadAssignmentFromRoutes(node_routes(compiled, model, hint), True)
    remaining_s = limits.remaining_s()
    if remaining_s < TOO_SHORT_S:
        return None
    if start is not None:
        answer = routing.SolveFromAssignmentWithParameters(start, _parameters(limits))
    else:
        answer = routing.SolveWithParameters(_parameters(limits))
    if answer is None:
        return None
    return _follow(model, lambda index: int(answer.Value(routing.NextVar(index))))


def _parameters(limits: Limits) -> Any:
    """Guided local search. With a count of steps, no clock inside the search may sway the answer."""
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    wall_ms = max(1, int(limits.remaining_s() * 1000))
    parameters.time_limit.FromMilliseconds(wall_ms)
    parameters.lns_time_limit.FromMilliseconds(100 if limits.steps is None else wall_ms)
    if limits.steps is not None:
        parameters.solution_limit = limits.steps
    return parameters


def _follow(model: Model, following: Callable[[int], int]) -> Sequences:
    """Each van's tasks in order; what was loaded or dropped at the depot without a node is put back."""
    routing, depot = model.routing, model.depot
    sequences = []
    for van in range(routing.vehicles()):
        tasks: list[int] = []
        index = following(routing.Start(van))
        while not routing.IsEnd(index):
            tasks.append(model.task_of[model.manager.IndexToNode(index)])
            index = following(index)
        if depot is not None:
            hidden = [task ^ 1 for task in tasks if task // 2 in depot.shipments]
            tasks = hidden + tasks if depot.side == 0 else tasks + hidden
        sequences.append(tasks)
    return sequences
