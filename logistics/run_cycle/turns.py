"""Which days the hub's clock hands to a worker at a moment: each when there is something new to do."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery

from logistics.models import Lease, StepRun
from logistics.run_cycle.due import UNFINISHED
from logistics.run_cycle.lease import SILENCE_ALLOWED
from shop.cycles.models import DeliveryDay
from shop.procurement.models import GrowerAnswer

# Our own judgement: what fails because something is down gets an hour; what fails still needs a person.
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(minutes=45))


def days_whose_turn_it_is(*, now: datetime) -> list[DeliveryDay]:
    """Unfinished days past their cut-off that nobody conducts, earliest first, in two queries.

    A day that waits for answers has its turn when one came in or when they are due; one whose step failed after the
    pauses of PAUSES, and then no more until somebody presses Run.
    """
    return [day for day, _ in turns(now=now)]


def turns(*, now: datetime) -> list[tuple[DeliveryDay, datetime]]:
    """Those days, each with the moment at which its turn came."""
    latest = StepRun.objects.filter(delivery_day=OuterRef("pk")).order_by("-started_at", "-id")
    answered = (
        GrowerAnswer.objects.filter(run__delivery_day=OuterRef("pk"))
        .order_by()
        .values("run__delivery_day")
        .annotate(last=Max("at"))
    )
    held = Lease.objects.filter(heard_at__gte=now - SILENCE_ALLOWED).exclude(holder=None)
    days = (
        DeliveryDay.objects.with_hub()
        .filter(status__in=UNFINISHED, orders_close_at__lte=now)
        .exclude(cycle__status="draft")
        .exclude(pk__in=held.values("delivery_day"))
        .annotate(
            last_status=Subquery(latest.values("status")[:1]),
            last_step=Subquery(latest.values("step")[:1]),
            last_began=Subquery(latest.values("started_at")[:1]),
            last_answer=Subquery(answered.values("last")),
        )
        .order_by("orders_close_at", "pk")
    )
    found = list(days)
    failed = failures([day for day in found if day.last_status == StepRun.Status.FAILED])
    came = ((day, turn_of(day, failed.get((day.pk, day.last_step), 0))) for day in found)
    return [(day, at) for day, at in came if at is not None and at <= now]


def failures(days: list[DeliveryDay]) -> dict[tuple[int, str], int]:
    """How many attempts at each step of the days have failed."""
    rows = (
        StepRun.objects.filter(delivery_day__in=days)
        .order_by()
        .values_list("delivery_day", "step")
        .annotate(failed=Count("pk", filter=Q(status=StepRun.Status.FAILED)))
    )
    return {(day, step): count for day, step, count in rows}


def turn_of(day: Any, failed: int) -> datetime | None:
    """From when on a worker would find something to do that the last one did not; None: not by itself."""
    began, due = day.last_began, day.answers_due_at
    if began is None or day.last_status in (StepRun.Status.DONE, StepRun.Status.RUNNING):
        came: datetime = day.orders_close_at
    elif day.last_status == StepRun.Status.WAITING:
        if day.last_answer is None or day.last_answer <= began:
            return due if began < due else None
        came = day.last_answer
    elif 0 < failed <= len(PAUSES):
        came = began + PAUSES[failed - 1]
    else:
        return None
    return came
