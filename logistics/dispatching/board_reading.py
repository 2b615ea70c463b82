"""One date of a run read for the dispatcher's board: the same number of queries however many stops it has."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from logistics.dispatch.waiting import waiting_for
from logistics.dispatching.board import Board, BoardLeft, BoardRoute, BoardStop, BoardVan
from logistics.driving.standing import ended_stops
from logistics.models import (
    Driver,
    DrivingRule,
    PlanRun,
    Route,
    RouteProgress,
    Shift,
    Stop,
    Task,
    UnservedShipment,
    Vehicle,
    rule_for,
)
from logistics.planning.routing.words import duration
from shop.pricing.quantities import counted, kilos
from shop.procurement.models import AllocationRun

COLOURS = 6
TIGHT = timedelta(minutes=10)
MOST_ENDS = 3
# Reasons of shipments that never came before the planner: no van can be asked to take them.
NEVER_PLANNED = ("place_closed", "not_ready_that_day")


def board_of(run: PlanRun, on: date) -> Board:
    """Read one date of the run: the same number of queries however many stops it has."""
    zone = ZoneInfo(run.delivery_day.cycle.hub.time_zone)
    routes = read_routes(run, on, zone)
    hub = run.delivery_day.cycle.hub
    return Board(
        on=on,
        routes=routes,
        left=read_left(run, on),
        vans=read_vans(hub, on, {route.vehicle_id for route in routes}),
        drivers=tuple(Driver.objects.of(hub).order_by("name")),
    )


def read_routes(run: PlanRun, on: date, zone: ZoneInfo) -> tuple[BoardRoute, ...]:
    """The date's routes with their stops."""
    done = ended_stops(run)
    begun = RouteProgress.objects.filter(route__plan_run__delivery_day=run.delivery_day, route__day=on, counted=True)
    started = set(begun.values_list("route__vehicle", flat=True))
    laws = list(DrivingRule.objects.holding_on(on))
    rows = (
        Route.objects.filter(plan_run=run, day=on)
        .select_related("vehicle__start_place", "driver")
        .prefetch_related("stops__place", "stops__tasks__shipment__from_place", "stops__tasks__shipment__to_place")
        .order_by("number")
    )
    return tuple(board_route(row, place, done, row.vehicle_id in started, zone, laws) for place, row in enumerate(rows))


def board_route(
    row: Route, place: int, done: set[int], started: bool, zone: ZoneInfo, laws: Sequence[DrivingRule]
) -> BoardRoute:
    """One van's day."""
    van = row.vehicle
    law = rule_for(laws, van.gross_weight_kg)
    longest_s = law.duty_limit_s if law else None
    return BoardRoute(
        id=row.pk,
        number=row.number,
        day=row.day,
        colour=place % COLOURS + 1,
        dash=place // COLOURS % 3,
        vehicle_id=van.pk,
        van=van.name,
        temperature_class=van.temperature_class,
        out_of_use=van.out_of_use_since is not None,
        hours=hours_of(law) if law else "",
        is_over_duty=longest_s is not None and (row.ends_at - row.starts_at).total_seconds() > longest_s,
        driver_id=row.driver_id,
        driver=row.driver.name if row.driver else "",
        starts_at=row.starts_at.astimezone(zone),
        ends_at=row.ends_at.astimezone(zone),
        distance_m=row.distance_m,
        travel_s=row.travel_s,
        cost_pence=row.cost_pence,
        capacity_g=van.capacity_g,
        capacity_crates=van.capacity_crates,
        start_latitude=float(van.start_place.latitude),
        start_longitude=float(van.start_place.longitude),
        has_started=started,
        stops=tuple(board_stop(stop, van, stop.pk in done, zone) for stop in row.stops.all()),
    )


def hours_of(law: DrivingRule) -> str:
    """What the rule allows, in words: `at most 9 h at the wheel, 45 min of rest after 4 h 30 min (rules)`."""
    said = [f"at most {duration(law.driving_limit_s)} at the wheel"]
    if law.duty_limit_s:
        said.append(f"{duration(law.duty_limit_s)} at work")
    if law.break_after_s and law.break_s:
        said.append(f"{duration(law.break_s)} of rest after {duration(law.break_after_s)}")
    return f"{', '.join(said)} ({law.name})"


