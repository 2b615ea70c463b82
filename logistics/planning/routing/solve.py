"""The door: takes a problem, asks the engines in turn, and gives back the best plan by the deadline.

Order of work: refuse contradictions, set aside what no van could bring, insert the rest for a first plan, let one
engine improve it, and say of everything left out what stood against it. The engine is ruin and recreate where it was
built and keeps all that the problem asks for, else OR-Tools.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from logistics.planning.routing.changes import change_pence
from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.contradictions import refuse_contradictions
from logistics.planning.routing.engines import insertion, native_engine, ortools_engine
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.engines.native import library
from logistics.planning.routing.incumbent import Incumbent
from logistics.planning.routing.plan import Cost, Plan, Progress, Reason, Unserved
from logistics.planning.routing.problem import Budget, Iterations, Problem
from logistics.planning.routing.reasons import OUT_OF_TIME, why_left_out
from logistics.planning.routing.screen import why_never
from logistics.planning.routing.start import drivable, sequences_of

#: An iteration budget is never meant to end by the clock; this only stops a search that would run for ever.
GUARD_S = 900.0
#: Kept back from a budget of seconds for the last insertions and the reasons.
SHARE_KEPT = 0.05
LONGEST_KEPT_S = 0.4
#: How far behind the deadline reasons are still worked out.
REASONS_AFTER_S = 0.25
#: First plans tried under an iteration budget, and the share of the seconds that they may take otherwise.
FIRST_PLANS = 2
FIRST_PLANS_SHARE = 0.25
#: Shipments times vans from which on ruin and recreate has its own first plan sooner than insertion.
MANY = 3_000
#: With less left, no search is begun.
TOO_SHORT_S = 0.02

OnProgress = Callable[[Progress], bool | None]


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    on_progress: OnProgress | None = None,
    clock: Callable[[], float] = time.monotonic,
    start: Plan | None = None,
) -> Plan:
    """The best plan found within the budget; it always comes back, at the latest 0.5 s after the seconds are over.

    With `Iterations` the same problem, seed and count give the same plan. `on_progress` hears of every better plan
    and stops the search by returning False. From `start`, a plan for the day before it changed, the search goes on
    calmly: what still holds stays unless another way is cheaper. Raises `ContradictoryProblem`, nothing
    else.
    """
    began_s = clock()
    refuse_contradictions(problem)
    wall_s = GUARD_S if isinstance(budget, Iterations) else budget.seconds
    compiled = compile_problem(problem)
    never = {s: reason for s in range(len(problem.shipments)) if (reason := why_never(compiled, s)) is not None}
    rest = [s for s in range(len(problem.shipments)) if s not in never]
    best = Incumbent(compiled, rest, clock=clock, began_s=began_s, deadline_s=began_s + wall_s, on_progress=on_progress)
    is_native, because = native_engine.supports(compiled, rest), native_engine.why_not(compiled, rest)
    if start is not None:
        servable = set(rest)
        running = [[task for task in tasks if task // 2 in servable] for tasks in sequences_of(compiled, start)]
        best.offer([drivable(compiled, van, tasks) for van, tasks in enumerate(running)], engine=start.engine)
    elif not (is_native and len(rest) * len(problem.vehicles) >= MANY and wall_s > TOO_SHORT_S):
        _first_plans(best, budget, seed)
    kept_s = min(LONGEST_KEPT_S, wall_s * SHARE_KEPT)
    if is_native:
        manner = native_engine.MONEY if start is None else native_engine.CALM
        _ruin_and_recreate(best, budget, seed, kept_s=kept_s, manner=manner)
    else:
        _improve(best, budget, seed, kept_s=kept_s)
    return _plan(best, never, because)


def _first_plans(best: Incumbent, budget: Budget, seed: int) -> None:
    """Insertion by each rule; one plan at least, the others only while they are cheap in time."""
    share_s = FIRST_PLANS_SHARE * (best.deadline_s - best.began_s)
    for number, (rule, rng) in enumerate(insertion.starts(seed)):
        if number == FIRST_PLANS or best.is_stopped:
            return
        began_s = best.clock()
        sequences = insertion.construct(best.compiled, best.shipments, rule=rule, rng=rng, stop=best.out_of_time)
        best.offer(sequences, engine=insertion.NAME)
        took_s = best.clock() - began_s
        if not isinstance(budget, Iterations) and best.clock() + took_s > best.began_s + share_s:
            return


def _improve(best: Incumbent, budget: Budget, seed: int, *, kept_s: float) -> None:
    if best.is_stopped or not best.shipments or not best.compiled.vehicles:
        return
    steps = budget.count if isinstance(budget, Iterations) else None
    limits = ortools_engine.Limits(remaining_s=lambda: best.deadline_s - kept_s - best.clock(), steps=steps)
    found = ortools_engine.search(
        best.compiled,
        best.shipments,
        hint=best.sequences,
        limits=limits,
        seed=seed,
        on_solution=lambda sequences: best.glimpse(sequences, engine=ortools_engine.NAME),
    )
    if found is not None:
        best.offer(found, engine=ortools_engine.NAME)


def _ruin_and_recreate(
    best: Incumbent, budget: Budget, seed: int, *, kept_s: float, manner: native_engine.Manner
) -> None:
    remaining_s = best.deadline_s - kept_s - best.clock()
    if best.is_stopped or remaining_s < TOO_SHORT_S:
        return
    steps = budget.count * native_engine.RUINS_AN_ITERATION if isinstance(budget, Iterations) else None
    found = native_engine.search(
        best.compiled,
        best.shipments,
        hint=best.sequences,
        limits=library.Limits(remaining_s, seed, steps=steps),
        manner=manner,
        on_solution=lambda sequences: best.glimpse(sequences, engine=native_engine.NAME),
    )
    best.offer(found, engine=native_engine.NAME)


def _plan(best: Incumbent, never: dict[int, Reason], because: str) -> Plan:
    compiled, problem = best.compiled, best.compiled.problem
    draft = Draft(compiled, best.sequences)
    reasons = dict(never)
    for shipment in best.left_out():
        late = best.clock() > best.deadline_s + REASONS_AFTER_S
        reasons[shipment] = OUT_OF_TIME if late else why_left_out(draft, shipment)
    unserved = tuple(Unserved(problem.shipments[s].id, reasons[s]) for s in sorted(reasons))
    return Plan(
        routes=best.routes,
        unserved=unserved,
        cost=sum((route.cost for route in best.routes), Cost()),
        penalty_pence=sum(problem.shipments[s].penalty_pence for s in reasons),
        travel_source=problem.travel.source,
        engine=best.engine,
        change_pence=change_pence(problem, best.routes),
        engine_because=because,
    )
