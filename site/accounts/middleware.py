"""Between a page and the person: whoever must show again who they are is led to the page that asks."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.proof import ProofNeeded
from accounts.views.entering import page_of_the_form

NOTHING_SENT = _("Nothing was sent yet. Show first that it is you, and send the form again.")


class AsksAgain:
    """Middleware: turns ProofNeeded into a way to the page that asks, and back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Lead to the page that asks; every other exception goes its own way."""
        if not isinstance(exception, ProofNeeded):
            return None
        goal = request.get_full_path()
        if request.method != "GET":
            messages.warning(request, NOTHING_SENT)
            goal = page_of_the_form(request)
        return redirect(f"{reverse('accounts:ask-again')}?{urlencode({'next': goal})}")
