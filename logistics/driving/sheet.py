"""A route as its driver follows it: one stop after another, with what to load, what to hand over, and how far it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from logistics.driving.goods import GoodsLine, lines_of
from logistics.driving.reasons import faults_for
from logistics.driving.screen import AHEAD, ARRIVED, DONE, SKIPPED, LineSheet, RouteSheet, StopSheet, TaskSheet
from logistics.driving.standing import ended_stops, published_plan, told_of_van
from logistics.models import Route, RouteProgress, Shipment, Stop, StopProgress, Task
from shop.procurement.models import Packed

Leg = Shipment.Leg


def route_sheet(route: Route) -> RouteSheet:
    """The route as it stands: about fifteen queries, however long it is.

    `route` brings its van, driver and delivery day's hub along.
    """
    day = route.plan_run.delivery_day
    plan, zone = published_plan(day), ZoneInfo(day.cycle.hub.time_zone)
    return RouteSheet(
        id=route.pk,
        number=route.number,
        day=route.day,
        hub=day.cycle.hub.name,
        van=route.vehicle.name,
        registration=route.vehicle.registration,
        driver=route.driver.name if route.driver else "",
        starts_at=route.starts_at.astimezone(zone),
        ends_at=route.ends_at.astimezone(zone),
        distance_m=route.distance_m,
        is_started=told_of_van(route, RouteProgress.Fact.STARTED).exists(),
        is_finished=RouteProgress.objects.filter(route=route, fact=RouteProgress.Fact.FINISHED, counted=True).exists(),
        is_superseded=plan is not None and plan.pk != route.plan_run_id,
        stops=stop_sheets(route),
        faults=faults_for(day.cycle.hub, day.day),
    )


def stop_sheets(route: Route) -> tuple[StopSheet, ...]:
    """The stops in order with their goods and how far each is."""
    stops = list(Stop.objects.filter(route=route).select_related("place__enterprise").order_by("sequence"))
    tasks = list(
        Task.objects.filter(stop__route=route)
        .select_related("shipment__from_place", "shipment__to_place", "stop__route")
        .order_by("stop__sequence", "sequence")
    )
    goods = lines_of(tasks)
    packed = Packed.objects.latest_for(route.plan_run.delivery_day)
    where = {(task.shipment_id, task.kind): task.stop.sequence for task in tasks}
    ended = ended_stops(route.plan_run)
    facts = facts_by_stop(route)
    zone = ZoneInfo(route.plan_run.delivery_day.cycle.hub.time_zone)
    by_stop: dict[int, list[Task]] = defaultdict(list)
    for task in tasks:
        by_stop[task.stop_id].append(task)
    return tuple(
        stop_sheet(
            stop,
            by_stop[stop.pk],
            tuple(task_sheet(task, goods[task.pk], where, packed) for task in by_stop[stop.pk]),
            state_of(facts[stop.pk], is_ended=stop.pk in ended),
            zone,
        )
        for stop in stops
    )


def facts_by_stop(route: Route) -> dict[int, list[StopProgress]]:
    """What was told of each stop (id), first told first: one query."""
    facts: dict[int, list[StopProgress]] = defaultdict(list)
    for fact in StopProgress.objects.filter(stop__route=route, counted=True).order_by("noted_at", "id"):
        facts[fact.stop_id].append(fact)
    return facts


def state_of(facts: Iterable[StopProgress], *, is_ended: bool) -> tuple[str, UUID | None, str]:
    """How far a stop is, the key of the arrival that stands, and what else there is to say."""
    arrivals: dict[UUID, None] = {}
    undone: set[UUID | None] = set()
    for fact in facts:
        if fact.fact == StopProgress.Fact.SKIPPED:
            return SKIPPED, None, fact.reason
        if fact.fact == StopProgress.Fact.DONE:
            return DONE, None, ""
        if fact.fact == StopProgress.Fact.ARRIVED:
            arrivals[fact.key] = None
        undone.add(fact.undoes)
    if is_ended:
        return DONE, None, "done before the routes changed"
    standing = [key for key in arrivals if key not in undone]
    return (ARRIVED, standing[-1], "") if standing else (AHEAD, None, "")


def stop_sheet(
    stop: Stop,
    tasks: Sequence[Task],
    sheets: Sequence[TaskSheet],
    state: tuple[str, UUID | None, str],
    zone: ZoneInfo,
) -> StopSheet:
    """One visit in words."""
    place = stop.place
    pickups = sorted((task for task in sheets if task.is_pickup), key=lambda task: -task.other_stop)
    opens, closes = window_of(tasks)
    return StopSheet(
        id=stop.pk,
        sequence=stop.sequence,
        place=place.name,
        address=", ".join(part for part in (place.address, place.postcode) if part),
        latitude=str(place.latitude),
        longitude=str(place.longitude),
        access_notes=place.access_notes,
        enterprise=place.enterprise.name,
        phone=place.enterprise.phone,
        opens_at=opens.astimezone(zone),
        closes_at=closes.astimezone(zone),
        arrives_at=stop.arrives_at.astimezone(zone),
        state=state[0],
        arrival_key=state[1],
        told=state[2],
        break_min=stop.break_min,
        pickups=tuple(pickups),
        drops=tuple(task for task in sheets if not task.is_pickup),
    )


def window_of(tasks: Sequence[Task]) -> tuple[datetime, datetime]:
    """From when until when the place can be served: the narrowest of its tasks' windows."""
    stretches = [
        (each.shipment.pickup_opens_at, each.shipment.pickup_closes_at)
        if each.kind == Task.Kind.PICKUP
        else (each.shipment.drop_opens_at, each.shipment.drop_closes_at)
        for each in tasks
    ]
    return max(opens for opens, _ in stretches), min(closes for _, closes in stretches)


def task_sheet(
    task: Task,
    lines: Iterable[GoodsLine],
    where: Mapping[tuple[int, str], int],
    packed: Mapping[int, Packed],
) -> TaskSheet:
    """One task in words; what the packhouse packed short is expected short."""
    shipment, is_pickup = task.shipment, task.kind == Task.Kind.PICKUP
    other = Task.Kind.DROP if is_pickup else Task.Kind.PICKUP
    is_packed = shipment.leg == Leg.TO_KITCHEN
    return TaskSheet(
        is_pickup=is_pickup,
        other_place=str(shipment.to_place if is_pickup else shipment.from_place),
        other_stop=where.get((task.shipment_id, other), 0),
        crates=shipment.crates,
        weight_g=shipment.weight_g,
        temperature_class=shipment.temperature_class,
        lines=tuple(line_sheet(line, packed.get(line.confirmation or 0) if is_packed else None) for line in lines),
    )


def line_sheet(line: GoodsLine, packed: Packed | None) -> LineSheet:
    """One line in words."""
    short = min(line.packs, packed.packs_short) if packed else 0
    fault = packed.fault if packed and short else ""
    return LineSheet(
        name=line.name, text=line.text, packs=line.packs, missing=short, accepted=line.packs - short, fault=fault
    )
