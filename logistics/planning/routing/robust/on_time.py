"""Plans that keep their windows on most mornings: what comes late too often is asked for earlier, and planned again.

Knows nothing of searching: the door does that, again and again, from the plan before. Visits that no asking makes
safe are named; nothing is left behind for the sake of another's punctuality.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines.draft import Draft
from logistics.planning.routing.plan import Plan, Progress, Task
from logistics.planning.routing.problem import Budget, Iterations, Problem, Seconds, TaskSpec, Window
from logistics.planning.routing.reasons import why_left_out
from logistics.planning.routing.robust.earlier import Earlier
from logistics.planning.routing.robust.replay import Demand, Odds, late_visits, replay
from logistics.planning.routing.screen import why_never
from logistics.planning.routing.shapes import Unreadable, decode
from logistics.planning.routing.solve import OnProgress, solve
from logistics.planning.routing.start import sequences_of

#: Times that the plan is asked for again, and the share of the budget that the first search gets. Many short searches
#: did better than few long ones: each learns from the last what is late now.
ROUNDS = 12
FIRST_SHARE = 0.3
#: Asked for earlier by at least this much.
LEAST_CUT_S = 60
MOST_MORNINGS = 10_000

Door = tuple[str, tuple[Window, ...]]
Cuts = Mapping[Door, int]


def demand_from_json(data: Any) -> Demand:
    """Reads {"spread": {...}, "permille": 950, "mornings": 200}. Raises `Unreadable` for what makes no sense."""
    demand = cast(Demand, decode(Demand, data, "on_time"))
    if not (0 <= demand.permille <= 1000 and 1 <= demand.mornings <= MOST_MORNINGS):
        raise Unreadable(f"on_time asks for 0 to 1000 permille of 1 to {MOST_MORNINGS} mornings")
    spread = demand.spread
    if not all(0 <= each <= 1000 for each in (spread.morning_permille, spread.leg_permille, spread.service_permille)):
        raise Unreadable("the spread of times goes from 0 to 1000 permille")
    return demand


@dataclass(frozen=True, slots=True)
class Punctual:
    """A plan, how its visits fare, and those that are late too often all the same."""

    plan: Plan
    odds: tuple[Odds, ...]
    unmet: tuple[Odds, ...]


@dataclass(slots=True)
class _Asking:
    """What is asked for earlier than the problem says, in seconds by place and windows; and what cannot be."""

    problem: Problem
    cuts: dict[Door, int] = field(default_factory=dict)
    stuck: set[Door] = field(default_factory=set)

    def tightened(self) -> Problem:
        """The problem with its windows closed earlier."""
        return replace(
            self.problem,
            shipments=tuple(
                replace(each, pickup=self._cut(each.pickup), drop=self._cut(each.drop))
                for each in self.problem.shipments
            ),
        )

    def _cut(self, spec: TaskSpec) -> TaskSpec:
        cut_s = self.cuts.get((spec.location, spec.windows), 0)
        if not cut_s:
            return spec
        kept = [
            Window(each.opens_s, each.closes_s - cut_s)
            for each in spec.windows
            if each.closes_s - cut_s >= each.opens_s
        ]
        return replace(spec, windows=tuple(kept) or (Window(spec.windows[0].opens_s, spec.windows[0].opens_s),))

    def doors(self, tasks: Iterable[Task]) -> set[Door]:
        """Places and windows of the tasks that have windows."""
        named = {each.id: each for each in self.problem.shipments}
        specs = (named[task.shipment].pickup if task.kind == "pickup" else named[task.shipment].drop for task in tasks)
        return {(spec.location, spec.windows) for spec in specs if spec.windows}

    def earlier(self, late: Iterable[Odds], permille: int) -> bool:
        """Ask for late visits earlier, by what they are late. False when nothing more can be asked."""
        before = dict(self.cuts)
        for each in late:
            for door in self.doors(each.tasks) - self.stuck:
                longest_s = max(window.closes_s - window.opens_s for window in door[1])
                wanted_s = before.get(door, 0) + max(LEAST_CUT_S, each.late_by_s(permille))
                self.cuts[door] = min(longest_s, max(self.cuts.get(door, 0), wanted_s))
        return self.cuts != before

    def give_up(self, tasks: Iterable[Task]) -> None:
        """Ask for these at their own hours again, and never earlier any more."""
        for door in self.doors(tasks):
            self.stuck.add(door)
            self.cuts.pop(door, None)


def solve_on_time(  # noqa: PLR0913 - the door's own words, and the demand
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    demand: Demand,
    on_progress: OnProgress | None = None,
    clock: Callable[[], float] = time.monotonic,
    start: Plan | None = None,
) -> Punctual:
    """The cheapest plan found whose visits meet the demand; else one that leaves no more behind and misses least.

    The budget is for all searches together. `on_progress` hears of better plans of the first search, and of its last
    again while visits are made safer; False stops. Raises what `solve` raises.
    """
    told = _Told(on_progress)
    ends_s = clock() + (budget.seconds if isinstance(budget, Seconds) else 0)
    plan = solve(problem, budget=_first(budget), seed=seed, on_progress=told.hear, clock=clock, start=start)
    best, asking = _judged(problem, plan, seed, demand), _Asking(problem)
    latest = best
    for number in range(ROUNDS):
        share = _share(budget, ROUNDS - number, ends_s - clock())
        if share is None or told.is_stopped or not asking.earlier(latest.unmet, demand.permille):
            break
        tight = asking.tightened()
        found = solve(tight, budget=share, seed=seed, on_progress=told.hear_again, clock=clock, start=latest.plan)
        if found.penalty_pence > best.plan.penalty_pence:
            kept = {each.shipment for each in best.plan.unserved}
            lost = [each.shipment for each in found.unserved if each.shipment not in kept]
            asking.give_up(Task(name, kind) for name in lost for kind in ("pickup", "drop"))
            continue
        latest = _judged(problem, found, seed, demand)
        best = min(best, latest, key=_merit)
    return replace(best, plan=_with_true_reasons(problem, best.plan))


def _merit(found: Punctual) -> tuple[int, int, int]:
    return found.plan.penalty_pence, len(found.unmet), found.plan.objective_pence


def _judged(problem: Problem, plan: Plan, seed: int, demand: Demand) -> Punctual:
    plan = Earlier(compile_problem(problem), demand, seed).left(plan)
    odds = replay(problem, plan, spread=demand.spread, seed=seed, mornings=demand.mornings)
    return Punctual(plan, odds, late_visits(odds, demand.permille))


def _first(budget: Budget) -> Budget:
    if isinstance(budget, Iterations):
        return Iterations(max(1, round(budget.count * FIRST_SHARE)))
    return Seconds(budget.seconds * FIRST_SHARE)


def _share(budget: Budget, rounds: int, remaining_s: float) -> Budget | None:
    """What the next of so many rounds may use; None when nothing is left."""
    if isinstance(budget, Iterations):
        return Iterations(max(1, round(budget.count * (1 - FIRST_SHARE) / ROUNDS)))
    return Seconds(remaining_s / rounds) if remaining_s > 0 else None


def _with_true_reasons(problem: Problem, plan: Plan) -> Plan:
    """What stays behind, explained by the problem's own windows instead of the earlier ones that were asked for."""
    if not plan.unserved:
        return plan
    compiled = compile_problem(problem)
    draft = Draft(compiled, sequences_of(compiled, plan))
    number = {shipment.id: row for row, shipment in enumerate(problem.shipments)}
    unserved = tuple(
        replace(each, reason=why_never(compiled, row) or why_left_out(draft, row))
        for each in plan.unserved
        for row in (number[each.shipment],)
    )
    return replace(plan, unserved=unserved)


@dataclass(slots=True)
class _Told:
    """Hands on what the first search finds, and asks again while it is made safer."""

    on_progress: OnProgress | None
    latest: Progress | None = None
    is_stopped: bool = False

    def hear(self, event: Progress) -> bool:
        """A better plan. False when somebody said stop."""
        self.latest = event
        self.is_stopped |= self.on_progress is not None and self.on_progress(event) is False
        return not self.is_stopped

    def hear_again(self, event: Progress) -> bool:
        """A plan of a tightened problem, whose cost says nothing to the listener."""
        return self.hear(self.latest or event)
