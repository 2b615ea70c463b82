"""Drafting a cycle, from the last one if there is one, and opening it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from logistics.clicks import OldPage, key_of, once, person_of
from logistics.views.access import cycle_or_404, hubs_of
from shop.cycles.actions import draft_cycle, open_cycle
from shop.cycles.errors import CyclesError
from shop.cycles.models import HubClock, OrderCycle
from shop.enterprises.models import Hub
from shop.rows.local_time import local_date, local_moment
from shop.rows.moves import NotAllowedMove

MOST_DAYS = 5
WEEK = timedelta(days=7)
EIGHT = time(8)
UNPROCESSABLE = 422
DAY_NAMES = tuple(f"day_{number}" for number in range(1, MOST_DAYS + 1))


def day_input() -> forms.DateInput:
    """A field for a date."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CycleForm(forms.Form):
    """A cycle's name, when it opens, and its delivery days."""

    name = forms.CharField(max_length=80, help_text="What growers and kitchens call it, for instance Week 10.")
    opens_on = forms.DateField(label="Opens on", widget=day_input())
    opens_at = forms.TimeField(label="Opens at", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, name in enumerate(DAY_NAMES, start=1):
            label = "Delivery day" if number == 1 else f"Delivery day {number}, if there is one"
            self.fields[name] = forms.DateField(label=label, required=number == 1, widget=day_input())

    @property
    def days(self) -> list[date]:
        """The days that were given."""
        return [self.cleaned_data[name] for name in DAY_NAMES if self.cleaned_data.get(name)]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, hub_id: int) -> HttpResponse:
    """Draft a cycle of a hub that the person coordinates. To everybody else it is not there."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    now = timezone.now()
    last = OrderCycle.objects.of(hub).order_by("-opens_at", "-id").first()
    form = CycleForm(request.POST if request.method == "POST" else None, initial=like_the_last(hub, last, now))
    if request.method == "POST" and form.is_valid():
        cycle = drafted(request, hub, form, now)
        if cycle is not None:
            messages.success(request, f"{cycle} is drafted. Nobody sees it until you open it.")
            return redirect("hub:cycle", cycle.pk)
    context = {
        "hub": hub,
        "form": form,
        "last": last,
        "clock": HubClock.objects.filter(hub=hub).first() or HubClock(hub=hub),
        "client_key": uuid4(),
    }
    return render(request, "logistics/draft.html", context, status=UNPROCESSABLE if form.errors else 200)


def drafted(request: HttpRequest, hub: Hub, form: CycleForm, now: datetime) -> OrderCycle | None:
    """The cycle that was drafted, by this click or by the same one before; None when it was refused."""
    said = form.cleaned_data

    def work() -> None:
        opens_at = local_moment(said["opens_on"], said["opens_at"], hub.time_zone)
        draft_cycle(hub=hub, name=said["name"], days=form.days, opens_at=opens_at, by=person_of(request), now=now)

    try:
        once(request, key_of(request), work, now=now)
    except (CyclesError, OldPage) as error:
        form.add_error(None, str(error))
        return None
    found: OrderCycle | None = OrderCycle.objects.of(hub).filter(name=said["name"].strip()).first()
    return found


def like_the_last(hub: Hub, last: OrderCycle | None, now: datetime) -> dict[str, Any]:
    """The last cycle a week on: its name counted up, its days on the same weekdays."""
    today = local_date(now, hub.time_zone)
    if last is None:
        return {"opens_on": today, "opens_at": EIGHT}
    days = sorted(last.delivery_days.values_list("day", flat=True))[:MOST_DAYS]
    weeks = max(1, -(-(today - local_date(last.opens_at, hub.time_zone)).days // 7)) if days else 1
    moved = dict(zip(DAY_NAMES, (day + weeks * WEEK for day in days), strict=False))
    opens_on = local_date(last.opens_at, hub.time_zone) + weeks * WEEK
    return {"name": counted_up(last.name, weeks), "opens_on": opens_on, "opens_at": EIGHT, **moved}


def counted_up(name: str, by: int) -> str:
    """Week 10 -> Week 11; a name that does not end in a number is left for the person to change."""
    head, _, tail = name.rpartition(" ")
    return f"{head} {int(tail) + by}" if tail.isdecimal() else name


@login_required
@require_POST
def open_draft(request: HttpRequest, cycle_id: int) -> HttpResponse:
    """Open a draft for orders, for the hub's coordinators. An open cycle stays as it is."""
    cycle = cycle_or_404(request, cycle_id)
    try:
        open_cycle(cycle=cycle, by=person_of(request), now=timezone.now())
    except NotAllowedMove as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"{cycle} is open: growers can list and kitchens can order.")
    return redirect("hub:cycle", cycle.pk)
