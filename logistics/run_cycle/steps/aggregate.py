"""Aggregate: what all kitchens want of each pack, added up. Its rows are written with the allocation that answers."""

from dataclasses import asdict

from logistics.intake.demand import added_up
from logistics.models import StepRun
from logistics.run_cycle.assignment import Assignment, Outcome
from logistics.run_cycle.steplog import StepLog


def stands(assignment: Assignment) -> Outcome | None:
    """Whether the closed day was added up: its orders can't change any more."""
    done = StepRun.objects.filter(
        delivery_day=assignment.delivery_day, step=StepRun.Step.AGGREGATE, status=StepRun.Status.DONE
    ).last()
    return Outcome("stood", done.counts) if done else None


def take(assignment: Assignment, log: StepLog) -> Outcome:
    """Count the closed day's orders, lines, packs, grams and products."""
    counts = asdict(added_up(assignment.delivery_day))
    log.say("read", **counts)
    return Outcome("done", counts)
