"""A running plan changed by people, as the day's next run: its shipments again, its routes, and why."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from logistics.intake.consignments import Carried, Consignment
from logistics.intake.fingerprints import fingerprint_of
from logistics.intake.local_day import LocalDay
from logistics.models import CurrentPlan, PlanRun, Shipment, Stop, UnservedShipment
from logistics.outcome.moving import shipment_row, with_papers
from logistics.outcome.punctuality import terms
from logistics.outcome.routes import in_order, write_routes
from logistics.planning.routing.codec import fingerprint, problem_to_json
from logistics.planning.routing.plan import Cost, Plan, Reason
from logistics.planning.routing.problem import Problem
from shop.journal.actions import log


@dataclass(frozen=True, slots=True)
class Freight:
    """A shipment of the new run: its row still without a run, the papers it carries, why it was refused before."""

    key: str
    row: Shipment
    carried: tuple[Carried, ...]
    refusal: Reason | None = None


def freight_of(each: Consignment) -> Freight:
    """A consignment that was just made."""
    refused = each.refusal
    reason = Reason(refused.code, dict(refused.numbers), refused.text) if refused else None
    return Freight(each.key, shipment_row(PlanRun(), each), each.carried, reason)


@dataclass(frozen=True, kw_only=True)
class Rework:
    """A judged change of `base`. `repeats` names, by date, van and visit, the stops (ids) of `base` that were done."""

    base: PlanRun
    collection: LocalDay
    delivery: LocalDay
    drivers: Mapping[str, int | None]
    problems: Mapping[date, Problem]
    plans: Mapping[date, Plan]
    freight: tuple[Freight, ...]
    goods_fingerprint: str
    engine: str
    repeats: Mapping[tuple[date, str, int], int] = field(default_factory=dict)

    @property
    def cost(self) -> Cost:
        """What is paid for driving, in its parts."""
        return sum((plan.cost for plan in self.plans.values()), Cost())


@transaction.atomic
def record_rework(*, rework: Rework, by: Any, now: datetime, why: str) -> PlanRun:
    """Store a judged rework as the day's next run and point to it.

    The caller holds the day's lock, has found `base` to be the current run, and has judged the plans.
    """
    base = rework.base
    run = PlanRun.objects.create(
        delivery_day=base.delivery_day,
        number=base.number + 1,
        fingerprint=fingerprint_of({day: fingerprint(problem) for day, problem in rework.problems.items()}),
        goods_fingerprint=rework.goods_fingerprint,
        supersedes=base,
        why=why[:200],
        travel_source=base.travel_source,
        engine=rework.engine,
        problems={day.isoformat(): problem_to_json(problem) for day, problem in rework.problems.items()},
        cost_fixed_pence=rework.cost.fixed_pence,
        cost_distance_pence=rework.cost.distance_pence,
        cost_time_pence=rework.cost.time_pence,
        replayed=terms(base.delivery_day.cycle.hub),
        made_at=now,
        made_by=by,
    )
    shipments = write_freight(run, rework)
    write_routes(run, rework, rework, shipments)
    link_repeated(run, rework)
    write_left(run, rework, shipments)
    CurrentPlan.objects.filter(delivery_day=base.delivery_day).update(run=run)
    hub = base.delivery_day.cycle.hub
    log(hub=hub, verb="change routes", subject=run, by=by, now=now, why=why, supersedes=base.number)
    return run


def write_freight(run: PlanRun, rework: Rework) -> dict[str, Shipment]:
    """Store the shipments with their papers in their order; returns the rows by the plan's key."""
    for each in rework.freight:
        each.row.pk, each.row.plan_run = None, run
        each.row._state.adding = True
    rows = Shipment.objects.bulk_create(each.row for each in rework.freight)
    return with_papers(rework.freight, rows)


def link_repeated(run: PlanRun, rework: Rework) -> None:
    """Say of each stop that was done already which stop it repeats."""
    if not rework.repeats:
        return
    vans = [(day, route.vehicle) for day, route in in_order(rework)]
    stops = []
    for stop in Stop.objects.filter(route__plan_run=run).select_related("route"):
        day, vehicle = vans[stop.route.number - 1]
        stop.repeats_id = rework.repeats.get((day, vehicle, stop.sequence))
        stops.append(stop)
    Stop.objects.bulk_update([stop for stop in stops if stop.repeats_id], ["repeats"])


def write_left(run: PlanRun, rework: Rework, shipments: Mapping[str, Shipment]) -> None:
    """Store what stays behind, each with its reason."""
    UnservedShipment.objects.bulk_create(
        UnservedShipment(
            plan_run=run,
            shipment=shipments[key],
            reason_code=reason.code,
            reason_numbers=dict(reason.numbers),
            reason_text=reason.text,
        )
        for key, reason in left_behind(rework)
    )


def left_behind(rework: Rework) -> Iterator[tuple[str, Reason]]:
    """Refused before planning, then left out by the plans."""
    for each in rework.freight:
        if each.refusal is not None:
            yield each.key, each.refusal
    for _, plan in sorted(rework.plans.items()):
        for left in plan.unserved:
            yield left.shipment, left.reason