def board_stop(stop: Stop, van: Vehicle, is_done: bool, zone: ZoneInfo) -> BoardStop:
    """One visit in words."""
    tasks = list(stop.tasks.all())
    opens, closes = window_of(tasks)
    starts_at = stop.starts_at.astimezone(zone)
    return BoardStop(
        id=stop.pk,
        sequence=stop.sequence,
        place=stop.place.name,
        latitude=float(stop.place.latitude),
        longitude=float(stop.place.longitude),
        arrives_at=stop.arrives_at.astimezone(zone),
        starts_at=starts_at,
        departs_at=stop.departs_at.astimezone(zone),
        tasks=tuple(in_words(tasks)),
        load_g=stop.load_g,
        load_crates=stop.load_crates,
        window=f"{opens.astimezone(zone):%H:%M} to {closes.astimezone(zone):%H:%M}" if is_bound(opens, closes) else "",
        is_tight=is_bound(opens, closes) and closes - starts_at < TIGHT,
        is_yard=stop.place_id in (van.start_place_id, van.end_place_id),
        is_done=is_done,
        break_min=stop.break_min,
        on_time_of_100=stop.on_time_of_100,
    )


def window_of(tasks: Sequence[Task]) -> tuple[datetime, datetime]:
    """The hours that all tasks of a visit have in common."""
    hours = [
        (task.shipment.pickup_opens_at, task.shipment.pickup_closes_at)
        if task.kind == Task.Kind.PICKUP
        else (task.shipment.drop_opens_at, task.shipment.drop_closes_at)
        for task in tasks
    ]
    return max(opens for opens, _ in hours), min(closes for _, closes in hours)


def is_bound(opens: datetime, closes: datetime) -> bool:
    """Whether the hours are less than the whole day."""
    return closes - opens < timedelta(hours=23)


def in_words(tasks: Sequence[Task]) -> Iterator[str]:
    """What is done, goods for one end counted together: fetch 12 crates for The packhouse. Many ends are counted."""
    crates: dict[tuple[str, str, str], int] = {}
    for task in tasks:
        goods = task.shipment
        is_drop = task.kind == Task.Kind.DROP
        end = ("bring", "from", goods.from_place.name) if is_drop else ("fetch", "for", goods.to_place.name)
        crates[end] = crates.get(end, 0) + goods.crates
    if len(crates) > MOST_ENDS:
        verb, word, _ = next(iter(crates))
        yield f"{verb} {counted(sum(crates.values()), 'crate')} {word} {len(crates)} places"
        return
    for (verb, word, place), count in crates.items():
        yield f"{verb} {counted(count, 'crate')} {word} {place}"


def read_left(run: PlanRun, on: date) -> tuple[BoardLeft, ...]:
    """What stays behind on the date, and who waits for it."""
    allocation = AllocationRun.objects.current_for(run.delivery_day)
    waiting = waiting_for(run, allocation) if allocation else {}
    rows = (
        UnservedShipment.objects.filter(plan_run=run, shipment__day=on)
        .select_related("shipment__from_place", "shipment__to_place")
        .order_by("id")
    )
    return tuple(
        BoardLeft(
            id=row.shipment_id,
            what=f"{row.shipment.from_place} to {row.shipment.to_place}",
            load=f"{counted(row.shipment.crates, 'crate')}, {kilos(row.shipment.weight_g)}, "
            f"{row.shipment.temperature_class}",
            reason=row.reason_text,
            waiting=str(waiting[row.shipment_id]) if row.shipment_id in waiting else "",
            is_servable=row.reason_code not in NEVER_PLANNED,
        )
        for row in rows
    )


def read_vans(hub: Any, on: date, used: Collection[int]) -> tuple[BoardVan, ...]:
    """Vans that are manned on the date or drive on it, by name."""
    manned = Shift.objects.of(hub).filter(weekday=on.weekday()).values_list("vehicle", flat=True)
    return tuple(
        BoardVan(
            id=van.pk,
            name=van.name,
            temperature_class=van.temperature_class,
            is_idle=van.pk not in used,
            is_out=van.out_of_use_since is not None,
        )
        for van in Vehicle.objects.of(hub).filter(pk__in={*manned, *used}).order_by("name")
    )
