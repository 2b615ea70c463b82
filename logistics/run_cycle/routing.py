"""Planning both dates of a confirmed day, and measuring whether direct runs from farm to kitchen pay.

The rule (docs/running-a-cycle.md): plan without any direct run; then plan with the most promising pairs, with half of
them, and so on; keep the first choice that makes the whole day cheaper by more than the hub's tolerance. Where people
know rounds already, goods go straight where they did, and every known van and time has its price.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from logistics.intake.consignments import Consignment, Direct, consignments
from logistics.intake.direct import Candidate, candidates, could_go_straight
from logistics.intake.facts import MoveFacts
from logistics.intake.routing import location, routing_problem
from logistics.intake.rules import demand_of, rules_of
from logistics.outcome.planned_day import PlannedDay, Trial
from logistics.planning.routing import check
from logistics.planning.routing.one_search import Question
from logistics.planning.routing.plan import Plan, Progress
from logistics.planning.routing.problem import Problem
from logistics.planning.routing.processes import solve_with
from logistics.planning.routing.travel import TravelMaker
from logistics.run_cycle.assignment import Assignment
from logistics.run_cycle.errors import Refused
from logistics.run_cycle.known_rounds import KnownRounds, known_rounds
from logistics.run_cycle.steplog import StepLog
from logistics.run_cycle.thinking import Best, think
from logistics.travel import travel_for

MOST_PAIRS = 8


@dataclass(frozen=True, slots=True)
class Ways:
    """Where the roads are asked for, and the rounds that people know already."""

    travel: TravelMaker
    known: KnownRounds | None = None

    def asked(self, problem: Problem, day: date, goods: Sequence[Consignment]) -> tuple[Problem, Plan | None]:
        """The question as people's knowledge has it, and what is searched from."""
        return self.known.asked(problem, day, goods) if self.known else (problem, None)


def planned_day(facts: MoveFacts, assignment: Assignment, log: StepLog) -> PlannedDay:
    """The day's judged plans, with the direct runs that pay. Raises Refused when a judge finds a fault."""
    travel = travel_for(assignment.delivery_day.cycle.hub)
    known = known_rounds(assignment.delivery_day)
    ways = Ways(travel, known)
    first = known.direct if known else frozenset()
    best = planned_with(facts, first, assignment, log, ways)
    trials = [Trial(len(first), best.objective_pence)]
    others = () if known else choices(worth_trying(facts, travel), assignment.budget.direct_trials)
    for direct in others:
        tried = planned_with(facts, direct, assignment, log, ways)
        trials.append(Trial(len(direct), tried.objective_pence))
        if tried.objective_pence + facts.direct_saving_pence < best.objective_pence:
            best = tried
            break
    tried_out = [{"pairs": each.pairs, "pence": each.objective_pence} for each in trials]
    log.say("solved", direct=len(best.direct), direct_trials=tried_out)
    return PlannedDay(
        consignments=best.consignments,
        problems=best.problems,
        plans=best.plans,
        direct=best.direct,
        trials=tuple(trials),
        known_run=known.stands.run.pk if known else None,
    )


def worth_trying(facts: MoveFacts, travel: TravelMaker) -> list[Candidate]:
    """The most promising pairs, if there are any that could go straight."""
    if not any(could_go_straight(facts, goods) for goods in facts.for_kitchens):
        return []
    order = tuple(sorted(facts.places))
    locations = [location(facts.places[number]) for number in order]
    return candidates(facts, travel.between(locations), order)[:MOST_PAIRS]


def choices(found: list[Candidate], trials: int) -> Iterator[Direct]:
    """All of them, then the better half, and so on, at most `trials` times."""
    count = len(found)
    for _ in range(trials):
        if count == 0:
            return
        yield frozenset(each.pair for each in found[:count])
        count //= 2


def planned_with(facts: MoveFacts, direct: Direct, assignment: Assignment, log: StepLog, ways: Ways) -> PlannedDay:
    """Plan and judge both dates with these pairs going straight."""
    goods = consignments(facts, direct=direct)
    problems: dict[date, Problem] = {}
    plans: dict[date, Plan] = {}
    for local in (facts.collection, facts.delivery):
        plain = routing_problem(facts, local.day, goods, travel=ways.travel)
        if plain is None:
            continue
        problem, start = ways.asked(plain, local.day, goods)
        log.say("read", shipments=len(goods), vans=len(problem.vehicles), direct=len(direct))
        problems[local.day] = problem
        plans[local.day] = judged(problem, local.day, assignment, log, start=start)
    return PlannedDay(consignments=goods, problems=problems, plans=plans, direct=direct)


def judged(problem: Problem, day: date, assignment: Assignment, log: StepLog, *, start: Plan | None = None) -> Plan:
    """The solver's plan for one date, searched from `start` if given, judged. Raises Refused with the faults."""
    on_time = demand_of(rules_of(assignment.delivery_day.cycle.hub))
    question = Question(problem, assignment.budget.routing, demand=on_time, start=start)

    def work(best: Best) -> Plan:
        def hear(progress: Progress) -> bool:
            return best.heard(**in_words(progress, day))

        return solve_with(question, seed=assignment.seed, processes=assignment.budget.processes, on_progress=hear)

    began = log.held.clock()
    plan = think(work, beat=log.beat)
    log.thought_since(began)
    faults = check.faults(problem, plan)
    if faults:
        raise Refused(f"The plan for {day:%d %B %Y}", faults)
    return plan


def in_words(progress: Progress, day: date) -> Mapping[str, Any]:
    """The solver's best so far, as the page shows it."""
    return {
        "day": day.isoformat(),
        "cost_pence": progress.cost_pence,
        "unserved": progress.unserved,
        "routes": progress.routes,
        "elapsed_s": round(progress.elapsed_s, 1),
        "engine": progress.engine,
    }
