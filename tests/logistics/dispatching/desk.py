"""A routed day at the dispatcher's desk, and how tests change it."""

from datetime import datetime, timedelta
from typing import Any

from logistics.dispatching.changes import proposal
from logistics.dispatching.keeping import keep
from logistics.dispatching.proposing import Change
from logistics.models import CurrentPlan, PlanRun, Route, Stop
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, SmallDay

LATER = ANSWERS_DUE + timedelta(hours=1)


def a_routed_day(**hub: Any) -> SmallDay:
    """The small ordered day with its routes."""
    small = an_ordered_day(**hub)
    conduct(small)
    return small


def current(small: SmallDay) -> PlanRun:
    """The run that stands."""
    run: PlanRun = CurrentPlan.objects.select_related("run__delivery_day__cycle__hub").get(delivery_day=small.day).run
    return run


def stop_at(small: SmallDay, kitchen: str) -> Stop:
    """The stop of the current run at which a kitchen gets its goods."""
    return Stop.objects.select_related("route").get(
        route__plan_run=current(small), place=small.kitchens[kitchen], route__day=small.day.day
    )


def route_of(small: SmallDay, van: str) -> Route | None:
    """The van's route on the delivery day."""
    return Route.objects.filter(plan_run=current(small), vehicle=small.vans[van], day=small.day.day).first()


def kept(small: SmallDay, now: datetime = LATER, **change: Any) -> PlanRun:
    """Propose a change and keep it."""
    wanted = proposal(current(small), Change(**change), now=now)
    return keep(proposal=wanted, shown=wanted.fingerprint, by=None, now=now)


def places(small: SmallDay, van: str) -> list[str]:
    """Where the van calls on the delivery day, in order."""
    route = route_of(small, van)
    return [stop.place.name for stop in route.stops.select_related("place")] if route else []
