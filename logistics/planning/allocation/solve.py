"""The one door: a problem in, the best answer found in its budget out, with its reasons."""

from __future__ import annotations

from collections import defaultdict

from logistics.planning.allocation.allocation import Allocation, Level
from logistics.planning.allocation.budget import Budget, OnProgress
from logistics.planning.allocation.families import Families
from logistics.planning.allocation.few_sellers import FewSellers, better, may_choose_sellers
from logistics.planning.allocation.greedy import Shares, shares_of
from logistics.planning.allocation.levels import PROVEN_SIZE, Clock, Levels, level_of
from logistics.planning.allocation.model import Model
from logistics.planning.allocation.objectives import Objective, Objectives
from logistics.planning.allocation.options import Options
from logistics.planning.allocation.pairing import Pairing
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.problem import Problem
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.reasons import explained
from logistics.planning.allocation.repair import first_answer, without_needless_backup
from logistics.planning.allocation.sides import Sides
from logistics.planning.allocation.validate import validate

FAMILIES_PART = 0.6
STATUSES = ("optimal", "feasible", "greedy", "stopped")


def solve(
    problem: Problem,
    *,
    budget: Budget,
    seed: int,
    on_progress: OnProgress | None = None,
    hint: Allocation | None = None,
) -> Allocation:
    """Shares the demand out. Raises `BadProblem` if the problem contradicts itself.

    `hint` is an answer to a problem much like this one: the search begins with as much of it as is still true.

    Every level but money is worked family by family; families that a grower's pickup couples are
    worked again together. The answer is never worse than the greedy one, in the stated order.
    """
    validate(problem)
    run = Run(problem, budget=budget, seed=seed, on_progress=on_progress, hint=hint)
    return run.answer()


