"""A driver's routes in a list: which van, when, and how far each is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q

from logistics.driving.standing import published_routes
from logistics.models import Route, RouteProgress
from shop.enterprises.access import hubs_worked_for

Fact = RouteProgress.Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One published route in a line."""

    id: int
    number: int
    day: date
    van: str
    driver: str
    starts_at: datetime
    ends_at: datetime
    stops: int
    ended: int
    distance_m: int
    is_started: bool
    is_finished: bool


def rounds_for(user: Any, *, since: date) -> tuple[Round, ...]:
    """The person's own routes from a day on, in order: one query."""
    return rounds(published_routes().filter(driver__user=user, day__gte=since))


def rounds_to_act_on(user: Any, *, since: date) -> tuple[Round, ...]:
    """All routes from a day on of the hubs that the person coordinates: one query."""
    hubs = hubs_worked_for(user, "coordinator")
    return rounds(published_routes().filter(plan_run__delivery_day__cycle__hub__in=hubs, day__gte=since))


def rounds(routes: Any) -> tuple[Round, ...]:
    """The routes as lines, earliest first."""
    told = RouteProgress.objects.filter(route=OuterRef("pk"), counted=True)
    ended = Q(stops__progress__fact__in=["done", "skipped"], stops__progress__counted=True)
    rows: Iterable[Route] = (
        routes.select_related("vehicle", "driver", "plan_run__delivery_day__cycle__hub")
        .defer("plan_run__problems")
        .annotate(
            stop_count=Count("stops", distinct=True),
            ended_count=Count("stops", filter=ended | Q(stops__repeats__isnull=False), distinct=True),
            was_started=Exists(told.filter(fact=Fact.STARTED)),
            was_finished=Exists(told.filter(fact=Fact.FINISHED)),
        )
        .order_by("day", "starts_at", "number")
    )
    return tuple(round_of(row) for row in rows)


def round_of(row: Any) -> Round:
    """One line, with the hub's wall clock."""
    zone = ZoneInfo(row.plan_run.delivery_day.cycle.hub.time_zone)
    return Round(
        id=row.pk,
        number=row.number,
        day=row.day,
        van=row.vehicle.name,
        driver=row.driver.name if row.driver else "",
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        stops=row.stop_count,
        ended=row.ended_count,
        distance_m=row.distance_m,
        is_started=row.was_started,
        is_finished=row.was_finished,
    )
