"""Sharing a closed day out: read, think, judge, and write only if what was read still holds."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from logistics.intake.sharing import SharingQuestion, read_sharing
from logistics.outcome.sharing import allocation_of, shared_out
from logistics.planning.allocation.allocation import Allocation
from logistics.planning.allocation.budget import Progress
from logistics.planning.allocation.check import check
from logistics.planning.allocation.solve import solve
from logistics.run_cycle.assignment import Assignment
from logistics.run_cycle.errors import KeptChanging, Refused
from logistics.run_cycle.meeting import met_with_rounds
from logistics.run_cycle.steplog import StepLog
from logistics.run_cycle.thinking import Best, think
from shop.procurement.actions import record_allocation
from shop.procurement.locks import lock_day
from shop.procurement.models import AllocationRun

TRIES = 3


def share_out(
    assignment: Assignment, log: StepLog, *, over: AllocationRun | None = None, why: str = ""
) -> AllocationRun:
    """Share the day out and store the answer as its current run; `over` is the run that it supersedes, and `why`.

    Where the hub lets packs move for the vans' rounds, the first sharing out of a day is two runs: the shares as the
    rules have them, and over them what moved, with the gain as its reason.

    Raises Refused when the judge finds a fault in the answer, KeptChanging when the day changed under every try.
    """
    day = assignment.delivery_day
    for _ in range(TRIES):
        previous = allocation_of(over) if over else None
        question = read_sharing(day, previous=previous)
        log.say("read", demands=len(question.problem.demands), listings=len(question.problem.listings))
        answer = answered(question, assignment, log)
        log.say("solved", solver=answer.status, gap_percent=round(answer.gap * 100, 2))
        met = None if over else met_with_rounds(question, answer, assignment, log)
        with transaction.atomic():
            log.held.fence()
            lock_day(day)
            if read_sharing(day, previous=previous).fingerprint == question.fingerprint:
                log.say("writing")
                run = recorded(assignment, question, answer, over=over, why=why)
                return recorded(assignment, question, met.allocation, over=run, why=met.why) if met else run
    raise KeptChanging(f"Listings or stock for {day} changed {TRIES} times while they were shared out. Try again.")


def recorded(
    assignment: Assignment, question: SharingQuestion, answer: Allocation, *, over: AllocationRun | None, why: str
) -> AllocationRun:
    """The answer as the day's current run."""
    return record_allocation(
        delivery_day=assignment.delivery_day,
        shared=shared_out(question, answer),
        by=assignment.by,
        now=assignment.now,
        why=why,
        supersedes=over,
    )


def answered(question: SharingQuestion, assignment: Assignment, log: StepLog) -> Allocation:
    """The solver's answer, judged. Raises Refused with the judge's faults."""

    def work(best: Best) -> Allocation:
        def hear(progress: Progress) -> bool:
            return best.heard(**in_words(progress))

        return solve(question.problem, budget=assignment.budget.sharing, seed=assignment.seed, on_progress=hear)

    began = log.held.clock()
    answer = think(work, beat=log.beat)
    log.thought_since(began)
    faults = [fault.text for fault in check(question.problem, answer)]
    if faults:
        raise Refused(f"The allocation for {assignment.delivery_day}", faults)
    return answer


def in_words(progress: Progress) -> Mapping[str, Any]:
    """The solver's best so far, as the page shows it."""
    return {
        "level": progress.level,
        "value": progress.value,
        "bound": progress.bound,
        "packs_filled": progress.packs_filled,
        "packs_wanted": progress.packs_wanted,
    }
