"""What a driver presses, from a page that is open or from a phone that was without signal for hours.

The same fields go to the same address either way. A page is answered with the route as it stands now, a phone (which
asks for JSON) with what was made of the fact; a refusal is 422 and says in words what to put right.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from logistics.driving import actions
from logistics.driving.errors import DrivingRefused
from logistics.driving.reading import device_time, handed_in, key_in, received_in
from logistics.driving.views.access import route_or_404, stop_or_404
from logistics.driving.views.pages import show_route
from logistics.models import Route
from logistics.models.stop_progress import DriverFact


def answered(request: HttpRequest, route: Route, tell: Callable[[], DriverFact], *, at_stop: int = 0) -> HttpResponse:
    """Tell, and say what came of it; when it is refused, what was typed is shown again."""
    for_phone = request.headers.get("Accept", "") == "application/json"
    try:
        fact = tell()
    except DrivingRefused as refusal:
        if for_phone:
            return JsonResponse({"refused": str(refusal)}, status=422)
        return show_route(request, route.pk, refusal=str(refusal), at_stop=at_stop, status=422)
    if for_phone:
        return JsonResponse({"key": str(fact.key), "counted": fact.counted, "remark": fact.remark})
    if fact.remark:
        messages.warning(request, fact.remark)
    return redirect("drive:route", route.pk)


def told(request: HttpRequest) -> dict[str, Any]:
    """What every fact says: its key, the device's time, who told it, and when we heard."""
    form = request.POST
    return {"key": key_in(form), "at": device_time(form), "by": request.user, "now": timezone.now()}


@never_cache
@login_required
@require_POST
def start(request: HttpRequest, route_id: int) -> HttpResponse:
    """The van leaves. For the route's driver, and the hub's coordinators on behalf."""
    route, _ = route_or_404(request, route_id)
    return answered(request, route, lambda: actions.start_route(route=route, **told(request)))


@never_cache
@login_required
@require_POST
def finish(request: HttpRequest, route_id: int) -> HttpResponse:
    """The van is home. For the route's driver, and the hub's coordinators on behalf."""
    route, _ = route_or_404(request, route_id)
    return answered(request, route, lambda: actions.finish_route(route=route, **told(request)))


@never_cache
@login_required
@require_POST
def arrive(request: HttpRequest, route_id: int, sequence: int) -> HttpResponse:
    """The van stands there. For the route's driver, and the hub's coordinators on behalf."""
    route, _ = route_or_404(request, route_id)
    stop = stop_or_404(route, sequence)
    return answered(request, route, lambda: actions.arrive(stop=stop, **told(request)), at_stop=sequence)


@never_cache
@login_required
@require_POST
def undo(request: HttpRequest, route_id: int, sequence: int) -> HttpResponse:
    """Not there yet after all. For the route's driver, and the hub's coordinators on behalf."""
    route, _ = route_or_404(request, route_id)
    stop, form = stop_or_404(route, sequence), request.POST
    return answered(
        request,
        route,
        lambda: actions.take_back_arrival(
            stop=stop,
            undoes=key_in(form, "undoes"),
            **told(request),
        ),
        at_stop=sequence,
    )


@never_cache
@login_required
@require_POST
def done(request: HttpRequest, route_id: int, sequence: int) -> HttpResponse:
    """Loaded or handed over, line by line. For the route's driver, and the hub's coordinators on behalf."""
    route, _ = route_or_404(request, route_id)
    stop, form = stop_or_404(route, sequence), request.POST
    return answered(
        request,
        route,
        lambda: actions.finish_stop(
            stop=stop,
            handed=handed_in(form),
            received=received_in(form),
            **told(request),
        ),
        at_stop=sequence,
    )


@never_cache
@login_required
@require_POST
def skip(request: HttpRequest, route_id: int, sequence: int) -> HttpResponse:
    """Nothing can be done here, and why. For the route's driver, and the hub's coordinators on behalf."""
    route, _ = route_or_404(request, route_id)
    stop, form = stop_or_404(route, sequence), request.POST
    return answered(
        request,
        route,
        lambda: actions.skip_stop(
            stop=stop,
            reason=form.get("reason", ""),
            **told(request),
        ),
        at_stop=sequence,
    )
