"""Asking again who is there, before something sensitive is done: by second factor, password or mailed code."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from kombu.exceptions import OperationalError

from accounts import actions, tasks
from accounts.attempts import count_try
from accounts.client import client_address
from accounts.errors import TooManyAttempts, WrongCode
from accounts.forms import CodeForm, FactorForm, PasswordAgainForm
from accounts.models import User
from accounts.proof import note_proof
from accounts.second_factor import has_factor, take_factor
from accounts.views.entering import wanted
from accounts.views.sign_in import NO_MAIL

WISH_AGAIN = "ask_again_wish"
AskForm = FactorForm | PasswordAgainForm | CodeForm
WRONG_PASSWORD = _("This is not your password. Try again.")


@sensitive_post_parameters("password", "code")
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def ask_again(request: HttpRequest) -> HttpResponse:
    """Take the proof and go back to where it was asked for."""
    person: Any = request.user
    form = form_for(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            check(request, person, form)
        except (TooManyAttempts, WrongCode) as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session.pop(WISH_AGAIN, None)
            note_proof(request, now=timezone.now(), by_factor=isinstance(form, FactorForm))
            return HttpResponseRedirect(wanted(request))
    return page(request, form)


def form_for(person: User, typed: Any) -> AskForm:
    """What is asked of this person."""
    if has_factor(person):
        return FactorForm(typed)
    return PasswordAgainForm(typed) if person.has_usable_password() else CodeForm(typed)


def check(request: HttpRequest, person: User, form: AskForm) -> None:
    """Return if what was typed shows that it is the person. Raises WrongCode and TooManyAttempts."""
    client, now, typed = client_address(request), timezone.now(), form.cleaned_data
    if isinstance(form, FactorForm):
        take_factor(person=person, code=typed["code"], client=client, now=now)
        return
    if isinstance(form, PasswordAgainForm):
        count_try(email=person.email, client=client, now=now)
        if not person.check_password(typed["password"]):
            raise WrongCode(WRONG_PASSWORD)
        return
    wish = request.session.get(WISH_AGAIN)
    if wish is None:
        raise WrongCode(gettext("Ask for a code first."))
    if actions.take_code(code_id=wish, code=typed["code"], email=person.email, client=client, now=now) != person:
        raise WrongCode(actions.WRONG_CODE)


@require_POST
@login_required
def mail_code_again(request: HttpRequest) -> HttpResponse:
    """Mail a code to the person who is signed in, for this browser only."""
    person: Any = request.user
    form = CodeForm()
    try:
        wish = actions.ask_for_code(email=person.email, client=client_address(request), now=timezone.now())
        tasks.send_code.delay_on_commit(wish.pk)
    except TooManyAttempts as refusal:
        return page(request, form, refusal=str(refusal))
    except OperationalError:
        return page(request, form, refusal=str(NO_MAIL))
    request.session[WISH_AGAIN] = wish.pk
    return redirect(f"{reverse('accounts:ask-again')}?{urlencode({'next': request.POST.get('next', '')})}")


def page(request: HttpRequest, form: AskForm, *, refusal: str = "") -> HttpResponse:
    """The page that asks: 200 at first, 422 with a refusal."""
    facts = {
        "form": form,
        "next": request.POST.get("next") or request.GET.get("next") or "",
        "by_mail": isinstance(form, CodeForm),
        "is_mailed": WISH_AGAIN in request.session,
        "refusal": refusal,
    }
    return render(request, "accounts/ask_again.html", facts, status=422 if refusal or form.errors else 200)
