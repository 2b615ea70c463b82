"""Writing one fact of a route or a stop, with its log line; and what there is to remark on it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from logistics.driving.clocks import doubt_of
from logistics.driving.errors import DrivingRefused
from logistics.driving.standing import ended_stops, published_plan, told_of_van
from logistics.models import Route, RouteProgress, Stop, StopProgress
from shop.journal.actions import log

SUPERSEDED = "New routes were published. What you entered counts; open your route anew before the next stop."
KEY_USED = "This was told before of something else. Open the route anew and enter it once more."
LONGEST_REMARK = 400


def note_route(route: Route, fact: str, *, key: UUID, at: datetime | None, by: Any, now: datetime) -> RouteProgress:
    """Write a fact of a route and its log line; a second one of a kind is kept and does not count."""
    first = RouteProgress.objects.filter(route=route, fact=fact, counted=True).first()
    remark = superseded(route)
    if fact == RouteProgress.Fact.FINISHED:
        remark = " ".join(each for each in (remark, still_open(route)) if each)
    told = RouteProgress.objects.create(
        route=route,
        fact=fact,
        key=key,
        at=at or now,
        noted_at=now,
        clock_doubt=doubt_of(at or now, now=now, began=began(route)),
        by=by,
        counted=first is None,
        remark=remark[:LONGEST_REMARK],
    )
    log(hub=hub_of(route), verb=f"{fact} route", subject=route, by=by, now=now, number=route.number)
    return told


def note_stop(  # noqa: PLR0913 - a fact is all of these
    stop: Stop,
    fact: str,
    *,
    key: UUID,
    at: datetime | None,
    by: Any,
    now: datetime,
    counted: bool = True,
    remark: str = "",
    reason: str = "",
    undoes: UUID | None = None,
) -> StopProgress:
    """Write a fact of a stop and its log line."""
    told = StopProgress.objects.create(
        stop=stop,
        fact=fact,
        key=key,
        at=at or now,
        noted_at=now,
        clock_doubt=doubt_of(at or now, now=now, began=began(stop.route)),
        by=by,
        counted=counted,
        remark=remark[:LONGEST_REMARK],
        reason=reason,
        undoes=undoes,
    )
    log(
        hub=hub_of(stop.route),
        verb=f"{told.get_fact_display()} at stop",
        subject=stop,
        by=by,
        now=now,
        place=stop.place.name,
        route=stop.route.number,
        counted=counted,
        **({"reason": reason} if reason else {}),
    )
    return told


def same_route_fact(route: Route, key: UUID, fact: str) -> RouteProgress | None:
    """What stands under the key. Raises DrivingRefused when it was another fact."""
    found = RouteProgress.objects.filter(key=key).first()
    if found is not None and (found.route_id, found.fact) != (route.pk, fact):
        raise DrivingRefused(KEY_USED)
    return found


def same_stop_fact(stop: Stop, key: UUID, fact: str) -> StopProgress | None:
    """What stands under the key. Raises DrivingRefused when it was another fact."""
    found = StopProgress.objects.filter(key=key).first()
    if found is not None and (found.stop_id, found.fact) != (stop.pk, fact):
        raise DrivingRefused(KEY_USED)
    return found


def superseded(route: Route) -> str:
    """What to tell a driver whose route is no longer the published one; empty when it is."""
    plan = published_plan(route.plan_run.delivery_day)
    return SUPERSEDED if plan is not None and plan.pk != route.plan_run_id else ""


def still_open(route: Route) -> str:
    """The stops of the route that nobody ended yet, by name; empty when there are none."""
    ended = ended_stops(route.plan_run)
    rows = Stop.objects.filter(route=route).exclude(pk__in=ended).select_related("place").order_by("sequence")
    names = [stop.place.name for stop in rows]
    return f"Not done or skipped yet: {', '.join(names)}." if names else ""


def began(route: Route) -> datetime | None:
    """When the van's day began by the driver's clock, if it has."""
    first = told_of_van(route, RouteProgress.Fact.STARTED).first()
    return first.at if first and not first.clock_doubt else None


def hub_of(route: Route) -> Any:
    """The hub whose log it goes into."""
    return route.plan_run.delivery_day.cycle.hub
