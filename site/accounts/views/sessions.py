"""Where a person is signed in. No network address is stored: browser, since when and when last used is enough."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models.session import handle_of
from accounts.sessions import end_session, end_sessions, sessions_of


@never_cache
@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """The list, with this browser marked."""
    person: Any = request.user
    here = handle_of(str(request.session.session_key))
    rows = sessions_of(person, now=timezone.now())
    return render(request, "accounts/sessions.html", {"sessions": rows, "here": here})


@require_POST
@login_required
def end_one(request: HttpRequest) -> HttpResponse:
    """Sign out one browser. A second click finds nothing to end."""
    person: Any = request.user
    if end_session(person=person, handle=request.POST.get("session", "")):
        messages.success(request, gettext("That browser is signed out."))
    else:
        messages.info(request, gettext("That browser had been signed out before."))
    return redirect("accounts:sessions")


@require_POST
@login_required
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    person: Any = request.user
    ended = end_sessions(person=person, but=request.session.session_key)
    words = ngettext("One other browser is signed out.", "{number} other browsers are signed out.", ended)
    messages.success(request, words.format(number=ended))
    return redirect("accounts:sessions")
