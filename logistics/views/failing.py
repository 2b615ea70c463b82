"""What failed and waits for a person, with “run again”. Coordinators see their hubs', staff see all."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from logistics import tasks
from logistics.clicks import OldPage, key_of, once, person_of
from logistics.dispatch.failing import failed_of, opened_days_of, tasks_of
from logistics.views.access import hubs_of
from shop.enterprises.models import Hub
from shop.journal.again import run_again, set_aside
from shop.journal.errors import NotToRunAgain

DONE_BEFORE = "That was done before; nothing was done twice."
NO_WORKER = "The worker can't be reached, so nothing was started. Start it and press Run again once more."


def hubs_or_404(request: HttpRequest) -> list[Hub]:
    """The hubs whose failures the person sees. Raises Http404 for who neither coordinates one nor is staff."""
    person = person_of(request)
    hubs = list((Hub.objects.all() if person.is_staff else hubs_of(person)).order_by("name"))
    if not hubs and not person.is_staff:
        raise Http404
    return hubs


@never_cache
@login_required
@require_safe
def failed(request: HttpRequest) -> HttpResponse:
    """Steps, tasks and messages in one list."""
    hubs = hubs_or_404(request)
    found = failed_of(hubs, whole_installation=person_of(request).is_staff)
    zone = hubs[0].time_zone if hubs else timezone.get_default_timezone_name()
    context = {
        "failed": found,
        "hubs": hubs,
        "zone": zone,
        "coordinates": hubs_of(request.user).exists(),
        "has_many": len(hubs) > 1,
    }
    return render(request, "logistics/failed.html", context)


@login_required
@require_POST
def step_again(request: HttpRequest, day_id: int) -> HttpResponse:
    """Hand a day whose step failed to a worker."""
    day: Any = get_object_or_404(opened_days_of(hubs_or_404(request)), pk=day_id)

    def work() -> str:
        key, now = key_of(request), timezone.now()

        def hand_out() -> None:
            transaction.on_commit(lambda: tasks.conduct.delay(day.pk, person_of(request).pk))

        is_new = once(request, key, hand_out, now=now)
        return f"{day} was handed to a worker." if is_new else DONE_BEFORE

    return answered(request, work)


@login_required
@require_POST
def task_again(request: HttpRequest, task_id: int) -> HttpResponse:
    """Run a failed task once more."""
    return on_task(request, task_id, run_again, "It was handed to a worker. It leaves this list once it went well.")


@login_required
@require_POST
def task_aside(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take a failed task from the list."""
    return on_task(request, task_id, set_aside, "Set aside.")


def on_task(request: HttpRequest, task_id: int, act: Callable[..., bool], done: str) -> HttpResponse:
    """Do `act` with the task, if the person may see it."""
    rows = tasks_of(hubs_or_404(request), person_of(request).is_staff)
    row: Any = get_object_or_404(rows, pk=task_id)

    def work() -> str:
        is_new = act(failed=row, client_key=key_of(request), by=person_of(request), now=timezone.now())
        return done if is_new else DONE_BEFORE

    return answered(request, work)


def answered(request: HttpRequest, work: Callable[[], str]) -> HttpResponse:
    """Back to the list with what was done, or why it was not."""
    try:
        messages.success(request, work())
    except (OldPage, NotToRunAgain) as refusal:
        messages.error(request, str(refusal))
    except OperationalError:
        messages.error(request, NO_WORKER)
    return redirect("hub:failed")
