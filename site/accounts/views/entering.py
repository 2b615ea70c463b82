"""Starting and ending a session: the one place where a person is let in."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from accounts.client import is_loopback
from accounts.errors import NotFromHere
from accounts.models import User
from accounts.proof import note_proof
from accounts.second_factor import has_factor

HALF_IN = "half_in"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def let_in(request: HttpRequest, person: User) -> HttpResponse:
    """Start the session and go where the person wanted to; ask for the second factor first, if they have one.

    Raises NotFromHere when one of the demonstration's people comes from another machine.
    """
    if person.is_demonstration and not is_loopback(request):
        raise NotFromHere(gettext("The demonstration's people can sign in only on the machine that it runs on."))
    goal = wanted(request)
    if has_factor(person):
        wait_for_factor(request, person, goal)
        return redirect("accounts:enter-factor")
    start(request, person)
    return HttpResponseRedirect(goal)


def start(request: HttpRequest, person: User, *, by_factor: bool = False) -> None:
    """Sign the person in, in a new session."""
    request.session.pop(HALF_IN, None)
    login(request, person, backend=BACKEND)
    note_proof(request, now=timezone.now(), by_factor=by_factor)


def wait_for_factor(request: HttpRequest, person: User, goal: str) -> None:
    """Remember who is half in; whoever held the session before holds nothing of it."""
    request.session.flush()
    request.session[HALF_IN] = {
        "person": person.pk,
        "since": timezone.now().isoformat(),
        "hash": person.get_session_auth_hash(),
        "goal": goal,
    }


def half_in(request: HttpRequest) -> tuple[User, str] | None:
    """The person who gave all but the second factor, and where they wanted to go; None when that is too long ago."""
    noted = request.session.get(HALF_IN)
    if noted is None:
        return None
    waited = timezone.now() - datetime.fromisoformat(noted["since"])
    person = User.objects.filter(pk=noted["person"], is_active=True).first()
    is_late = waited > timedelta(seconds=settings.SECOND_FACTOR_WAIT_S)
    if is_late or person is None or not constant_time_compare(person.get_session_auth_hash(), noted["hash"]):
        del request.session[HALF_IN]
        return None
    return person, noted["goal"]


def wanted(request: HttpRequest) -> str:
    """Return the page that `next` names if it is ours, else the person's own page."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    if ours and goal.startswith("/"):
        return goal
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def page_of_the_form(request: HttpRequest) -> str:
    """The path of this site on which the form stood; the front page when the browser doesn't say."""
    referer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(referer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
