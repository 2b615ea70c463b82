"""The day goes out with its first van and is delivered with its last."""

from datetime import datetime
from typing import Any

from logistics.driving.handing_over import record_rest
from logistics.driving.standing import ended_stops, published_plan
from logistics.models import Route, RouteProgress, Stop
from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.supply.actions import dispatch
from shop.supply.models import Reservation

STATUS = DeliveryDay.Status
WAITING = (STATUS.ROUTED, STATUS.PACKED)


def send_out(delivery_day: DeliveryDay, *, by: Any, now: datetime) -> None:
    """A van leaves on the delivery day: the day is out, and what was held for it has left the lots."""
    if delivery_day.status not in WAITING:
        return
    move_day(delivery_day=delivery_day, to=STATUS.OUT, by=by, now=now)
    held = Reservation.objects.filter(key__startswith=f"day:{delivery_day.pk}:", status=Reservation.Status.HELD)
    for key in held.order_by("lot", "id").values_list("key", flat=True):
        dispatch(key=key, by=by, now=now)


def end_day(delivery_day: DeliveryDay, *, by: Any, now: datetime) -> bool:
    """When every route of the delivery day is finished and every stop ended, the day is delivered.

    True if this call delivered it. Facts may come in any order: whichever comes last brings it about.
    """
    if delivery_day.status not in (*WAITING, STATUS.OUT):
        return False
    plan = published_plan(delivery_day)
    if plan is None:
        return False
    routes = Route.objects.filter(plan_run=plan, day=delivery_day.day)
    finished = RouteProgress.objects.filter(counted=True, fact=RouteProgress.Fact.FINISHED).values("route")
    if not routes.exists() or routes.exclude(pk__in=finished).exists():
        return False
    stops = set(Stop.objects.filter(route__in=routes).values_list("pk", flat=True))
    if stops - ended_stops(plan):
        return False
    send_out(delivery_day, by=by, now=now)
    record_rest(delivery_day=delivery_day, plan_run=plan, by=by, now=now)
    move_day(delivery_day=delivery_day, to=STATUS.DELIVERED, by=by, now=now)
    return True
