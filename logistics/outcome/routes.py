"""A plan's routes as rows: one statement per kind of row, whatever the number of vans."""

from collections.abc import Iterator, Mapping
from datetime import date

from logistics.intake.facts import MoveFacts
from logistics.intake.keys import number_of
from logistics.intake.local_day import LocalDay
from logistics.intake.vans import driver_key
from logistics.models import PlanRun, Route, Shipment, Stop, Task
from logistics.outcome.planned_day import PlannedDay
from logistics.planning.routing import plan as planning


def write_routes(run: PlanRun, facts: MoveFacts, planned: PlannedDay, shipments: Mapping[str, Shipment]) -> None:
    """Store routes numbered over both dates, their stops in order, and what is done at each."""
    driven = list(in_order(planned))
    routes = Route.objects.bulk_create(
        route_row(run, facts, number, day, route) for number, (day, route) in enumerate(driven, start=1)
    )
    visits = [
        (row, sequence, visit, local_day(facts, day))
        for row, (day, route) in zip(routes, driven, strict=True)
        for sequence, visit in enumerate(route.visits, start=1)
    ]
    stops = Stop.objects.bulk_create(stop_row(*each) for each in visits)
    Task.objects.bulk_create(
        Task(stop=stop, shipment=shipments[task.shipment], kind=task.kind, sequence=sequence)
        for stop, (_, _, visit, _) in zip(stops, visits, strict=True)
        for sequence, task in enumerate(visit.tasks, start=1)
    )


def in_order(planned: PlannedDay) -> Iterator[tuple[date, planning.Route]]:
    """The routes by date and start, earliest first."""
    for day, plan in sorted(planned.plans.items()):
        for route in sorted(plan.routes, key=lambda each: (each.start_s, number_of(each.vehicle))):
            yield day, route


def local_day(facts: MoveFacts, day: date) -> LocalDay:
    """The planning day of a date."""
    return facts.delivery if day == facts.delivery.day else facts.collection


def route_row(run: PlanRun, facts: MoveFacts, number: int, day: date, route: planning.Route) -> Route:
    """One van's day."""
    local = local_day(facts, day)
    return Route(
        plan_run=run,
        number=number,
        day=day,
        vehicle_id=number_of(route.vehicle),
        driver_id=facts.drivers.get(driver_key(day, route.vehicle)),
        starts_at=local.moment_of(route.start_s),
        ends_at=local.moment_of(route.end_s),
        distance_m=route.distance_m,
        travel_s=route.travel_s,
        cost_pence=route.cost.total_pence,
    )


def stop_row(route: Route, sequence: int, visit: planning.Visit, local: LocalDay) -> Stop:
    """One visit, with what is on board when the van leaves."""
    load_g, load_crates = visit.loads_after
    return Stop(
        route=route,
        sequence=sequence,
        place_id=number_of(visit.location),
        arrives_at=local.moment_of(visit.arrive_s),
        starts_at=local.moment_of(visit.start_s),
        departs_at=local.moment_of(visit.depart_s),
        load_g=load_g,
        load_crates=load_crates,
    )
