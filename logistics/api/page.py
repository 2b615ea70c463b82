"""The page on which a coordinator makes tokens for other programs, and takes them back."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.proof import ask_again
from logistics.api.tokens import TokenRefused, make_token, revoke_token
from logistics.clicks import OldPage, key_of, once, person_of
from logistics.models import ApiToken
from logistics.views.access import hubs_of
from shop.enterprises.models import Hub

UNPROCESSABLE = 422
MADE_BEFORE = "This token was made before, and a token is shown only once. If you did not keep it, revoke it."


class TokenForm(forms.Form):
    """Whose program it is, and what it may read."""

    name = forms.CharField(max_length=80, help_text="Which program will use it, for instance County website.")
    scopes = forms.MultipleChoiceField(
        label="It may read", choices=ApiToken.Scope.choices, widget=forms.CheckboxSelectMultiple
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest, hub_id: int) -> HttpResponse:
    """The hub's tokens and a form for a new one, for its coordinators. To everybody else it is not there."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    if request.method == "POST":
        ask_again(request)
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = made_token(request, hub, form, timezone.now()) if request.method == "POST" and form.is_valid() else ""
    context = {
        "hub": hub,
        "form": TokenForm() if made else form,
        "made": made,
        "tokens": ApiToken.objects.of(hub).select_related("made_by"),
        "client_key": uuid4(),
        "address": request.build_absolute_uri("/api/v1/"),
    }
    return render(request, "api/tokens.html", context, status=UNPROCESSABLE if form.errors else 200)


def made_token(request: HttpRequest, hub: Hub, form: TokenForm, now: datetime) -> str:
    """The token that this click made; empty when it was refused or made by the same click before."""
    made: list[str] = []

    def work() -> None:
        said: dict[str, Any] = form.cleaned_data
        by = person_of(request)
        made.append(make_token(hub=hub, name=said["name"], scopes=said["scopes"], by=by, now=now)[1])

    try:
        if not once(request, key_of(request), work, now=now):
            form.add_error(None, MADE_BEFORE)
    except (TokenRefused, OldPage) as refusal:
        form.add_error(None, str(refusal))
    return made[0] if made else ""


@login_required
@require_POST
def revoke(request: HttpRequest, hub_id: int, token_id: int) -> HttpResponse:
    """Take a token back, for the hub's coordinators. A second click changes nothing."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    token: ApiToken = get_object_or_404(ApiToken.objects.of(hub).select_related("hub"), pk=token_id)
    revoke_token(token=token, by=person_of(request), now=timezone.now())
    messages.success(request, f"{token} opens nothing any more.")
    return redirect("hub:api", hub.pk)
