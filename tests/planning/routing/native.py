"""What the native engine finds on its own, timed and judged."""

from collections.abc import Callable

from logistics.planning.routing.changes import change_pence
from logistics.planning.routing.check import faults
from logistics.planning.routing.compiled import Compiled, compile_problem
from logistics.planning.routing.engines import native_engine
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native.library import Limits
from logistics.planning.routing.plan import Cost, Plan, Reason, Unserved
from logistics.planning.routing.problem import Problem
from logistics.planning.routing.schedule import time_route
from logistics.planning.routing.screen import why_never

LEFT = Reason("left", {}, "left out")


def searched(
    question: Problem,
    *,
    steps: int = 2_000,
    seed: int = 1,
    hint: Sequences | None = None,
    on_solution: Callable[[Sequences], bool] | None = None,
) -> Plan:
    """What the engine finds, timed and judged: it must not need mending."""
    compiled = compile_problem(question)
    shipments = servable(compiled)
    assert native_engine.supports(compiled, shipments)
    sequences = native_engine.search(
        compiled,
        shipments,
        hint=hint or [[] for _ in question.vehicles],
        limits=Limits(seconds=60, seed=seed, steps=steps),
        on_solution=on_solution,
    )
    return planned(compiled, sequences)


def servable(compiled: Compiled) -> list[int]:
    return [s for s in range(len(compiled.shipments)) if why_never(compiled, s) is None]


def planned(compiled: Compiled, sequences: Sequences) -> Plan:
    routes = [time_route(compiled, v, tasks) for v, tasks in enumerate(sequences) if tasks]
    assert None not in routes
    kept = tuple(route for route in routes if route is not None)
    served = {task // 2 for tasks in sequences for task in tasks}
    left = [s for number, s in enumerate(compiled.shipments) if number not in served]
    plan = Plan(
        routes=kept,
        unserved=tuple(Unserved(s.id, LEFT) for s in left),
        cost=sum((route.cost for route in kept), Cost()),
        penalty_pence=sum(s.penalty_pence for s in left),
        travel_source=compiled.problem.travel.source,
        engine=native_engine.NAME,
        change_pence=change_pence(compiled.problem, kept),
    )
    assert faults(compiled.problem, plan) == ()
    return plan
