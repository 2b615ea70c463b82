"""The hub's cycles with what needs somebody, and one delivery day with its steps."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.dispatch.day_figures import figures_of
from logistics.dispatch.day_sheet import money
from logistics.dispatch.day_steps import spine
from logistics.dispatch.needs import needs_of
from logistics.dispatch.next_action import next_action
from logistics.dispatch.progress import progress_of
from logistics.views.access import cycle_or_404, day_or_404, hubs_of
from logistics.views.day_context import day_context
from shop.cycles.models import DeliveryDay, OrderCycle

SHOWN = 60


@login_required
@require_safe
def hub(request: HttpRequest) -> HttpResponse:
    """What needs the person now in the hubs they coordinate, and those hubs' latest cycles. To others: not there."""
    hubs = list(hubs_of(request.user))
    if not hubs:
        raise Http404
    cycles = OrderCycle.objects.filter(hub__in=hubs).select_related("hub").prefetch_related("delivery_days")
    context = {
        "hubs": hubs,
        "cycles": cycles.order_by("-opens_at", "-id")[:SHOWN],
        "needs": needs_of(hubs, now=timezone.now()),
        "zone": hubs[0].time_zone,
    }
    return render(request, "logistics/hub.html", context)


@login_required
@require_safe
def cycle(request: HttpRequest, cycle_id: int, day: str = "") -> HttpResponse:
    """One delivery day of the cycle: its steps, what needs somebody, its one next action. For its coordinators."""
    found = cycle_or_404(request, cycle_id)
    shown = day_or_404(found, day or request.GET.get("day", ""))
    if shown is None:
        return render(request, "logistics/empty_cycle.html", {"cycle": found})
    context = {"days": found.delivery_days.order_by("day"), **overview(shown)}
    return render(request, "logistics/cycle.html", context)


def overview(day: DeliveryDay) -> dict[str, Any]:
    """What the overview shows, and what the part of it that follows a worker shows."""
    now = timezone.now()
    figures, progress = figures_of(day), progress_of(day, now=now)
    needs = needs_of([day.cycle.hub], now=now, day=day)
    context = day_context(day, "")
    planned = figures.planned
    return {
        **context,
        "figures": figures,
        "progress": progress,
        "steps": spine(day, figures, progress, context["pages"], now=now),
        "needs": needs,
        "next": next_action(day, figures, progress, is_stale=any(need.kind == "stale" for need in needs), now=now),
        "money": money(day, planned.run.cost_pence if planned else 0),
        "live": [step for step in progress.steps if step.state == "running"],
    }
