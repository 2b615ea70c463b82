"""When a plan's vans call at whose places: what people are told, and whose part differs between two plans."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from logistics.models import PlanRun, Stop, Task
from shop.enterprises.models import Enterprise


@dataclass(frozen=True, slots=True, order=True)
class Call:
    """One van at one place: the moment at which it begins there, on the wall clock and to the minute."""

    at: datetime
    place: str
    fetched: int
    brought: int
    driver: str
    van: str


@dataclass(frozen=True, slots=True, order=True)
class Round:
    """One driver's route as they are told it."""

    starts_at: datetime
    ends_at: datetime
    van: str
    number: int
    calls: tuple[tuple[datetime, str], ...]


def calls_of(run: PlanRun) -> dict[int, tuple[Call, ...]]:
    """The calls by enterprise (id), but for the hub's own place, in order of time: two queries."""
    zone = ZoneInfo(run.delivery_day.cycle.hub.time_zone)
    found: dict[int, list[Call]] = defaultdict(list)
    for stop in stops_of(run):
        if stop.place.enterprise.kind == Enterprise.Kind.HUB:
            continue
        fetched, brought = (
            sum(task.shipment.crates for task in stop.tasks.all() if task.kind == kind)
            for kind in (Task.Kind.PICKUP, Task.Kind.DROP)
        )
        driver = stop.route.driver.name if stop.route.driver else ""
        at = to_the_minute(stop.starts_at, zone)
        found[stop.place.enterprise_id].append(
            Call(at, stop.place.name, fetched, brought, driver, stop.route.vehicle.name)
        )
    return {enterprise: tuple(sorted(calls)) for enterprise, calls in found.items()}


def rounds_of(run: PlanRun) -> dict[int, tuple[Round, ...]]:
    """The routes by driver (id), with each call's time and place: two queries."""
    zone = ZoneInfo(run.delivery_day.cycle.hub.time_zone)
    routes = {}
    calls: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for stop in stops_of(run):
        routes[stop.route_id] = stop.route
        calls[stop.route_id].append((to_the_minute(stop.starts_at, zone), stop.place.name))
    found: dict[int, list[Round]] = defaultdict(list)
    for route in routes.values():
        if route.driver_id is not None:
            starts, ends = (to_the_minute(moment, zone) for moment in (route.starts_at, route.ends_at))
            told = Round(starts, ends, route.vehicle.name, route.number, tuple(calls[route.pk]))
            found[route.driver_id].append(told)
    return {driver: tuple(sorted(rounds)) for driver, rounds in found.items()}


def stops_of(run: PlanRun) -> Iterator[Stop]:
    """The run's stops with all that is told of them, in order."""
    rows = Stop.objects.filter(route__plan_run=run).select_related(
        "place__enterprise", "route__vehicle", "route__driver"
    )
    return iter(rows.prefetch_related("tasks__shipment").order_by("route__day", "route__number", "sequence"))


def to_the_minute(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment on the wall clock without its seconds."""
    return moment.astimezone(zone).replace(second=0, microsecond=0)


def changed(before: Mapping[int, object], after: Mapping[int, object]) -> list[int]:
    """Keys whose part is not the same in both, in order."""
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
