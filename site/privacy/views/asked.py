"""A coordinator carries out what somebody asked the hub for: to be forgotten."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.proof import ask_again
from logistics.clicks import OldPage, key_of, once, person_of
from logistics.views.access import hubs_of
from privacy.actions import ask_to_forget
from privacy.errors import StandsInTheWay
from privacy.forms import FindForm
from privacy.guests import forget_guest, orders_of_guest
from privacy.models import Erasure
from privacy.standing import hubs_that_know, in_the_way
from shop.enterprises.models import Hub

UNPROCESSABLE = 422
ELSEWHERE = "They are known to another hub, too, or work on the website. They must ask for it on their own page."
ANSWERED = "Noted. They get a mail that says when it happens and how to change their mind."


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, hub_id: int) -> HttpResponse:
    """Find by address whoever asked, and have them forgotten. For the hub's coordinators."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    ask_again(request)
    typed = request.POST if request.method == "POST" else request.GET
    form = FindForm(typed if "email" in typed else None)
    found = found_by(hub, form.cleaned_data["email"]) if form.is_bound and form.is_valid() else {}
    status = UNPROCESSABLE if form.errors else 200
    if request.method == "POST" and found:
        try:
            once(request, key_of(request), lambda: carry_out_for(request, hub, found), now=timezone.now())
        except StandsInTheWay as refusal:
            found["reasons"], status = refusal.reasons, UNPROCESSABLE
        except OldPage as refusal:
            found["reasons"], status = [str(refusal)], UNPROCESSABLE
        else:
            messages.success(request, ANSWERED if found["person"] else "Their orders no longer name them.")
            return redirect("people:asked", hub.pk)
    context = {
        "hub": hub,
        "form": form,
        "found": found,
        "client_key": uuid4(),
        "waiting": Erasure.objects.standing().filter(hub=hub).select_related("person"),
    }
    return render(request, "privacy/people.html", context, status=status)


def found_by(hub: Hub, email: str) -> dict[str, object]:
    """Who has the address, if the hub knows them; else what a guest ordered with it."""
    person = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is not None and not hubs_that_know(person).filter(pk=hub.pk).exists():
        person = None
    orders = orders_of_guest(hub, email).count()
    reasons = in_the_way(person, now=timezone.now()) if person else []
    if person is not None and is_known_elsewhere(person, hub):
        reasons = [ELSEWHERE]
    return {"email": email.strip(), "person": person, "orders": orders, "reasons": reasons}


def is_known_elsewhere(person: User, hub: Hub) -> bool:
    """Whether more than this hub would lose them."""
    return person.is_staff or bool(hubs_that_know(person).exclude(pk=hub.pk).exists())


def carry_out_for(request: HttpRequest, hub: Hub, found: dict[str, object]) -> None:
    """Ask for the person, or take the guest out of their orders. Raises StandsInTheWay."""
    by, now, person = person_of(request), timezone.now(), found["person"]
    if not isinstance(person, User):
        forget_guest(hub=hub, email=str(found["email"]), by=by, now=now)
        return
    if is_known_elsewhere(person, hub):
        raise StandsInTheWay([ELSEWHERE])
    ask_to_forget(person=person, hub=hub, reason=Erasure.Reason.RANG, by=by, now=now)
