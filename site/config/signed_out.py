"""A form sent after its session ended: the person signs in and comes back to the form, not to where it was sent."""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext_lazy as _

from accounts.views.entering import page_of_the_form

WORDS = _("You had been signed out, so nothing was sent. Sign in, and send the form again.")


class BackToTheForm:
    """Middleware: a POST that is sent to sign in returns to the page that held the form.

    Where the form keeps what was typed (keep-typed.js), it is still there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual, but for a redirect from a POST to the door."""
        response = self.get_response(request)
        door = resolve_url(settings.LOGIN_URL)
        if request.method != "POST" or not is_redirect_to(response, door) or urlsplit(request.path).path == door:
            return response
        messages.warning(request, WORDS)
        return redirect(f"{door}?{urlencode({'next': page_of_the_form(request)})}")


def is_redirect_to(response: HttpResponse, door: str) -> bool:
    """Whether the answer sends the person to `door` with an address to come back to."""
    location = response.headers.get("Location", "")
    return response.status_code == 302 and location.startswith(f"{door}?")
