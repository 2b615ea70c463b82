"""The conductor: which step is next, who may take it, and when to stop."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from logistics.models import StepRun
from logistics.run_cycle.assignment import Assignment, Outcome
from logistics.run_cycle.budgets import Budget
from logistics.run_cycle.lease import Clock, Held, take
from logistics.run_cycle.reports import Heard, Report, to_nobody
from logistics.run_cycle.steplog import StepLog, begin, bury
from logistics.run_cycle.steps import aggregate, allocate, close, confirm, move
from shop.cycles.models import DeliveryDay

logger = logging.getLogger(__name__)

Step = StepRun.Step
STEPS: dict[str, tuple[Callable[[Assignment], Outcome | None], Callable[[Assignment, StepLog], Outcome]]] = {
    Step.CLOSE: (close.stands, close.take),
    Step.AGGREGATE: (aggregate.stands, aggregate.take),
    Step.ALLOCATE: (allocate.stands, allocate.take),
    Step.CONFIRM: (confirm.stands, confirm.take),
    Step.MOVE: (move.stands, move.take),
}


@dataclass(frozen=True, slots=True)
class Conducted:
    """What one call did: each step's outcome in order. `is_waiting` when the last one waits for people."""

    delivery_day: DeliveryDay
    steps: tuple[tuple[str, Outcome], ...] = field(default=())

    @property
    def is_waiting(self) -> bool:
        """Whether somebody must answer, or some hour must strike, before the rest can be done."""
        return bool(self.steps) and self.steps[-1][1].stage == "waiting"


def run(  # noqa: PLR0913 - the one door, with all that a step may not read for itself
    *,
    delivery_day: DeliveryDay,
    until: str = Step.MOVE,
    by: Any,
    now: datetime,
    budget: Budget | None = None,
    seed: int = 1,
    report: Report = to_nobody,
    again: str = "",
    clock: Clock = timezone.now,
) -> Conducted:
    """Take a delivery day through its steps up to `until`, each once; what stands already is left alone.

    `now` is the moment that decides cut-offs, due hours and what papers say; `clock` is the wall clock, for signs of
    life only. `again` is why routes that stand are planned anew. Stops early, without an error, where people must
    answer first. Raises AlreadyConducted while another worker is at it, Refused when a judge refuses an answer, and
    the rooms' own refusals; whatever is raised, each step is wholly done or not at all.
    """
    held = take(delivery_day, clock=clock)
    try:
        bury(delivery_day, held=held)
        delivery_day = DeliveryDay.objects.select_related("cycle__hub").get(pk=delivery_day.pk)
        assignment = Assignment(
            delivery_day, by=by, now=now, budget=budget or Budget.repeatable(), seed=seed, again=again
        )
        return conduct(assignment, until=until, held=held, report=report)
    finally:
        held.give_back()


def conduct(assignment: Assignment, *, until: str, held: Held, report: Report) -> Conducted:
    """Take the steps in turn."""
    taken: list[tuple[str, Outcome]] = []
    for step, (stands, act) in STEPS.items():
        outcome = stands(assignment)
        if outcome is not None:
            report(Heard(step=step, stage="stood", counts=outcome.counts, message=outcome.message))
        else:
            outcome = attempt(assignment, step, act, held=held, report=report)
        taken.append((str(step), outcome))
        if step == until or outcome.stage == "waiting":
            break
    return Conducted(assignment.delivery_day, tuple(taken))


def attempt(
    assignment: Assignment,
    step: str,
    act: Callable[[Assignment, StepLog], Outcome],
    *,
    held: Held,
    report: Report,
) -> Outcome:
    """One attempt at a step, with a row that says how it went, however it went."""
    log = begin(assignment.delivery_day, step, held=held, report=report)
    outcome = None
    try:
        outcome = act(assignment, log)
        log.counts.update(outcome.counts)
        log.end(StepRun.Status.WAITING if outcome.stage == "waiting" else StepRun.Status.DONE, outcome.message)
    finally:
        if outcome is None:
            error = sys.exc_info()[1]
            log.end(StepRun.Status.FAILED, str(error) or type(error).__name__)
    log.say(outcome.stage, message=outcome.message)
    # Only numbers: lists hold people's names and telephone numbers, which belong on pages and not into a log.
    numbers = {name: count for name, count in log.counts.items() if isinstance(count, int)}
    logger.info("%s: %s %s %s", assignment.delivery_day, step, outcome.stage, numbers)
    return outcome
