"""Publishing the routes, and taking a van back into use."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from logistics.clicks import person_of
from logistics.dispatching.errors import NotPublishable
from logistics.dispatching.publishing import publish
from logistics.dispatching.views.access import current_run, date_of, desk_or_404, desk_path
from logistics.dispatching.views.changing import OTHER_ROUTES, refused
from logistics.fleet import put_back_into_use
from logistics.models import Vehicle


@login_required
@require_POST
def publish_routes(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """Make the run that was shown known, for the hub's coordinators. A run is published once, however often clicked."""
    found = desk_or_404(request, cycle_id, day)
    run = current_run(found)
    if run is None:
        raise Http404
    if request.POST.get("run") != str(run.pk):
        return refused(request, found, OTHER_ROUTES)
    try:
        publish(plan_run=run, by=person_of(request), now=timezone.now())
    except NotPublishable as error:
        return refused(request, found, str(error))
    messages.success(request, f"Routes {run.number} are published. Drivers see them now.")
    return redirect(desk_path(found, date_of(found, request.POST.get("on", ""))))


@login_required
@require_POST
def van_is_back(request: HttpRequest, cycle_id: int, day: str, vehicle_id: int) -> HttpResponse:
    """Count on a van again that was out of use, for the hub's coordinators."""
    found = desk_or_404(request, cycle_id, day)
    van = get_object_or_404(Vehicle.objects.of(found.cycle.hub), pk=vehicle_id)
    put_back_into_use(vehicle=van, by=person_of(request), now=timezone.now())
    messages.success(request, f"{van} is in use again. Plan again to give it a route.")
    return redirect(desk_path(found, date_of(found, request.POST.get("on", ""))))
