"""Allocate: each demand is shared over the growers who listed it."""

from django.db.models import Sum
from django.db.models.functions import Coalesce

from logistics.run_cycle.assignment import Assignment, Outcome
from logistics.run_cycle.sharing import share_out
from logistics.run_cycle.steplog import StepLog
from shop.cycles.models import Listing
from shop.procurement.models import AllocationRun
from shop.procurement.queries import asked_of_listings


def stands(assignment: Assignment) -> Outcome | None:
    """Whether the day has a current run."""
    current = AllocationRun.objects.current_for(assignment.delivery_day)
    return Outcome("stood", counted(current)) if current else None


def take(assignment: Assignment, log: StepLog) -> Outcome:
    """Share the day out for the first time."""
    return Outcome("done", counted(share_out(assignment, log)))


def counted(run: AllocationRun) -> dict[str, int]:
    """What the run shared out."""
    filled = run.lines.aggregate(packs=Coalesce(Sum("fills"), 0))["packs"]
    short = run.shortages.aggregate(packs=Coalesce(Sum("packs"), 0))["packs"]
    return {
        "run": run.number,
        "packs_filled": filled,
        "packs_short": short,
        "growers": Listing.objects.filter(id__in=asked_of_listings(run)).values("grower").distinct().count(),
    }
