"""The hub's cycles, and one cycle's day with all that came of it."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.dispatch.day_sheet import day_sheet
from logistics.dispatch.landmarks import landmarks_around
from logistics.dispatch.progress import progress_of
from logistics.dispatch.route_map import maps_by_day
from logistics.views.access import cycle_or_404, day_or_404, hubs_of
from shop.cycles.models import OrderCycle

SHOWN = 60


@login_required
@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """The latest cycles of the hubs that the person coordinates."""
    hubs = list(hubs_of(request.user))
    if not hubs:
        raise Http404
    cycles = OrderCycle.objects.filter(hub__in=hubs).select_related("hub").prefetch_related("delivery_days")
    return render(request, "logistics/hub.html", {"hubs": hubs, "cycles": cycles.order_by("-opens_at", "-id")[:SHOWN]})


@login_required
@require_safe
def cycle(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """One delivery day of the cycle: how far it is, what was shared out and why, and its routes."""
    found = cycle_or_404(request, cycle_id)
    day = day_or_404(found, request.GET.get("day", ""))
    context: dict[str, Any] = {
        "cycle": found,
        "days": found.delivery_days.order_by("day"),
        "day": day,
        "client_key": uuid4(),
    }
    if day is not None:
        sheet = day_sheet(day)
        context |= {
            "sheet": sheet,
            "maps": maps_by_day(sheet.routes, landmarks_around(sheet.routes)),
            "progress": progress_of(day, now=timezone.now()),
        }
    return render(request, "logistics/cycle.html", context)
