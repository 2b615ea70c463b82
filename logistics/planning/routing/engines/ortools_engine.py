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
from logistics.planning.routing.engines.ortools_model import Model, build

NAME = "OR-Tools"


@dataclass(frozen=True, slots=True)
class Limits:
    """When the search must end: after `wall_s` seconds in any case, after `steps` accepted solutions if given."""

    wall_s: float
    steps: int | None


def search(
    compiled: Compiled,
    shipments: Sequence[int],
    *,
    hint: Sequences,
    limits: Limits,
    seed: int,
    on_better: Callable[[Sequences], bool],
) -> Sequences | None:
    """Improve on the hint until a limit is met. Returns each van's tasks, or None when nothing was found.

    `on_better` gets each better answer; False stops the search.
    """
    if not shipments or limits.wall_s <= 0:
        return None
    model = build(compiled, list(shipments))
    routing = model.routing
    routing.solver().ReSeed(seed)
    parameters = _parameters(limits)
    best = [math.inf]

    def at_solution() -> None:
        cost = routing.CostVar().Max()
        if cost < best[0]:
            best[0] = cost
            if not on_better(_running_sequences(compiled, model)):
                routing.CancelSearch()

    routing.AddAtSolutionCallback(at_solution)
    routing.CloseModelWithParameters(parameters)
    start = routing.ReadAssignmentFromRoutes(_node_routes(model, hint), True)
    if start is not None:
        answer = routing.SolveFromAssignmentWithParameters(start, parameters)
    else:
        answer = routing.SolveWithParameters(parameters)
    return _sequences(compiled, model, answer) if answer is not None else None


def _parameters(limits: Limits) -> Any:
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(max(1, int(limits.wall_s * 1000)))
    parameters.lns_time_limit.FromMilliseconds(100)
    if limits.steps is not None:
        parameters.solution_limit = limits.steps
    return parameters


def _node_routes(model: Model, sequences: Sequences) -> list[list[int]]:
    """The hint in the model's indices, without the tasks that it has no node for."""
    return [
        [model.manager.NodeToIndex(model.node_of[task]) for task in tasks if task in model.node_of]
        for tasks in sequences
    ]


def _running_sequences(compiled: Compiled, model: Model) -> Sequences:
    """Read the current solution in the middle of the search."""
    return _follow(compiled, model, lambda index: int(model.routing.NextVar(index).Value()))


def _sequences(compiled: Compiled, model: Model, answer: Any) -> Sequences:
    return _follow(compiled, model, lambda index: int(answer.Value(model.routing.NextVar(index))))


def _follow(compiled: Compiled, model: Model, following: Callable[[int], int]) -> Sequences:
    routing, depot = model.routing, model.depot
    sequences = []
    for van in range(len(compiled.vehicles)):
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
