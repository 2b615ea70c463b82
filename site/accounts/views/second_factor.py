"""A person's second factor: give it at the door, set it up, renew its recovery codes, take it away."""

from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from accounts.client import client_address
from accounts.errors import FactorStands, NoFactor, TooManyAttempts, WrongCode
from accounts.forms import FactorForm, FirstCodeForm
from accounts.models import SecondFactor
from accounts.proof import ask_again, forget_factor, note_proof
from accounts.sealing import SealBroken
from accounts.second_factor import (
    app_address,
    begin_factor,
    confirm_factor,
    remove_factor,
    renew_recovery_codes,
    secret_of,
    take_factor,
)
from accounts.session_store import NEEDS_FACTOR
from accounts.sessions import end_sessions
from accounts.telling import tell_person
from accounts.views.entering import half_in, start


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Take the second factor of a person who has given the first."""
    waiting = half_in(request)
    if waiting is None:
        messages.info(request, gettext("Sign in first; then comes the second factor."))
        return redirect("accounts:sign-in")
    person, goal = waiting
    form = FactorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code = form.cleaned_data["code"]
            take_factor(person=person, code=code, client=client_address(request), now=timezone.now())
        except (WrongCode, TooManyAttempts) as refusal:
            form.add_error("code", str(refusal))
        else:
            start(request, person, by_factor=True)
            return HttpResponseRedirect(goal)
    return render(request, "accounts/enter_factor.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Whether there is one, and what can be done with it."""
    factor = SecondFactor.objects.filter(person_id=request.user.pk, confirmed_at__isnull=False).first()
    facts = {
        "factor": factor,
        "codes_left": factor.recovery_codes.filter(used_at__isnull=True).count() if factor else 0,
        "is_needed": is_needed(request),
    }
    return render(request, "accounts/second_factor.html", facts)


@require_POST
@login_required
def begin(request: HttpRequest) -> HttpResponse:
    """Make a secret and show it on the next page."""
    ask_again(request)
    person: Any = request.user
    try:
        begin_factor(person=person, now=timezone.now())
    except FactorStands as refusal:
        messages.warning(request, str(refusal))
        return redirect("accounts:second-factor")
    return redirect("accounts:confirm-factor")


@sensitive_post_parameters("code")
@sensitive_variables("codes")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Show the secret to the person's app, take its first code, and show the recovery codes, once."""
    ask_again(request)
    person: Any = request.user
    factor = SecondFactor.objects.filter(person=person, confirmed_at__isnull=True).select_related("person").first()
    if factor is None:
        return redirect("accounts:second-factor")
    try:
        address, secret = app_address(factor), in_fours(secret_of(factor))
    except SealBroken:
        messages.warning(request, gettext("The hub's own key was changed meanwhile. Begin once more."))
        return redirect("accounts:second-factor")
    form = FirstCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            code, client = form.cleaned_data["code"], client_address(request)
            codes = confirm_factor(person=person, code=code, client=client, now=timezone.now())
        except (WrongCode, NoFactor, TooManyAttempts) as refusal:
            form.add_error("code", str(refusal))
        else:
            note_proof(request, now=timezone.now(), by_factor=True)
            end_sessions(person=person, but=request.session.session_key)
            tell_person(person_id=person.pk, template="factor_set_up")
            return render(request, "accounts/recovery_codes.html", {"codes": codes, "is_first": True})
    facts = {
        "form": form,
        "address": address,
        "picture": segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff"),
        "secret": secret,
    }
    return render(request, "accounts/confirm_factor.html", facts, status=422 if form.errors else 200)


@require_POST
@never_cache
@login_required
@sensitive_variables("codes")
def new_codes(request: HttpRequest) -> HttpResponse:
    """Show ten new recovery codes, once; the old ones open nothing any more."""
    ask_again(request)
    person: Any = request.user
    try:
        codes = renew_recovery_codes(person=person)
    except NoFactor as refusal:
        messages.warning(request, str(refusal))
        return redirect("accounts:second-factor")
    return render(request, "accounts/recovery_codes.html", {"codes": codes, "is_first": False})


@require_POST
@login_required
def remove(request: HttpRequest) -> HttpResponse:
    """Take the second factor away: for a new phone, or for good where none is needed."""
    ask_again(request)
    person: Any = request.user
    if remove_factor(person=person, by=person):
        forget_factor(request)
        tell_person(person_id=person.pk, template="factor_removed")
        messages.success(request, gettext("Your second factor is removed."))
    return redirect("accounts:second-factor")


def is_needed(request: HttpRequest) -> bool:
    """Whether the person gets nowhere without one, as the session knows."""
    is_guarded = settings.SECOND_FACTOR == "required" and getattr(request.user, "is_staff", False)
    return bool(request.session.get(NEEDS_FACTOR)) or is_guarded


def in_fours(secret: str) -> str:
    """The secret as a person types it."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
