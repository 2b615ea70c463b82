"""The small day on the road: published routes, and a driver who can sign in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from accounts.models import User
from logistics.driving import actions
from logistics.driving.actions import goods_of
from logistics.driving.values import Handed, Received
from logistics.models import (
    CurrentPlan,
    Driver,
    PlanRun,
    Publication,
    Route,
    Shipment,
    ShipmentLine,
    Stop,
    StopProgress,
    Task,
)
from tests.cast import LONDON, a_member
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import SmallDay

DAWN = datetime(2027, 3, 9, 5, 30, tzinfo=LONDON)
PUBLISHED = datetime(2027, 3, 8, 18, tzinfo=LONDON)


@dataclass
class OnTheRoad:
    """A routed day, its published plan, and Joe who drives it."""

    small: SmallDay
    plan: PlanRun
    joe: User

    @property
    def routes(self) -> list[Route]:
        """The routes of the delivery day itself."""
        return list(
            Route.objects.filter(plan_run=self.plan, day=self.small.day.day)
            .select_related("plan_run__delivery_day__cycle__hub")
            .order_by("number")
        )

    @property
    def route(self) -> Route:
        """The first of them that drops something."""
        return next(route for route in self.routes if dropping(route))

    def stops(self, route: Route | None = None) -> list[Stop]:
        """The stops of the route in order."""
        return stops_of(route or self.route)


def stops_of(route: Route) -> list[Stop]:
    """Its stops in order, with all that actions read of them."""
    rows = Stop.objects.filter(route=route).select_related("place", "route__plan_run__delivery_day__cycle__hub")
    return list(rows.order_by("sequence"))


def dropping(route: Route) -> list[Stop]:
    """Its stops at which something is handed over to a kitchen."""
    return [stop for stop in stops_of(route) if stop.tasks.filter(kind="drop").exists()]


def on_the_road() -> OnTheRoad:
    """Two schools' orders routed and published, with Joe at the wheel of every van."""
    small = an_ordered_day()
    conduct(small)
    joe = a_member(small.packhouse.enterprise, "joe@rutland.example", role="driver")
    Driver.objects.update(user=joe)
    plan = CurrentPlan.objects.get(delivery_day=small.day).run
    Publication.objects.create(plan_run=plan, at=PUBLISHED)
    return OnTheRoad(small, plan, joe)


def whole(stop: Stop, **other: tuple[int, int, str]) -> list[Handed]:
    """Every line of the stop accepted; for a line named in `other`, accepted, refused and the reason."""
    return [
        Handed(
            name=line.name,
            packs_accepted=other.get(line.name, (line.packs, 0, ""))[0],
            packs_refused=other.get(line.name, (line.packs, 0, ""))[1],
            fault=other.get(line.name, (line.packs, 0, ""))[2],
        )
        for _, lines in goods_of(stop)
        for line in lines
    ]


def line_names(stop: Stop) -> list[str]:
    """The names of the stop's lines."""
    return [line.name for _, lines in goods_of(stop) for line in lines]


def done(stop: Stop, by: Any, handed: Sequence[Handed] | None = None, **told: Any) -> StopProgress:
    """The stop is done, with everything accepted by Mrs Hall unless told otherwise."""
    given = {
        "key": uuid4(),
        "at": stop.departs_at,
        "received": Received(received_by="Mrs Hall"),
        "now": stop.departs_at + timedelta(minutes=1),
        **told,
    }
    return actions.finish_stop(stop=stop, handed=whole(stop) if handed is None else handed, by=by, **given)


def drive(road: OnTheRoad, route: Route, keys: Iterable[UUID] | None = None) -> None:
    """Start the route, do every stop whole, and finish it."""
    fresh = iter(keys) if keys is not None else iter(uuid4, None)
    actions.start_route(route=route, key=next(fresh), at=None, by=road.joe, now=DAWN)
    for stop in stops_of(route):
        done(stop, road.joe, key=next(fresh))
    actions.finish_route(route=route, key=next(fresh), at=None, by=road.joe, now=route.ends_at)


def published_anew(road: OnTheRoad) -> OnTheRoad:
    """The same goods planned and published once more, as when a van changes."""

    old, plan = road.plan, road.plan
    plan = type(old).objects.get(pk=old.pk)
    plan.pk, plan.number, plan.supersedes = None, old.number + 1, old
    plan.save()
    shipments = {}
    for shipment in Shipment.objects.filter(plan_run=old):
        lines, number = list(ShipmentLine.objects.filter(shipment=shipment)), shipment.pk
        shipment.pk, shipment.plan_run = None, plan
        shipment.save()
        shipments[number] = shipment
        for line in lines:
            line.pk, line.shipment = None, shipment
            line.save()
    for route in Route.objects.filter(plan_run=old):
        stops, route.pk, route.plan_run = stops_of(route), None, plan
        route.save()
        for stop in stops:
            tasks, stop.pk, stop.route = list(Task.objects.filter(stop=stop)), None, route
            stop.save()
            for task in tasks:
                task.pk, task.stop, task.shipment = None, stop, shipments[task.shipment_id]
                task.save()
    Publication.objects.create(plan_run=plan, at=DAWN)
    return OnTheRoad(road.small, plan, road.joe)
