"""Starting and ending a session: the one place where a person is let in."""

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.client import is_loopback
from accounts.errors import NotFromHere
from accounts.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def let_in(request: HttpRequest, person: User) -> HttpResponse:
    """Start the session and go where the person wanted to.

    Raises NotFromHere when one of the demonstration's people comes from another machine.
    """
    if person.is_demonstration and not is_loopback(request):
        raise NotFromHere("The demonstration's people can sign in only on the machine that it runs on.")
    goal = wanted(request)
    login(request, person, backend=BACKEND)
    return HttpResponseRedirect(goal)


def wanted(request: HttpRequest) -> str:
    """Return the page that `next` names if it is ours, else the person's own page."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return goal
    return resolve_url(settings.LOGIN_REDIRECT_URL)
