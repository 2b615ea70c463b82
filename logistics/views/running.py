"""Starting a day's run by a click, and the part of the page that says how far it is."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from kombu.exceptions import OperationalError

from logistics import tasks
from logistics.run_cycle.due import due_days
from logistics.views.access import cycle_or_404, day_or_404
from logistics.views.cycles import overview
from shop.cycles.models import DeliveryDay
from shop.journal.models import AnsweredClick


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """The step tracker alone. When the day has moved on and nobody works on it any more, the page loads itself anew."""
    cycle = cycle_or_404(request, cycle_id)
    day = day_or_404(cycle, request.GET.get("day", ""))
    if day is None:
        raise Http404
    context = overview(day)
    shown = context["progress"]
    response = render(request, "logistics/progress.html", context)
    if not shown.is_running and request.GET.get("status") not in (None, day.status):
        response.headers["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def run(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Hand the day to a worker. The form's key makes a second click change nothing."""
    cycle = cycle_or_404(request, cycle_id)
    day = day_or_404(cycle, request.POST.get("day", ""))
    if day is None:
        raise Http404
    page = f"{reverse('hub:cycle', args=[cycle.pk])}?{urlencode({'day': day.day.isoformat()})}"
    try:
        key = UUID(request.POST.get("client_key", ""))
    except ValueError:
        messages.error(request, "This page was too old to be answered. Press Run once more.")
        return redirect(page)
    if not due_days(cycle, now=timezone.now()).filter(pk=day.pk).exists():
        messages.info(request, not_due(day))
        return redirect(page)
    try:
        hand_out(day, key, request, page)
    except OperationalError:
        messages.error(request, "The worker can't be reached, so nothing was started. Start it and press Run again.")
    return redirect(page)


def not_due(day: DeliveryDay) -> str:
    """Why there is nothing to run."""
    if day.status == DeliveryDay.Status.ORDERING:
        return f"Ordering for {day} is still open. It can be run once that has closed."
    return f"{day} is {day.get_status_display()}: there is nothing left to run."


@transaction.atomic
def hand_out(day: DeliveryDay, key: UUID, request: HttpRequest, page: str) -> None:
    """Note the click and start the task after it, once. Raises OperationalError when no worker can be reached."""
    _, is_first = AnsweredClick.objects.get_or_create(
        key=key, defaults={"by_id": request.user.pk, "at": timezone.now(), "answer_path": page}
    )
    if is_first:
        tasks.conduct.delay_on_commit(day.pk, request.user.pk)
