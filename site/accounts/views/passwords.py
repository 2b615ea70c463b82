"""A person's own page, a changed password, and the way back in without one."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from kombu.exceptions import OperationalError

from accounts import tasks
from accounts.attempts import count_mail
from accounts.client import client_address
from accounts.errors import TooManyAttempts
from accounts.forms import AddressForm
from accounts.models import User
from accounts.proof import ask_again
from accounts.views.sign_in import NO_MAIL, answer


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who is signed in, and what they can change."""
    return render(request, "accounts/account.html")


@sensitive_post_parameters()
@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password, which asks for the old one, or set a first one. Other sessions of the person end."""
    person = request.user
    if not isinstance(person, User):
        return redirect("accounts:sign-in")
    if not person.has_usable_password():
        ask_again(request)
    make: Any = PasswordChangeForm if person.has_usable_password() else SetPasswordForm
    form = make(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, person)
        messages.success(request, gettext("Your new password holds from now on. Other browsers are signed out."))
        return redirect("accounts:account")
    return render(request, "accounts/change_password.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
def ask_way_back(request: HttpRequest) -> HttpResponse:
    """Ask for a link to set a new password. The answer is the same for every address."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            count_mail(email=email, client=client_address(request), now=timezone.now())
            tasks.send_way_back.delay_on_commit(email)
        except TooManyAttempts as refusal:
            form.add_error(None, str(refusal))
        except OperationalError:
            form.add_error(None, NO_MAIL)
        else:
            return render(request, "accounts/way_back_asked.html", {"email": email})
    return answer(request, "accounts/ask_way_back.html", form)


class NewPasswordView(PasswordResetConfirmView):
    """The page behind the mailed link."""

    template_name = "accounts/new_password.html"
    success_url = reverse_lazy("accounts:sign-in")

    def form_valid(self, form: Any) -> HttpResponse:
        """Store the password and say so."""
        messages.success(self.request, gettext("Your new password is set. Sign in with it."))
        return super().form_valid(form)
