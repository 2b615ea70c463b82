"""The page behind an invitation's link."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import create_person
from accounts.models import User
from accounts.views.entering import let_in
from shop.enterprises.actions import accept_invitation, invitation_of
from shop.enterprises.errors import InvitationError, InvitationUnknown
from shop.enterprises.forms import NewPersonForm
from shop.enterprises.models import Invitation


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show who invites to what; a POST accepts. Following the link alone changes nothing."""
    try:
        found = invitation_of(token=token)
    except InvitationUnknown as refusal:
        return refuse(request, refusal, status=404)
    if isinstance(request.user, User):
        return for_known_person(request, found, token, request.user)
    if User.objects.filter(email=found.email).exists():
        return redirect(f"{reverse('accounts:sign-in')}?{urlencode({'next': request.path})}")
    return for_new_person(request, found, token)


def for_known_person(request: HttpRequest, found: Invitation, token: str, person: User) -> HttpResponse:
    """One button for whoever is signed in."""
    if request.method == "GET":
        return render(request, "enterprises/invitation.html", {"invitation": found})
    try:
        accept_invitation(token=token, user=person, now=timezone.now())
    except InvitationError as refusal:
        return refuse(request, refusal, status=409)
    return welcome(request, found, redirect("accounts:account"))


def for_new_person(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    """Name and password for an address that nobody here has; whoever holds the link has shown that it is theirs."""
    form = NewPersonForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "enterprises/invitation.html", {"invitation": found, "form": form}, status=status)
    try:
        with transaction.atomic():
            now = timezone.now()
            person = create_person(
                email=found.email,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"] or None,
                by=None,
                now=now,
            )
            accept_invitation(token=token, user=person, now=now)
    except InvitationError as refusal:
        return refuse(request, refusal, status=409)
    return welcome(request, found, let_in(request, person))


def welcome(request: HttpRequest, found: Invitation, response: HttpResponse) -> HttpResponse:
    """Say what they may do now."""
    messages.success(request, f"You act for {found.enterprise} now, as {found.get_role_display()}.")
    return response


def refuse(request: HttpRequest, refusal: InvitationError, *, status: int) -> HttpResponse:
    """Say why, and what to do."""
    return render(request, "enterprises/invitation_refused.html", {"reason": str(refusal)}, status=status)
