"""Looking at a change and keeping it: two steps, so that nothing is stored which nobody has seen."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from logistics.clicks import OldPage, key_of, once, person_of
from logistics.dispatching.changes import proposal
from logistics.dispatching.differences import difference
from logistics.dispatching.errors import CannotMove, DispatchRefused, Superseded
from logistics.dispatching.forms import ChangeForm, KeepForm
from logistics.dispatching.keeping import keep
from logistics.dispatching.proposing import Change, Proposal
from logistics.dispatching.views.access import current_run, desk_or_404, desk_path
from logistics.models import PlanRun, Stop
from logistics.planning.routing.problem import RoutingError
from shop.cycles.models import DeliveryDay
from shop.journal.models import AnsweredClick

SHOWN_FOR = timedelta(minutes=30)
OTHER_ROUTES = "The routes have changed since your page was shown. Look at them, then try again."
UNREADABLE = "That change can't be read. Choose it once more."


@login_required
@require_safe
def look(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """What a change would make of the routes, for the hub's coordinators. Nothing is stored."""
    found = desk_or_404(request, cycle_id, day)
    form = ChangeForm(request.GET)
    if not form.is_valid():
        return refused(request, found, UNREADABLE)
    try:
        run = shown_run(found, form.cleaned_data["run"])
        return preview(request, found, run, form.change(), timezone.now())
    except (DispatchRefused, RoutingError) as error:
        return refused(request, found, str(error), form.cleaned_data["on"])


def preview(request: HttpRequest, day: DeliveryDay, run: PlanRun, change: Change, at: datetime) -> HttpResponse:
    """The page that shows the change. Raises CannotMove."""
    wanted = proposal(run, change, now=at)
    context = {
        "day": day,
        "run": run,
        "change": change,
        "proposal": wanted,
        "difference": difference(wanted.stands.plans, wanted.stands.problems, wanted.rework),
        "at": at.isoformat(),
        "back": desk_path(day, date_shown(change, day)),
        "client_key": uuid4(),
    }
    return render(request, "dispatching/change.html", context)


def shown_run(day: DeliveryDay, number: int) -> PlanRun:
    """The current run, if it is the one that was shown. Raises Superseded."""
    run = current_run(day, with_problems=True)
    if run is None or run.pk != number:
        raise Superseded(OTHER_ROUTES)
    return run


def date_shown(change: Change, day: DeliveryDay) -> date:
    """The date that the person looked at: that of the change, else that of its stop, else the day of drops."""
    if change.on is not None:
        return change.on
    stop = Stop.objects.filter(pk=change.stop).select_related("route").first() if change.stop else None
    return stop.route.day if stop else day.day


def refused(request: HttpRequest, day: DeliveryDay, why: str, on: date | None = None) -> HttpResponse:
    """The page that says why a change can't be, with the way back."""
    context = {"day": day, "why": why, "back": desk_path(day, on)}
    return render(request, "dispatching/refused.html", context, status=422)


@login_required
@require_POST
def keep_change(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """Store a change as it was shown, for the hub's coordinators. A second click changes nothing."""
    found = desk_or_404(request, cycle_id, day)
    form = KeepForm(request.POST)
    if not form.is_valid():
        return refused(request, found, UNREADABLE)
    change, now = form.change(), timezone.now()
    try:
        key = key_of(request)
        if AnsweredClick.objects.filter(key=key).exists():
            messages.info(request, "That change was kept already.")
            return redirect(desk_path(found, date_shown(change, found)))
        wanted = looked_at(found, form, change, now)
        shown, by = form.cleaned_data["shown"], person_of(request)
        once(request, key, lambda: keep(proposal=wanted, shown=shown, by=by, now=now), now=now)
    except (DispatchRefused, RoutingError, OldPage) as error:
        return refused(request, found, str(error), change.on)
    messages.success(request, f"{wanted.why}: kept.")
    return redirect(desk_path(found, date_shown(change, found)))


def looked_at(day: DeliveryDay, form: KeepForm, change: Change, now: datetime) -> Proposal:
    """The change worked out for the moment at which it was shown. Raises DispatchRefused."""
    at = form.cleaned_data["at"]
    if not now - SHOWN_FOR <= at <= now:
        raise CannotMove("You looked at this change more than half an hour ago. Look at it again before you keep it.")
    return proposal(shown_run(day, form.cleaned_data["run"]), change, now=at)
