"""Keeping a change that was shown: the day's next run, if nothing it rests on has changed meanwhile."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from logistics.dispatching.errors import CannotMove, Superseded
from logistics.dispatching.proposing import Proposal
from logistics.dispatching.publishing import PUBLISHED_WHILE
from logistics.driving.standing import ended_stops
from logistics.fleet import take_out_of_use
from logistics.intake.keys import number_of
from logistics.intake.moving import read_facts
from logistics.intake.vans import busy_on
from logistics.models import CurrentPlan, PlanRun, Vehicle
from logistics.outcome.reworked import Rework, record_rework
from shop.cycles.models import DeliveryDay
from shop.procurement.locks import lock_day

LOOK_AGAIN = "What you were shown no longer holds. Look at the change again before you keep it."


@transaction.atomic
def keep(*, proposal: Proposal, shown: str, by: Any, now: datetime) -> PlanRun:
    """Store the proposal as the day's next run. `shown` is the fingerprint of what the person saw.

    Raises Superseded when the plan, the goods or what is done is not what it was, CannotMove when another delivery day
    has taken a van meanwhile or the day can't be changed any more.
    """
    rework = proposal.rework
    if proposal.fingerprint != shown:
        raise Superseded(LOOK_AGAIN)
    day: DeliveryDay = rework.base.delivery_day
    lock_day(day)
    vans = Vehicle.objects.of(day.cycle.hub).select_for_update().order_by("id")
    names = dict(vans.values_list("id", "name"))
    refuse_other_plan(rework)
    if day.status not in PUBLISHED_WHILE:
        raise CannotMove(f"{day} is {day.get_status_display()}: its routes can't be changed now.")
    if proposal.facts and read_facts(day).fingerprint != proposal.facts:
        raise Superseded(LOOK_AGAIN)
    clash = next(taken_vans(rework, names.__getitem__), "")
    if clash:
        raise CannotMove(clash)
    run = record_rework(rework=rework, by=by, now=now, why=proposal.why)
    if proposal.out_of_use:
        take_out_of_use(vehicle=Vehicle.objects.get(pk=proposal.out_of_use), by=by, now=now)
    return run


def refuse_other_plan(rework: Rework) -> None:
    """Raises Superseded when the base is no longer current, or more of it is done than was reckoned with."""
    base = rework.base
    zone = ZoneInfo(base.delivery_day.cycle.hub.time_zone)
    current = (
        CurrentPlan.objects.select_related("run__made_by").defer("run__problems").get(delivery_day=base.delivery_day)
    )
    if current.run_id != base.pk:
        run = current.run
        raise Superseded(
            f"{run.made_by or 'The planner'} changed the routes at {run.made_at.astimezone(zone):%H:%M}: "
            f"{run.why or 'planned anew'}. Nothing of yours was kept. Look at the new routes and try again."
        )
    if ended_stops(base) - set(rework.repeats.values()):
        raise Superseded(f"A driver has done more stops meanwhile. {LOOK_AGAIN}")


def taken_vans(rework: Rework, name: Callable[[int], str]) -> Iterator[str]:
    """Vans that another delivery day's routes need while this plan's do."""
    day = rework.base.delivery_day
    for local in (rework.collection, rework.delivery):
        busy = busy_on(day.cycle.hub, local, day)
        for route in rework.plans[local.day].routes if local.day in rework.plans else ():
            for each in busy.get(number_of(route.vehicle), ()):
                if route.start_s < each.ends_s and each.starts_s < route.end_s:
                    until = local.moment_of(each.ends_s)
                    yield f"{name(number_of(route.vehicle))} is on another delivery day's route until {until:%H:%M}."
