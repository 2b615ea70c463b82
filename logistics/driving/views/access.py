"""Whose a route is: its driver's, and the hub's coordinators' on behalf. To everybody else it is not there."""

from typing import Any

from django.http import Http404, HttpRequest

from logistics.driving.standing import routes_of, routes_to_act_on
from logistics.models import Driver, Route, Stop
from shop.enterprises.access import hubs_worked_for

WHOLE = ("vehicle", "driver", "plan_run__delivery_day__cycle__hub")


def driver_or_404(request: HttpRequest) -> None:
    """Whether the person drives for a hub or coordinates one. Raises Http404 for everybody else."""
    works = hubs_worked_for(request.user, "driver", "coordinator").exists()
    if not works and not Driver.objects.filter(user=request.user.pk).exists():
        raise Http404


def route_or_404(request: HttpRequest, route_id: int) -> tuple[Route, bool]:
    """The route, and whether the person acts on its driver's behalf. Raises Http404."""
    own: Any = routes_of(request.user)
    for routes, on_behalf in ((own, False), (routes_to_act_on(request.user), True)):
        found = routes.filter(pk=route_id).select_related(*WHOLE).defer("plan_run__problems").distinct().first()
        if found is not None:
            return found, on_behalf
    raise Http404


def stop_or_404(route: Route, sequence: int) -> Stop:
    """The route's stop of that number. Raises Http404."""
    stop = Stop.objects.filter(route=route, sequence=sequence).select_related("place").first()
    if stop is None:
        raise Http404
    stop.route = route
    return stop
