"""What a driver tells: a route started and finished; a stop reached, done, skipped, or an arrival taken back.

Every fact is written once per key, under the delivery day's lock; the same key again returns what stands. A fact that
comes second, or from a superseded plan, is kept and says so in its remark: a proof is never lost.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from logistics.driving.errors import DrivingRefused
from logistics.driving.goods import lines_of
from logistics.driving.handing_over import record_complete
from logistics.driving.noting import note_route, note_stop, same_route_fact, same_stop_fact, superseded
from logistics.driving.out import end_day, send_out
from logistics.driving.stop_lines import accounted, all_short
from logistics.driving.values import Handed, Received
from logistics.models import HandoverLine, Proof, Route, RouteProgress, Stop, StopProgress, Task
from shop.cycles.models import DeliveryDay
from shop.procurement.locks import lock_day
from shop.rows.local_time import in_words

RouteFact, StopFact = RouteProgress.Fact, StopProgress.Fact
STATUS = DeliveryDay.Status
TOO_EARLY = (STATUS.ORDERING, STATUS.CLOSED, STATUS.ALLOCATED, STATUS.CONFIRMED)


@transaction.atomic
def start_route(*, route: Route, key: UUID, at: datetime | None, by: Any, now: datetime) -> RouteProgress:
    """The van leaves: on the delivery day itself the day is out. Raises DrivingRefused before routes are made."""
    day = locked_day(route)
    standing = same_route_fact(route, key, RouteFact.STARTED)
    if standing is not None:
        return standing
    if day.status in TOO_EARLY:
        raise DrivingRefused(f"{day} is {day.get_status_display()}: its routes can't be driven yet.")
    told = note_route(route, RouteFact.STARTED, key=key, at=at, by=by, now=now)
    if told.counted and route.day == day.day:
        send_out(day, by=by, now=now)
    end_day(day, by=by, now=now)
    return told


@transaction.atomic
def finish_route(*, route: Route, key: UUID, at: datetime | None, by: Any, now: datetime) -> RouteProgress:
    """The van is home. With the last one, and no stop open, the day is delivered. Raises DrivingRefused."""
    day = locked_day(route)
    standing = same_route_fact(route, key, RouteFact.FINISHED)
    if standing is not None:
        return standing
    told = note_route(route, RouteFact.FINISHED, key=key, at=at, by=by, now=now)
    end_day(day, by=by, now=now)
    return told


@transaction.atomic
def arrive(*, stop: Stop, key: UUID, at: datetime | None, by: Any, now: datetime) -> StopProgress:
    """The van stands at the place. Raises DrivingRefused for a used key."""
    locked_day(stop.route)
    return same_stop_fact(stop, key, StopFact.ARRIVED) or note_stop(
        stop, StopFact.ARRIVED, key=key, at=at, by=by, now=now, remark=superseded(stop.route)
    )


@transaction.atomic
def take_back_arrival(
    *, stop: Stop, undoes: UUID, key: UUID, at: datetime | None, by: Any, now: datetime
) -> StopProgress:
    """The arrival with the key `undoes` was pressed too soon: a new fact, the old one stays. Raises DrivingRefused."""
    locked_day(stop.route)
    return same_stop_fact(stop, key, StopFact.UNDONE) or note_stop(
        stop, StopFact.UNDONE, key=key, at=at, by=by, now=now, undoes=undoes
    )


@transaction.atomic
def finish_stop(  # noqa: PLR0913 - a proof is all of these
    *,
    stop: Stop,
    key: UUID,
    at: datetime | None,
    handed: Sequence[Handed],
    received: Received,
    by: Any,
    now: datetime,
) -> StopProgress:
    """What was loaded or handed over, line by line, and who received it. Kitchens' lines go to their papers.

    Raises DrivingRefused when a line is missing, its numbers can't be, or a reason is not given.
    """
    day = locked_day(stop.route)
    standing = same_stop_fact(stop, key, StopFact.DONE)
    if standing is not None:
        return standing
    received.check()
    lines = accounted(goods_of(stop), handed)
    return end_stop(day, stop, StopFact.DONE, lines, received, key=key, at=at, by=by, now=now)


@transaction.atomic
def skip_stop(*, stop: Stop, key: UUID, at: datetime | None, reason: str, by: Any, now: datetime) -> StopProgress:
    """Nothing could be done here and why: what was to be handed over comes back, short. Raises DrivingRefused."""
    day = locked_day(stop.route)
    standing = same_stop_fact(stop, key, StopFact.SKIPPED)
    if standing is not None:
        return standing
    reason = " ".join(reason.split())
    if not reason or len(reason) > (StopProgress._meta.get_field("reason").max_length or 0):
        raise DrivingRefused("Say in a few words why this stop can't be served.")
    lines = all_short(goods_of(stop), reason)
    return end_stop(day, stop, StopFact.SKIPPED, lines, Received(), key=key, at=at, by=by, now=now, reason=reason)


def end_stop(  # noqa: PLR0913 - the one place where a stop ends
    day: DeliveryDay,
    stop: Stop,
    fact: str,
    lines: Sequence[HandoverLine],
    received: Received,
    *,
    key: UUID,
    at: datetime | None,
    by: Any,
    now: datetime,
    reason: str = "",
) -> StopProgress:
    """Write how the stop ended with its lines and proof, the kitchens' papers, and the day's end if this was the last.

    What comes second is kept beside what stands and moves nothing.
    """
    first = StopProgress.objects.ends().filter(stop=stop).select_related("by").first()
    if first is not None:
        remark = came_second(first, day)
    else:
        drops = [line for line in lines if line.task.kind == Task.Kind.DROP]
        refused = record_complete(
            delivery_day=day, lines=drops, received_by=received.received_by, key=str(key), by=by, now=now
        )
        remark = " ".join(each for each in (superseded(stop.route), refused) if each)
    told = note_stop(stop, fact, key=key, at=at, by=by, now=now, counted=first is None, remark=remark, reason=reason)
    for line in lines:
        line.progress = told
    HandoverLine.objects.bulk_create(lines)
    if fact == StopFact.DONE:
        Proof.objects.create(
            progress=told,
            received_by=received.received_by,
            signature=received.signature,
            temperature_tenths_c=received.temperature_tenths_c,
            crates_out=received.crates_out,
            crates_in=received.crates_in,
            note=received.note,
        )
    end_day(day, by=by, now=now)
    return told


def locked_day(route: Route) -> DeliveryDay:
    """The route's delivery day, held until the transaction ends."""
    day: DeliveryDay = route.plan_run.delivery_day
    lock_day(day)
    return day


def goods_of(stop: Stop) -> list[tuple[Task, Any]]:
    """Each task of the stop with its lines."""
    tasks = list(Task.objects.filter(stop=stop).order_by("sequence"))
    goods = lines_of(tasks)
    return [(task, goods[task.pk]) for task in tasks]


def came_second(first: StopProgress, day: DeliveryDay) -> str:
    """What to tell whoever ends a stop that was ended."""
    when = in_words(first.noted_at, day.cycle.hub.time_zone)
    who = f" by {first.by}" if first.by else ""
    return f"This stop was {first.get_fact_display()} at {when}{who}. What you entered is kept beside it."
