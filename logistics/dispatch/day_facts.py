"""What is known of many unsettled days at once: one query a question, whatever the number of days."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, Sum

from logistics.dispatching.publishing import is_out_of_date
from logistics.models import CurrentPlan, Lease, Publication, StepRun, StopProgress, Task, UnservedShipment
from logistics.run_cycle.lease import is_held
from shop.cycles.models import DeliveryDay
from shop.procurement.models import (
    AllocationLine,
    CurrentAllocation,
    DeliveredLine,
    GrowerAnswer,
    LateChange,
    ProcessingInput,
    Shortage,
)

STATUS = DeliveryDay.Status
TO_KITCHENS = ("to_kitchen", "direct")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDays:
    """Facts by day (id). `failed` is a step and its message; `short` packs and kitchens; `stale` a plan (id)."""

    days: Sequence[DeliveryDay]
    running: frozenset[int]
    failed: Mapping[int, tuple[str, str]]
    silent: Mapping[int, int]
    short: Mapping[int, tuple[int, int]]
    planned: frozenset[int]
    published: frozenset[int]
    unserved: Mapping[int, int]
    stale: Mapping[int, int]
    late_stops: Mapping[int, int]
    missing: Mapping[int, int]


def read_open_days(days: Sequence[DeliveryDay], *, now: datetime) -> OpenDays:
    """Read them. Only a routed day with a late change costs more: its goods are compared with the vans'."""
    by_id = {day.pk: day for day in days}
    runs = dict(CurrentAllocation.objects.filter(delivery_day__in=by_id).values_list("run", "delivery_day"))
    plans = {
        row.delivery_day_id: row.run
        for row in CurrentPlan.objects.filter(delivery_day__in=by_id).select_related("run").defer("run__problems")
    }
    of_plan = {run.pk: day for day, run in plans.items()}
    published = Publication.objects.filter(plan_run__in=of_plan).values_list("plan_run", flat=True)
    leases = Lease.objects.filter(delivery_day__in=by_id)
    return OpenDays(
        days=days,
        running=frozenset(row.delivery_day_id for row in leases if is_held(row, now)),
        failed=failed_steps(by_id),
        silent=silent_growers({run: day for run, day in runs.items() if by_id[day].status == STATUS.ALLOCATED}),
        short=shortages(runs),
        planned=frozenset(plans),
        published=frozenset(of_plan[run] for run in published),
        unserved=counts(UnservedShipment.objects.filter(plan_run__in=of_plan), "plan_run__delivery_day"),
        stale=stale_days(by_id, plans),
        late_stops=late_stops({run: day for run, day in of_plan.items() if by_id[day].status == STATUS.OUT}, now),
        missing=counts(
            DeliveredLine.objects.filter(
                Q(packs_short__gt=0) | Q(packs_refused__gt=0), confirmation__run__delivery_day__in=by_id
            ),
            "confirmation__run__delivery_day",
        ),
    )


def counts(rows: Any, by: str) -> dict[int, int]:
    """Rows counted by day."""
    return dict(rows.order_by().values_list(by).annotate(number=Count("pk")))


def failed_steps(days: Mapping[int, DeliveryDay]) -> dict[int, tuple[str, str]]:
    """Days whose latest attempt at some step failed: that step and what it said."""
    latest: dict[tuple[int, str], tuple[str, str]] = {}
    rows = StepRun.objects.filter(delivery_day__in=days).order_by("attempt")
    for day, step, status, message in rows.values_list("delivery_day", "step", "status", "message"):
        latest[day, step] = (status, message)
    return {day: (step, message) for (day, step), (status, message) in latest.items() if status == "failed"}


def silent_growers(runs: Mapping[int, int]) -> dict[int, int]:
    """Days to the growers who were asked for packs that they have not promised."""
    asked: dict[tuple[int, int, int], int] = defaultdict(int)
    for model in (AllocationLine, ProcessingInput):
        rows = model.objects.filter(run__in=runs, listing__isnull=False).order_by()
        for run, listing, grower, packs in rows.values_list("run", "listing", "listing__grower").annotate(Sum("packs")):
            asked[runs[run], listing, grower] += packs
    answers = GrowerAnswer.objects.filter(run__delivery_day__in=runs.values()).order_by("run__number")
    promised = dict(answers.values_list("listing", "packs"))
    silent: dict[int, set[int]] = defaultdict(set)
    for (day, listing, grower), packs in asked.items():
        if promised.get(listing, -1) < packs:
            silent[day].add(grower)
    return {day: len(growers) for day, growers in silent.items()}


def shortages(runs: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Days to the packs that stay short by the current run, and the kitchens that go without."""
    rows = Shortage.objects.filter(run__in=runs).order_by().values_list("run")
    found = rows.annotate(packs=Sum("packs"), kitchens=Count("order_line__drop__kitchen", distinct=True))
    return {runs[run]: (packs, kitchens) for run, packs, kitchens in found}


def stale_days(days: Mapping[int, DeliveryDay], plans: Mapping[int, Any]) -> dict[int, int]:
    """Days not yet out whose vans carry other goods than are confirmed since a late change, to their plan (id)."""
    changed = LateChange.objects.filter(delivery_day__in=plans).order_by().values_list("delivery_day", flat=True)
    found = {}
    for day in changed.distinct():
        if days[day].status in (STATUS.ROUTED, STATUS.PACKED):
            plans[day].delivery_day = days[day]
            if is_out_of_date(plans[day]):
                found[day] = plans[day].pk
    return found


def late_stops(plans: Mapping[int, int], now: datetime) -> dict[int, int]:
    """Days to the kitchens whose van came, or has not come, by the end of their window."""
    drops = Task.objects.filter(kind="drop", stop__route__plan_run__in=plans, shipment__leg__in=TO_KITCHENS)
    reached = StopProgress.objects.filter(fact__in=("arrived", "done"), counted=True, stop__route__plan_run__in=plans)
    came_late = reached.filter(
        stop__tasks__kind="drop",
        stop__tasks__shipment__leg__in=TO_KITCHENS,
        at__gt=F("stop__tasks__shipment__drop_closes_at"),
        fact="arrived",
    )
    late = set(came_late.values_list("stop__route__plan_run", "stop__place"))
    still_out = drops.filter(shipment__drop_closes_at__lt=now).exclude(stop__in=reached.values("stop"))
    late |= set(still_out.values_list("stop__route__plan_run", "stop__place"))
    found: dict[int, int] = defaultdict(int)
    for run, _ in late:
        found[plans[run]] += 1
    return dict(found)