class Run:
    """One solve, from the first answer to the last level."""

    def __init__(
        self,
        problem: Problem,
        *,
        budget: Budget,
        seed: int,
        on_progress: OnProgress | None,
        hint: Allocation | None,
    ) -> None:
        self.problem = problem
        self.hint = None if hint is None else shares_of(hint)
        self.seed = seed
        self.options = Options(problem)
        self.promises = Promises(self.options)
        self.sides = Sides.of(problem, seed)
        self.ratios = {
            (option.demand.id, option.source.id): option.ratio for found in self.options.of.values() for option in found
        }
        is_large = len(self.ratios) > PROVEN_SIZE
        self.is_brief = is_large and self.sides.has_few_sellers and not self.promises.kept
        self.clock = Clock(budget, on_progress, sum(each.packs for each in problem.demands))

    def answer(self) -> Allocation:
        """The best of the first answers and the family-wise one, brought to the least money."""
        families = Families(self.options)
        firsts = {_name(each): self._first(each) for each in families.problems().values()}
        first = first_answer(self.options, self.sides, self.promises, hint=_united(list(firsts.values())))
        # Where nothing is processed the families' first answers together are what is handed out to all at once.
        at_once = first
        if self.problem.recipes:
            at_once = first_answer(self.options, self.sides, self.promises, hint=self.hint)
        self.clock.filled = sum(first.fills.values())
        shares = first
        bounds: dict[str, Level] = {}
        if self.clock.left > 0:
            shares, bounds = self._by_family(families, firsts)
        parts = Parts(self.options, self.promises)
        model = Model(self.options, self.promises)
        objectives = Objectives(model, parts, self._polished(shares))
        of_shares = objectives.of_shares(self.sides)
        for other in (first, at_once):
            if _vector(of_shares, other) < _vector(of_shares, objectives.shares):
                objectives.shares, bounds = self._polished(other), {}
        for objective in of_shares:
            objective.keep(objective.value(objectives.shares))
        objectives.shares = Pairing(parts, objectives.shares).cheapest()
        levels = Levels(objectives, clock=self.clock, seed=self.seed, is_brief=self.is_brief)
        money = objectives.money()
        found = levels.work([money], self.clock.left)
        shares = self._polished(objectives.shares)
        return self._allocation(shares, [*of_shares, money], {**bounds, "money": found[0]})

    def _polished(self, shares: Shares) -> Shares:
        return without_needless_backup(shares, self.options, self.sides, self.promises)

    def _first(self, problem: Problem) -> Shares:
        options = Options(problem)
        return self._beginning(options, self.sides.within(options), Promises(options), self.hint)

    def _beginning(self, options: Options, sides: Sides, promises: Promises, hint: Shares | None) -> Shares:
        """A first answer; where kitchens take few sellers, of two that one whose sellers were chosen beforehand."""
        first = first_answer(options, sides, promises, hint=hint)
        if not may_choose_sellers(options, sides, promises):
            return first
        chosen = FewSellers(options, sides, self.seed).better(first)
        return better(options, sides, first, first_answer(options, sides, promises, hint=chosen))

    def _by_family(self, families: Families, firsts: dict[object, Shares]) -> tuple[Shares, dict[str, Level]]:
        """Every family on its own; those that a broken pickup couples, again and together."""
        answers: dict[object, tuple[Shares, list[Level]]] = {}
        is_second = False
        while True:
            problems = list(families.problems().values())
            self._work([each for each in problems if _name(each) not in answers], answers, firsts)
            current = [answers[_name(each)] for each in problems]
            shares = _united([part for part, _ in current])
            broken = self._broken(shares)
            for grower in broken:
                families.join_grower(grower)
            if not broken and is_second:
                return shares, _summed([level for _, found in current for level in found])
            if not broken:
                is_second = True
                rest = [each for each in problems if not _is_proven(answers[_name(each)][1])]
                self._work([each for each in rest if not self._is_brief(each)], answers, firsts)

    def _is_brief(self, problem: Problem) -> bool:
        """Whether a family's sellers are chosen by search, and the day is too large to prove that none are better."""
        return self.is_brief and not problem.recipes and any(each.most_sellers for each in problem.demands)

    def _work(
        self,
        problems: list[Problem],
        answers: dict[object, tuple[Shares, list[Level]]],
        firsts: dict[object, Shares],
    ) -> None:
        """Works these families, the smallest first; what one leaves of its time goes to the rest.
        A family that has an answer already begins with it.
        """
        sizes = sum(len(each.demands) for each in problems)
        for each in sorted(problems, key=lambda each: len(each.demands)):
            allowance = self.clock.left * FAMILIES_PART * len(each.demands) / sizes
            sizes -= len(each.demands)
            name = _name(each)
            first = answers[name][0] if name in answers else firsts.get(name)
            answers[name] = self._family(each, allowance, first)

    def _family(self, problem: Problem, allowance: float, first: Shares | None) -> tuple[Shares, list[Level]]:
        options = Options(problem)
        promises = Promises(options)
        sides = self.sides.within(options)
        if first is None:
            first = self._beginning(options, sides, promises, self.hint)
        objectives = Objectives(Model(options, promises), Parts(options, promises), first)
        levels = Levels(objectives, clock=self.clock, seed=self.seed, is_brief=self._is_brief(problem))
        found = levels.work(objectives.of_shares(sides), allowance)
        return objectives.shares, found

    def _broken(self, shares: Shares) -> list[str]:
        """Growers whose pickup is worth less than their minimum or more than their most."""
        value: dict[str, int] = defaultdict(int)
        for (demand, source), packs in shares.fills.items():
            listing = self.options.listings.get(source)
            if listing is not None:
                ratio = self.ratios[demand, source]
                value[listing.grower] += packs * ratio * listing.price_pence
        for (_, name), packs in shares.inputs.items():
            listing = self.options.listings[name]
            value[listing.grower] += packs * listing.price_pence
        return [
            terms.grower
            for terms in self.problem.growers
            if terms.grower in value
            and (
                value[terms.grower] < terms.minimum_pickup_value_pence
                or (terms.maximum_value_pence is not None and value[terms.grower] > terms.maximum_value_pence)
            )
        ]

    def _allocation(self, shares: Shares, objectives: list[Objective], solved: dict[str, Level]) -> Allocation:
        levels = []
        for objective in objectives:
            value = objective.value(shares)
            level = solved.get(objective.name)
            if level is None:
                level = level_of(objective.name, value, objective.least(), "greedy")
            bound = min(level.bound, value)
            status = level.status
            if bound == value or (objective.is_money and status == "optimal"):
                status = "optimal" if bound == value else "feasible"
            levels.append(level_of(objective.name, value, bound, status))
        status = max((level.status for level in levels), key=STATUSES.index)
        return explained(
            self.options,
            self.promises,
            shares,
            levels=tuple(levels),
            status="stopped" if self.clock.is_stopped else status,
            seed=self.seed,
        )


def _name(problem: Problem) -> object:
    demands = frozenset(each.id for each in problem.demands)
    return demands, frozenset(each.grower for each in problem.growers)


def _united(parts: list[Shares]) -> Shares:
    """The answers of all families as one."""
    return Shares(
        {key: packs for part in parts for key, packs in part.fills.items()},
        {key: packs for part in parts for key, packs in part.inputs.items()},
    )


def _is_proven(levels: list[Level]) -> bool:
    return all(level.status == "optimal" for level in levels)


def _vector(objectives: list[Objective], shares: Shares) -> list[int]:
    return [objective.value(shares) for objective in objectives]


def _summed(levels: list[Level]) -> dict[str, Level]:
    """Levels of families added up by name; as well proven as the worst of them."""
    by_name: dict[str, list[Level]] = defaultdict(list)
    for level in levels:
        by_name[level.name].append(level)
    return {
        name: level_of(
            name,
            sum(level.value for level in same),
            sum(level.bound for level in same),
            max((level.status for level in same), key=STATUSES.index),
        )
        for name, same in by_name.items()
    }
