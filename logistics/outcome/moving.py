"""A planned day as rows: shipments with their papers, routes, stops, tasks, and what stays behind with its reason."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from logistics.intake.consignments import Carried, Consignment
from logistics.intake.facts import MoveFacts
from logistics.intake.fingerprints import fingerprint_of
from logistics.models import (
    CurrentPlan,
    PlanRun,
    Shipment,
    ShipmentLine,
    UnservedShipment,
)
from logistics.outcome.planned_day import PlannedDay
from logistics.outcome.punctuality import terms
from logistics.outcome.routes import write_routes
from logistics.planning.routing.codec import fingerprint, problem_to_json
from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.journal.actions import log


@transaction.atomic
def record_plan(
    *,
    delivery_day: DeliveryDay,
    facts: MoveFacts,
    planned: PlannedDay,
    by: Any,
    now: datetime,
    why: str = "",
) -> PlanRun:
    """Store a judged plan as the day's next run, point to it, and move a confirmed day to routed.

    What stood before is superseded, `why` says why. The caller holds the day's lock and has judged the plans.
    """
    plans = CurrentPlan.objects.filter(delivery_day=delivery_day)
    current = plans.select_related("run").defer("run__problems").first()
    previous = current.run if current else None
    run = PlanRun.objects.create(
        delivery_day=delivery_day,
        number=previous.number + 1 if previous else 1,
        fingerprint=fingerprint_of({day: fingerprint(problem) for day, problem in planned.problems.items()}),
        goods_fingerprint=facts.goods_fingerprint,
        supersedes=previous,
        why=why,
        travel_source=planned.travel_source,
        engine=planned.engine,
        problems={day.isoformat(): problem_to_json(problem) for day, problem in planned.problems.items()},
        cost_fixed_pence=planned.cost.fixed_pence,
        cost_distance_pence=planned.cost.distance_pence,
        cost_time_pence=planned.cost.time_pence,
        replayed=terms(delivery_day.cycle.hub),
        made_at=now,
        made_by=by,
    )
    shipments = write_shipments(run, planned)
    write_routes(run, facts, planned, shipments)
    write_unserved(run, planned, shipments)
    CurrentPlan.objects.update_or_create(delivery_day=delivery_day, defaults={"run": run})
    log(
        hub=delivery_day.cycle.hub,
        verb="plan routes",
        subject=run,
        by=by,
        now=now,
        routes=planned.routes,
        shipments=len(shipments),
        unserved=planned.unserved,
        why=why,
    )
    if delivery_day.status == DeliveryDay.Status.CONFIRMED:
        move_day(delivery_day=delivery_day, to=DeliveryDay.Status.ROUTED, by=by, now=now)
    return run


def write_shipments(run: PlanRun, planned: PlannedDay) -> dict[str, Shipment]:
    """Store each consignment with the papers it carries; returns the rows by the plan's key."""
    rows = Shipment.objects.bulk_create(shipment_row(run, each) for each in planned.consignments)
    return with_papers(planned.consignments, rows)


class Laden(Protocol):
    """What is moved in one go: the plan's key for it, and the papers it carries."""

    @property
    def key(self) -> str:
        """How the plan names it."""

    @property
    def carried(self) -> Sequence[Carried]:
        """Whose goods are in it."""


def with_papers(moved: Sequence[Laden], rows: Sequence[Shipment]) -> dict[str, Shipment]:
    """Store the papers of what is moved, whose shipments are `rows`; returns the rows by the plan's key."""
    by_key = {each.key: row for each, row in zip(moved, rows, strict=True)}
    ShipmentLine.objects.bulk_create(
        ShipmentLine(
            shipment=by_key[each.key],
            confirmation_id=carried.confirmation,
            purchase_id=carried.purchase,
            packs=carried.packs,
            weight_g=carried.weight_g,
        )
        for each in moved
        for carried in each.carried
    )
    return by_key


def shipment_row(run: PlanRun, each: Consignment) -> Shipment:
    """A consignment as a row; of several stretches the row keeps the first opening and the last closing."""
    return Shipment(
        plan_run=run,
        leg=each.leg,
        day=each.local.day,
        from_place_id=each.from_place,
        to_place_id=each.to_place,
        weight_g=each.weight_g,
        crates=each.crates,
        temperature_class=each.temperature_class,
        pickup_opens_at=each.local.moment_of(each.pickup[0][0]),
        pickup_closes_at=each.local.moment_of(each.pickup[-1][1]),
        drop_opens_at=each.local.moment_of(each.drop[0][0]),
        drop_closes_at=each.local.moment_of(each.drop[-1][1]),
    )


def write_unserved(run: PlanRun, planned: PlannedDay, shipments: Mapping[str, Shipment]) -> None:
    """Store what stays behind: refused before planning, or left out by the plan; each with its reason."""
    rows = [
        UnservedShipment(
            plan_run=run,
            shipment=shipments[each.key],
            reason_code=each.refusal.code,
            reason_numbers=dict(each.refusal.numbers),
            reason_text=each.refusal.text,
        )
        for each in planned.consignments
        if each.refusal is not None
    ]
    rows += [
        UnservedShipment(
            plan_run=run,
            shipment=shipments[each.shipment],
            reason_code=each.reason.code,
            reason_numbers=dict(each.reason.numbers),
            reason_text=each.reason.text,
        )
        for _, plan in sorted(planned.plans.items())
        for each in plan.unserved
    ]
    UnservedShipment.objects.bulk_create(rows)
