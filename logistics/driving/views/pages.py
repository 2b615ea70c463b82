"""The driver's list of routes, and one route stop by stop."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from logistics.dispatch.day_log import entries_of
from logistics.dispatch.route_log import route_lines
from logistics.driving.reading import ACCEPTED, FAULT, REFUSED
from logistics.driving.round import rounds_for, rounds_to_act_on
from logistics.driving.screen import RouteSheet, StopSheet, TaskSheet
from logistics.driving.sheet import route_sheet
from logistics.driving.views.access import driver_or_404, route_or_404

DAYS_BACK = timedelta(days=2)
#: Names the person in answers that a phone may keep, so that it never keeps two people's.
PERSON = "Foodshed-Person"


@never_cache
@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The person's own published routes, today's first. For drivers, and for coordinators, who find all their hub's."""
    driver_or_404(request)
    today = timezone.localdate()
    rounds = rounds_for(request.user, since=today - DAYS_BACK)
    own = {each.id for each in rounds}
    facts = {
        "today": [each for each in rounds if each.day == today],
        "coming": [each for each in rounds if each.day > today],
        "past": [each for each in reversed(rounds) if each.day < today],
        "others": [each for each in rounds_to_act_on(request.user, since=today) if each.id not in own],
    }
    return for_person(request, render(request, "driving/home.html", facts))


@never_cache
@login_required
@require_safe
def route(request: HttpRequest, route_id: int) -> HttpResponse:
    """One route. For its driver, and for the hub's coordinators on behalf."""
    return show_route(request, route_id)


def show_route(
    request: HttpRequest, route_id: int, *, refusal: str = "", at_stop: int = 0, status: int = 200
) -> HttpResponse:
    """The route as it stands; after a refusal, with what was typed at that stop."""
    found, on_behalf = route_or_404(request, route_id)
    sheet = route_sheet(found)
    if at_stop and request.method == "POST":
        sheet = with_typed(sheet, at_stop, request.POST.dict())
    current = sheet.current
    facts = {
        "route": sheet,
        "on_behalf": on_behalf,
        "refusal": refusal,
        "open_stop": at_stop or (current.sequence if current else 0),
        "fresh_key": uuid4,
        "logged": entries_of(route_lines(found)),
    }
    return for_person(request, render(request, "driving/route.html", facts, status=status))


def for_person(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The page, marked as this person's."""
    response.headers[PERSON] = str(request.user.pk)
    return response


def with_typed(sheet: RouteSheet, at_stop: int, typed: dict[str, str]) -> RouteSheet:
    """The sheet with what was typed at one stop in its fields."""
    stops = tuple(typed_stop(stop, typed) if stop.sequence == at_stop else stop for stop in sheet.stops)
    return replace(sheet, stops=stops)


def typed_stop(stop: StopSheet, typed: dict[str, str]) -> StopSheet:
    """The stop with what was typed."""
    return replace(
        stop,
        typed=typed,
        pickups=tuple(typed_task(task, typed) for task in stop.pickups),
        drops=tuple(typed_task(task, typed) for task in stop.drops),
    )


def typed_task(task: TaskSheet, typed: dict[str, str]) -> TaskSheet:
    """The task's lines with what was typed."""
    lines = tuple(
        replace(
            line,
            accepted=typed.get(ACCEPTED + line.name, line.accepted),
            refused=typed.get(REFUSED + line.name, line.refused),
            fault=typed.get(FAULT + line.name, line.fault),
        )
        for line in task.lines
    )
    return replace(task, lines=lines)
