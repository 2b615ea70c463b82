"""A plan's routes as people follow them: stops in order with their times, loads, and what is done there."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from logistics.dispatch.fullest import Fullest
from logistics.dispatch.waiting import Waiting
from logistics.models import PlanRun, Route, Stop, UnservedShipment
from shop.pricing.quantities import counted


@dataclass(frozen=True, slots=True)
class StopSheet:
    """One visit: where, when on the wall clock, what is picked up and dropped, and what is on board after it."""

    sequence: int
    place: str
    latitude: float
    longitude: float
    arrives_at: datetime
    starts_at: datetime
    departs_at: datetime
    tasks: tuple[str, ...]
    load_g: int
    load_crates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheet(Fullest):
    """One van's day. `peak_*` is the most that is ever on board."""

    number: int
    day: date
    van: str
    temperature_class: str
    driver: str
    starts_at: datetime
    ends_at: datetime
    distance_m: int
    travel_s: int
    cost_pence: int
    capacity_g: int
    capacity_crates: int
    start_latitude: float
    start_longitude: float
    stops: tuple[StopSheet, ...]

    @property
    def places(self) -> int:
        """Stops, one after another at the same place counted once."""
        names = [stop.place for stop in self.stops]
        return len(names[:1]) + sum(1 for before, after in pairwise(names) if before != after)


@dataclass(frozen=True, slots=True)
class UnservedSheet:
    """A shipment that stays behind, the constraint that stopped it, and which kitchens wait for what is in it."""

    day: date
    leg: str
    from_place: str
    to_place: str
    weight_g: int
    crates: int
    temperature_class: str
    code: str
    reason: str
    waiting: Waiting


def route_sheets(run: PlanRun) -> tuple[RouteSheet, ...]:
    """The run's routes by date and number: three queries."""
    zone = ZoneInfo(run.delivery_day.cycle.hub.time_zone)
    stops: dict[int, list[StopSheet]] = defaultdict(list)
    rows = (
        Stop.objects.filter(route__plan_run=run)
        .select_related("place")
        .prefetch_related("tasks__shipment__from_place", "tasks__shipment__to_place")
        .order_by("route", "sequence")
    )
    for stop in rows:
        stops[stop.route_id].append(stop_sheet(stop, zone))
    routes = Route.objects.filter(plan_run=run).select_related("vehicle__start_place", "driver")
    return tuple(
        RouteSheet(
            number=route.number,
            day=route.day,
            van=route.vehicle.name,
            temperature_class=route.vehicle.temperature_class,
            driver=route.driver.name if route.driver else "",
            starts_at=route.starts_at.astimezone(zone),
            ends_at=route.ends_at.astimezone(zone),
            distance_m=route.distance_m,
            travel_s=route.travel_s,
            cost_pence=route.cost_pence,
            capacity_g=route.vehicle.capacity_g,
            capacity_crates=route.vehicle.capacity_crates,
            start_latitude=float(route.vehicle.start_place.latitude),
            start_longitude=float(route.vehicle.start_place.longitude),
            stops=tuple(stops[route.pk]),
        )
        for route in routes.order_by("day", "number")
    )


def stop_sheet(stop: Stop, zone: ZoneInfo) -> StopSheet:
    """One visit in words."""
    return StopSheet(
        sequence=stop.sequence,
        place=stop.place.name,
        latitude=float(stop.place.latitude),
        longitude=float(stop.place.longitude),
        arrives_at=stop.arrives_at.astimezone(zone),
        starts_at=stop.starts_at.astimezone(zone),
        departs_at=stop.departs_at.astimezone(zone),
        tasks=tuple(
            f"{task.get_kind_display()} {counted(task.shipment.crates, 'crate')} "
            + (f"for {task.shipment.to_place}" if task.kind == "pickup" else f"from {task.shipment.from_place}")
            for task in stop.tasks.all()
        )
        + ((f"rest for {stop.break_min} min",) if stop.break_s else ()),
        load_g=stop.load_g,
        load_crates=stop.load_crates,
    )


def unserved_sheets(run: PlanRun, waiting: Mapping[int, Waiting]) -> tuple[UnservedSheet, ...]:
    """What stays behind, by date: one query. `waiting` tells by shipment (id) who waits for it."""
    rows = (
        UnservedShipment.objects.filter(plan_run=run)
        .select_related("shipment__from_place", "shipment__to_place")
        .order_by("shipment__day", "id")
    )
    return tuple(
        UnservedSheet(
            day=row.shipment.day,
            leg=row.shipment.get_leg_display(),
            from_place=row.shipment.from_place.name,
            to_place=row.shipment.to_place.name,
            weight_g=row.shipment.weight_g,
            crates=row.shipment.crates,
            temperature_class=row.shipment.temperature_class,
            code=row.reason_code,
            reason=row.reason_text,
            waiting=waiting.get(row.shipment_id, Waiting()),
        )
        for row in rows
    )
