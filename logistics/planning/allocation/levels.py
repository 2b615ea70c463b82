"""Works the objectives down, one exact solve each, every one keeping those before it."""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from time import monotonic

from ortools.sat.python import cp_model

from logistics.planning.allocation.allocation import Level
from logistics.planning.allocation.budget import Budget, OnProgress, Progress
from logistics.planning.allocation.few_sellers import FewSellers, may_choose_sellers
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.objectives import Objective, Objectives, no_flow
from logistics.planning.allocation.repair import first_answer

LEVEL_PART = 0.5
EFFORT = 0.001  # deterministic time for each line, where few sellers make a large day too hard to prove
PROVEN_SIZE = 300  # pairs of demand and source up to which even money is worked to proof
STATUS = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible"}


class Watcher(cp_model.CpSolverSolutionCallback):
    """Tells each better answer of one level, and stops the search when told to or at the least."""

    def __init__(self, tell: Callable[[int, int], bool], least: int) -> None:
        super().__init__()
        self.tell = tell
        self.least = least
        self.is_stopped = False

    def on_solution_callback(self) -> None:
        """Called by the solver at each better answer."""
        value = round(self.objective_value)
        if value <= self.least:
            self.stop_search()
        if not self.tell(value, max(self.least, round(self.best_objective_bound))):
            self.is_stopped = True
            self.stop_search()


class Clock:
    """What is left of a budget, and whoever watches it being spent."""

    def __init__(self, budget: Budget, on_progress: OnProgress | None, wanted: int) -> None:
        self.budget = budget
        self.left = float(budget.deterministic or budget.seconds or 0)
        self.on_progress = on_progress
        self.wanted = wanted
        self.filled = 0
        self.is_stopped = False

    def spend(self, solver: cp_model.CpSolver, seconds: float) -> float:
        """What a solve has used up of the budget."""
        is_timed = self.budget.deterministic is None
        spent = seconds if is_timed else solver.response_proto.deterministic_time
        self.left -= spent
        return spent

    def tell(self, name: str, value: int, bound: int) -> bool:
        """Tells the watcher; False once somebody said stop."""
        if self.on_progress is not None and not self.is_stopped:
            told = self.on_progress(
                Progress(
                    level=name,
                    value=value,
                    bound=bound,
                    packs_filled=self.filled,
                    packs_wanted=self.wanted,
                )
            )
            self.is_stopped = told is False
        return not self.is_stopped


