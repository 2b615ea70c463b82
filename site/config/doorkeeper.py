"""Keeps the doors while somebody is signed in: ends sessions in time, and lets nobody in without what they need."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.browsers import browser_called
from accounts.proof import has_given_factor
from accounts.second_factor import has_factor
from accounts.session_store import BROWSER, NEEDS_FACTOR, SEEN_AT, STARTED_AT
from shop.enterprises.standing import standing_of

KIND, FACTOR_STANDS = "kind", "factor_stands"
# Here even whoever lacks a second factor may go: to set one up, or to sign out.
OPEN_PREFIXES = ("/account/", "/static/", "/media/")
# Rooms in which everything can be changed: where a second factor is required, nobody enters them without.
GUARDED_PREFIXES = ("/admin/", "/cms/", "/shop/dashboard/")
TOO_LONG = _("You were signed out because this browser had not been used for a while. Sign in again.")
GIVE_FACTOR = _("You were signed out: sign in with your second factor.")
SET_UP = _("Set up a second factor first. It takes two minutes, and keeps the hub safe if your password is stolen.")


class Doorkeeper:
    """Middleware: looks at whoever is signed in, and at nobody else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, but for a person who has to set up a second factor."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            keep_session(request, timezone.now())
            if request.user.is_authenticated and lacks_factor(request):
                messages.warning(request, SET_UP)
                return redirect("accounts:second-factor")
        return self.get_response(request)


def keep_session(request: HttpRequest, now: datetime) -> None:
    """End the session if its time is over or its person's second factor was not given; note now and then its use."""
    session = request.session
    if SEEN_AT in session:
        unused = now - datetime.fromisoformat(session[SEEN_AT])
        age = now - datetime.fromisoformat(session[STARTED_AT])
        if is_over(settings.SESSION_LIMITS[session[KIND]], unused=unused, age=age):
            end(request, str(TOO_LONG))
            return
        if timedelta() <= unused < timedelta(seconds=settings.SESSION_REFRESH_S):
            return
    refresh(request, now)
    if session[FACTOR_STANDS] and not has_given_factor(request):
        end(request, str(GIVE_FACTOR))


def is_over(limits: dict[str, int], *, unused: timedelta, age: timedelta) -> bool:
    """Whether a session of this age ends, having lain unused for so long."""
    if unused > timedelta(seconds=limits["idle_s"]):
        return True
    return age > timedelta(seconds=limits["absolute_s"]) and unused >= timedelta(seconds=limits["pause_s"])


def refresh(request: HttpRequest, now: datetime) -> None:
    """Note the use, and what the person is by now."""
    session = request.session
    person: Any = request.user
    standing = standing_of(person, on=timezone.localdate(now))
    session.setdefault(STARTED_AT, now.isoformat())
    session.setdefault(BROWSER, browser_called(request.headers.get("User-Agent", "")))
    session.update(
        {
            SEEN_AT: now.isoformat(),
            KIND: standing.kind,
            NEEDS_FACTOR: standing.needs_factor,
            FACTOR_STANDS: has_factor(person),
        }
    )
    session.set_expiry(settings.SESSION_LIMITS[standing.kind]["idle_s"])


def end(request: HttpRequest, words: str) -> None:
    """Sign the person out and say why; the request goes on as a stranger's."""
    logout(request)
    messages.info(request, words)


def lacks_factor(request: HttpRequest) -> bool:
    """Whether the person must set up a second factor before this page."""
    if has_given_factor(request) or request.path_info.startswith(OPEN_PREFIXES):
        return False
    if settings.SECOND_FACTOR == "required" and request.path_info.startswith(GUARDED_PREFIXES):
        return True
    return bool(request.session.get(NEEDS_FACTOR))
