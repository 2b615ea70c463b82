"""A plan's routes as rows: one statement per kind of row, whatever the number of vans."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from logistics.intake.keys import number_of
from logistics.intake.local_day import LocalDay
from logistics.intake.vans import driver_key
from logistics.models import PlanRun, Route, Shipment, Stop, Task
from logistics.outcome.punctuality import punctuality
from logistics.planning.routing import plan as planning
from logistics.planning.routing.problem import Problem


class Manned(Protocol):
    """The two dates of a delivery day, and who drives by date and van."""

    @property
    def collection(self) -> LocalDay:
        """The date of collections."""

    @property
    def delivery(self) -> LocalDay:
        """The date of drops."""

    @property
    def drivers(self) -> Mapping[str, int | None]:
        """Driver (id) by the key of date and van."""


class Planned(Protocol):
    """Problems and their judged plans by date."""

    @property
    def problems(self) -> Mapping[date, Problem]:
        """What was asked for each date."""

    @property
    def plans(self) -> Mapping[date, planning.Plan]:
        """A plan for each date on which something moves."""


def write_routes(run: PlanRun, facts: Manned, planned: Planned, shipments: Mapping[str, Shipment]) -> None:
    """Store routes numbered over both dates, their stops in order, and what is done at each."""
    driven = list(in_order(planned))
    on_time = punctuality(planned, dict(run.replayed))
    routes = Route.objects.bulk_create(
        route_row(run, facts, number, day, route) for number, (day, route) in enumerate(driven, start=1)
    )
    visits = [
        (row, sequence, visit, local_day(facts, day), on_time.get((day, route.vehicle, sequence)))
        for row, (day, route) in zip(routes, driven, strict=True)
        for sequence, visit in enumerate(route.visits, start=1)
    ]
    stops = Stop.objects.bulk_create(stop_row(*each) for each in visits)
    Task.objects.bulk_create(
        Task(stop=stop, shipment=shipments[task.shipment], kind=task.kind, sequence=sequence)
        for stop, (_, _, visit, *_) in zip(stops, visits, strict=True)
        for sequence, task in enumerate(visit.tasks, start=1)
    )


def in_order(planned: Planned) -> Iterator[tuple[date, planning.Route]]:
    """The routes by date and start, earliest first."""
    for day, plan in sorted(planned.plans.items()):
        for route in sorted(plan.routes, key=lambda each: (each.start_s, number_of(each.vehicle))):
            yield day, route


def local_day(facts: Manned, day: date) -> LocalDay:
    """The planning day of a date."""
    return facts.delivery if day == facts.delivery.day else facts.collection


def route_row(run: PlanRun, facts: Manned, number: int, day: date, route: planning.Route) -> Route:
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


def stop_row(route: Route, sequence: int, visit: planning.Visit, local: LocalDay, on_time: int | None) -> Stop:
    """One visit, with what is on board when the van leaves, and on how many mornings in a thousand it is on time."""
    load_g, load_crates = visit.loads_after
    return Stop(
        route=route,
        sequence=sequence,
        place_id=number_of(visit.location),
        arrives_at=local.moment_of(visit.arrive_s),
        starts_at=local.moment_of(visit.start_s),
        departs_at=local.moment_of(visit.depart_s),
        break_s=visit.break_s,
        load_g=load_g,
        load_crates=load_crates,
        on_time_permille=on_time,
    )