class Levels:
    """Works the levels of one model; `objectives.shares` is always the best answer so far."""

    def __init__(self, objectives: Objectives, *, clock: Clock, seed: int, is_brief: bool) -> None:
        self.objectives = objectives
        self.is_brief = is_brief
        self.clock = clock
        self.seed = seed

    def work(self, in_order: list[Objective], allowance: float) -> list[Level]:
        """Every level with its value, bound and gap."""
        found: list[Level] = []
        for at, objective in enumerate(in_order):
            least = objective.least()
            if least < objective.value(self.objectives.shares):
                least = max(least, self._by_flow(in_order[: at + 1], least))
            value = objective.value(self.objectives.shares)
            if least == value:
                found.append(level_of(objective.name, value, value, "optimal"))
            elif not self.clock.tell(objective.name, value, least):
                found.append(level_of(objective.name, value, least, "stopped"))
            elif (value - least) <= self._gap(objective) * abs(value):
                found.append(level_of(objective.name, value, least, "feasible"))
            elif allowance <= 0 or self.clock.left <= 0:
                found.append(level_of(objective.name, value, least, "greedy"))
            elif self.is_brief and (objective.is_money or objective.flow is not no_flow):
                found.append(level_of(objective.name, value, least, "feasible"))
            else:
                part = 1.0 if objective is in_order[-1] else LEVEL_PART
                level, spent = self._solve(objective, value, least, allowance * part)
                allowance -= spent
                found.append(level)
            objective.keep(found[-1].value)
        return found

    def _by_flow(self, in_order: list[Objective], least: int) -> int:
        """What the last of these levels cannot beat as a flow; follows the flow where that makes the answer better."""
        objective, objectives = in_order[-1], self.objectives
        flow = objective.flow()
        if flow is None:
            return least
        if flow.cost < objective.value(objectives.shares):
            parts = objectives.parts
            tried = first_answer(parts.options, objectives.sides, parts.promises, hint=flow.shares)
            before, after = ([each.value(shares) for each in in_order] for shares in (objectives.shares, tried))
            settled = [parts.given(shares, objective.settled) for shares in (objectives.shares, tried)]
            if after < before and settled[0] == settled[1]:
                self._improve(tried)
        return flow.bound

    def _solve(self, objective: Objective, value: int, least: int, allowance: float) -> tuple[Level, float]:
        model = self.objectives.model
        model.hint(self.objectives.shares)
        model.cp.minimize(objective.expression())
        solver = self._solver(objective, min(allowance, self.clock.left))
        watcher = Watcher(lambda found, bound: self.clock.tell(objective.name, found, bound), least)
        began = monotonic()
        status = solver.solve(model.cp, watcher)
        spent = self.clock.spend(solver, monotonic() - began)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return level_of(objective.name, value, least, "feasible" if self.is_brief else "greedy"), spent
        shares = self._read(solver)
        if objective.value(shares) < value:
            self._improve(self._chosen_anew(shares, objective.settled))
            value = objective.value(shares)
        bound = min(value, max(least, round(solver.best_objective_bound)))
        return level_of(objective.name, value, bound, "optimal" if bound == value else STATUS[status]), spent

    def _chosen_anew(self, shares: Shares, settled: tuple[Sharer, ...]) -> Shares:
        """The answer with its sellers chosen once more, where few may come, for the sake of the later levels."""
        parts, sides = self.objectives.parts, self.objectives.sides
        if not may_choose_sellers(parts.options, sides, parts.promises):
            return shares
        chosen = FewSellers(parts.options, sides, self.seed).better(shares)
        return chosen if parts.given(chosen, settled) == parts.given(shares, settled) else shares

    def _improve(self, shares: Shares) -> None:
        before = sum(self.objectives.shares.fills.values())
        self.clock.filled += sum(shares.fills.values()) - before
        self.objectives.shares = shares

    def _solver(self, objective: Objective, allowance: float) -> cp_model.CpSolver:
        budget = self.clock.budget
        solver = cp_model.CpSolver()
        solver.parameters.random_seed = self.seed
        solver.parameters.num_workers = budget.workers
        solver.parameters.max_presolve_iterations = 1
        solver.parameters.cp_model_probing_level = 0
        solver.parameters.symmetry_level = 0
        solver.parameters.linearization_level = 1 if objective.is_money else 2
        solver.parameters.relative_gap_limit = max(self._gap(objective), objective.tolerance)
        effort = EFFORT * len(self.objectives.model.filled) if self.is_brief else inf
        if budget.deterministic is not None:
            solver.parameters.max_deterministic_time = min(effort, allowance)
        else:
            solver.parameters.max_deterministic_time = effort
            solver.parameters.max_time_in_seconds = allowance
        return solver

    def _gap(self, objective: Objective) -> float:
        """The gap at which a level is good enough: none, but for the money of a large problem."""
        is_small = len(self.objectives.model.x) <= PROVEN_SIZE
        return 0.0 if is_small or not objective.is_money else self.clock.budget.gap

    def _read(self, solver: cp_model.CpSolver) -> Shares:
        model = self.objectives.model
        fills = {key: solver.value(variable) for key, variable in model.x.items()}
        inputs = {key: solver.value(variable) for key, variable in model.poured.items()}
        return Shares(
            {key: packs for key, packs in fills.items() if packs},
            {key: packs for key, packs in inputs.items() if packs},
        )


def level_of(name: str, value: int, bound: int, status: str) -> Level:
    """A level with its gap: (value - bound) / max(1, |value|)."""
    gap = (value - bound) / max(1, abs(value))
    return Level(name=name, value=value, bound=bound, gap=gap, status=status)
