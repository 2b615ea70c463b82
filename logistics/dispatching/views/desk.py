"""The desk: a date's map and vans, what stays behind, and what publishing would do."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from logistics.dispatch.landmarks import landmarks_around
from logistics.dispatch.route_map import route_map
from logistics.dispatching.board_reading import board_of
from logistics.dispatching.map_data import map_data
from logistics.dispatching.publishing import PUBLISHED_WHILE, audience, is_out_of_date
from logistics.dispatching.telling import told_by
from logistics.dispatching.timeline import timeline
from logistics.dispatching.views.access import current_run, date_of, desk_or_404
from logistics.models import PlanRun, Publication
from shop.cycles.models import DeliveryDay


@login_required
@require_safe
def desk(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """One date of the day's routes, for the hub's coordinators."""
    found = desk_or_404(request, cycle_id, day)
    run = current_run(found)
    context: dict[str, Any] = {"day": found, "run": run}
    if run is not None:
        context |= shown(request, found, run)
    return render(request, "dispatching/desk.html", context)


def shown(request: HttpRequest, day: DeliveryDay, run: PlanRun) -> dict[str, Any]:
    """What the page shows of a day that has routes."""
    on = date_of(day, request.GET.get("on", ""))
    board = board_of(run, on)
    landmarks = landmarks_around(board.routes)
    last = Publication.objects.current_for(day)
    is_published = last is not None and last.plan_run_id == run.pk
    can_change = day.status in PUBLISHED_WHILE
    chosen = request.GET.get("stop", "")
    return {
        "on": on,
        "dates": (day.collection_day, day.day),
        "board": board,
        "timeline": timeline(board),
        "map": route_map(board.routes, landmarks),
        "map_data": map_data(board, landmarks, tiles=settings.FOODSHED_TILE_URL),
        "last": last,
        "is_published": is_published,
        "told": told_by(last) if last else (),
        "out_of_date": is_out_of_date(run),
        "can_change": can_change,
        "audience": None if is_published or not can_change else audience(run, last),
        "chosen": int(chosen) if chosen.isdecimal() else 0,
        "client_key": uuid4(),
    }
