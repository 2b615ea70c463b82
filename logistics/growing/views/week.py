"""“This week”: what the grower lists, what was ordered, what is owed and what is next."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.growing.cards import next_of
from logistics.growing.views.access import SELLERS, grower_or_404
from logistics.growing.week import week_of
from shop.enterprises.access import Acting, enterprises_of, hubs_worked_for
from shop.enterprises.models import Enterprise, Membership


@login_required
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """For whom to work: straight on where there is only one. A coordinator sees all growers of the hub."""
    hubs = hubs_worked_for(request.user, Membership.Role.COORDINATOR)
    own = list(enterprises_of(request.user, kinds=SELLERS))
    others = list(Enterprise.objects.filter(hub__in=hubs, kind__in=SELLERS).exclude(pk__in=[each.pk for each in own]))
    if not own and not others:
        raise Http404
    if len(own) == 1 and not others:
        return redirect("grow:week", own[0].pk)
    return render(request, "growing/door.html", {"own": own, "others": others})


@login_required
@require_safe
def week(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """The grower's days. For its members, and for the hub's coordinator on its behalf."""
    return week_page(request, grower_or_404(request.user, enterprise_id))


def week_page(request: HttpRequest, acting: Acting, *, refusal: str = "", typed: Any = None) -> HttpResponse:
    """The page; with a refusal it comes with status 422 and what was typed into the answers of a day."""
    days = week_of(acting.enterprise, now=timezone.now())
    context = {
        "acting": acting,
        "grower": acting.enterprise,
        "days": sorted(days, key=lambda day: not day.owed),
        "next": next_of(days),
        "client_key": uuid4(),
        "refusal": refusal,
        "typed": typed or {},
        "statements": statements_address(acting.enterprise),
        "kept": request.GET.get("kept", "")[:80],
    }
    return render(request, "growing/week.html", context, status=422 if refusal else 200)


def statements_address(grower: Enterprise) -> str:
    """Where the grower's statements are, or nothing in a house without such a page."""
    try:
        return reverse("papers:of", args=[grower.pk])
    except NoReverseMatch:
        return ""
