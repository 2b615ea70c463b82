"""Signing in by password or mailed code, and signing out."""

from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from accounts import actions, tasks
from accounts.attempts import count_try
from accounts.client import client_address
from accounts.errors import NotFromHere, TooManyAttempts, WrongCode
from accounts.forms import AddressForm, CodeForm, PasswordForm
from accounts.models import User
from accounts.views.entering import let_in, wanted

WISH = "sign_in_wish"
WRONG_PASSWORD = _("This address and password don't belong together. Try again, or sign in with a mailed code.")
NO_MAIL = _("The mail could not be handed over for sending. Try again in a minute, or sign in with your password.")


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in by address and password."""
    if request.user.is_authenticated:
        return redirect(wanted(request))
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password"]
        try:
            count_try(email=email, client=client_address(request), now=timezone.now())
            person = authenticate(request, username=email, password=password)
            if isinstance(person, User):
                return let_in(request, person)
            form.add_error(None, WRONG_PASSWORD)
        except (TooManyAttempts, NotFromHere) as refusal:
            form.add_error(None, str(refusal))
    return answer(request, "accounts/sign_in.html", form)


@never_cache
@require_http_methods(["GET", "POST"])
def ask_for_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code by mail."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, now = form.cleaned_data["email"], timezone.now()
        try:
            wish = actions.ask_for_code(email=email, client=client_address(request), now=now)
            tasks.send_code.delay_on_commit(wish.pk)
        except TooManyAttempts as refusal:
            form.add_error(None, str(refusal))
        except OperationalError:
            form.add_error(None, NO_MAIL)
        else:
            request.session[WISH] = {"id": wish.pk, "email": email, "next": request.POST.get("next", "")}
            return redirect("accounts:enter-code")
    return answer(request, "accounts/ask_for_code.html", form)


@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Sign in with the code. Only the browser that asked can use it."""
    wish = request.session.get(WISH)
    if wish is None:
        messages.info(request, gettext("Say first which address the code should go to."))
        return redirect("accounts:ask-for-code")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.take_code(
                code_id=wish["id"],
                code=form.cleaned_data["code"],
                email=wish["email"],
                client=client_address(request),
                now=timezone.now(),
            )
            response = let_in(request, person)
        except (WrongCode, TooManyAttempts, NotFromHere) as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session.pop(WISH, None)
            return response
    return answer(request, "accounts/enter_code.html", form, email=wish["email"], next=wish["next"])


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; a link can only ask whether to."""
    if request.method == "GET":
        return render(request, "accounts/sign_out.html")
    logout(request)
    messages.success(request, gettext("You are signed out."))
    return redirect(reverse("accounts:sign-in"))


def answer(request: HttpRequest, template: str, form: AddressForm | CodeForm, **facts: str) -> HttpResponse:
    """Show the form: 200 at first, 422 when what was typed was refused."""
    goal = request.POST.get("next") or request.GET.get("next") or ""
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "next": goal, **facts}, status=status)
