"""A hub's own people and their doors, for its coordinators."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import SecondFactor, User
from accounts.proof import ask_again
from shop.enterprises.access import hubs_worked_for
from shop.enterprises.actions.guarding import require_second_factor, reset_second_factor
from shop.enterprises.errors import CannotReset
from shop.enterprises.forms import SecondFactorForm
from shop.enterprises.models import Enterprise, Hub, Membership

COORDINATOR = Membership.Role.COORDINATOR


@dataclass(frozen=True)
class Colleague:
    """One of the hub's people, with what they do there."""

    person: User
    roles: str
    is_coordinator: bool
    has_factor: bool


@login_required
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest, hub_id: int) -> HttpResponse:
    """Who works for the hub, with or without a second factor; and from when on one is needed."""
    hub = hub_or_404(request, hub_id)
    form = SecondFactorForm(request.POST or None, initial={"since": hub.second_factor_from})
    if request.method == "POST":
        ask_again(request)
        if form.is_valid():
            since = form.cleaned_data["since"]
            require_second_factor(hub=hub, since=since, by=person_of(request), now=timezone.now())
            messages.success(request, "Saved.")
            return redirect("enterprises:people", hub.pk)
    facts = {
        "hub": hub,
        "people": colleagues_of(hub),
        "form": form,
        "is_required": settings.SECOND_FACTOR == "required",
    }
    return render(request, "enterprises/people.html", facts, status=422 if form.errors else 200)


@login_required
@require_POST
def reset_factor(request: HttpRequest, hub_id: int, person_id: int) -> HttpResponse:
    """Take a colleague's second factor away. For the hub's other coordinators."""
    hub = hub_or_404(request, hub_id)
    colleagues = User.objects.filter(memberships__in=memberships_of(hub)).distinct()
    person: User = get_object_or_404(colleagues, pk=person_id)
    ask_again(request)
    try:
        if reset_second_factor(hub=hub, person=person, by=person_of(request), now=timezone.now()):
            messages.success(request, f"{person} signs in without a second factor now, and has been told.")
        else:
            messages.info(request, f"{person} has no second factor.")
    except CannotReset as refusal:
        messages.warning(request, str(refusal))
    return redirect("enterprises:people", hub.pk)


def colleagues_of(hub: Hub) -> list[Colleague]:
    """The hub's own people by name, in two queries."""
    rows: dict[User, list[Any]] = {}
    for row in memberships_of(hub).select_related("user").order_by("user__last_name", "user__first_name", "role"):
        rows.setdefault(row.user, []).append(row)
    kept = set(
        SecondFactor.objects.filter(person__in=rows, confirmed_at__isnull=False).values_list("person_id", flat=True)
    )
    return [
        Colleague(
            person=person,
            roles=", ".join(dict.fromkeys(row.get_role_display() for row in theirs)),
            is_coordinator=any(row.role == COORDINATOR for row in theirs),
            has_factor=person.pk in kept,
        )
        for person, theirs in rows.items()
    ]


def memberships_of(hub: Hub) -> Any:
    """Memberships of those who work for the hub itself."""
    return Membership.objects.of(hub).filter(enterprise__kind=Enterprise.Kind.HUB)


def hub_or_404(request: HttpRequest, hub_id: int) -> Hub:
    """The hub, if the person coordinates it. Raises Http404."""
    found: Hub = get_object_or_404(hubs_worked_for(request.user, COORDINATOR), pk=hub_id)
    return found


def person_of(request: HttpRequest) -> User:
    """Who asks."""
    person: Any = request.user
    return User.objects.get(pk=person.pk)
