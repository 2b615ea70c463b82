"""Keeping the shop: for the hub's coordinators alone; to everybody else it is not there."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.sites.models import Site
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from shop.enterprises.access import hubs_worked_for
from shop.enterprises.models import Hub, Membership
from shop.journal.models import AnsweredClick
from shop.storefront.actions import add_handover_point, agree_account, open_shop
from shop.storefront.errors import BadShop
from shop.storefront.keeping_forms import AccountForm, MarginForm, PointForm
from shop.storefront.keeping_page import KeepingPage, keeping_page
from shop.storefront.views.basket import key_in


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keeping(request: Any, hub_id: int) -> HttpResponse:
    """Who ordered, and the shop's own data. A POST says `what` it changes, once for each key."""
    hub = hubs_worked_for(request.user, Membership.Role.COORDINATOR).filter(pk=hub_id).first()
    if hub is None:
        raise Http404
    page = keeping_page(hub, now=timezone.now())
    asked = forms_of(page, request.POST if request.method == "POST" else None, request.POST.get("what", ""))
    if request.method != "POST":
        return shown(request, page, asked)
    form = asked.get(request.POST.get("what", ""))
    key = key_in(request)
    if form is None or key is None or not form.is_valid():
        return shown(request, page, asked, status=422)
    try:
        with transaction.atomic():
            _, is_first = AnsweredClick.objects.get_or_create(
                key=key, defaults={"by_id": request.user.pk, "at": timezone.now()}
            )
            if is_first:
                messages.success(request, WORK[request.POST["what"]](hub, form, request.user))
    except BadShop as error:
        form.add_error(None, str(error))
        return shown(request, page, asked, status=422)
    return redirect("storefront:keeping", hub.pk)


def forms_of(page: KeepingPage, typed: Any, what: str) -> dict[str, forms.Form]:
    """The page's three forms; the one that was sent holds what was typed."""
    margin = {"margin": (page.front.margin_permille - 1000) / 10} if page.front else {"margin": 25}
    return {
        "margin": MarginForm(typed if what == "margin" else None, initial=margin, prefix="margin"),
        "account": AccountForm(typed if what == "account" else None, prefix="account"),
        "point": PointForm(typed if what == "point" else None, hub=page.hub, prefix="point"),
    }


def shown(request: Any, page: KeepingPage, asked: dict[str, forms.Form], *, status: int = 200) -> HttpResponse:
    """The page."""
    wrong = next((form for form in asked.values() if form.is_bound and form.errors), None)
    facts = {"page": page, "forms": asked, "wrong": wrong, "client_key": uuid4()}
    return render(request, "oscar/storefront/keeping.html", facts, status=status)


def set_margin(hub: Hub, form: Any, by: Any) -> str:
    """Open the shop on this website at the margin."""
    open_shop(hub=hub, site=Site.objects.get_current(), margin_permille=form.permille(), by=by, now=timezone.now())
    return "The margin holds from now on. Orders that stand keep their prices."


def add_account(hub: Hub, form: Any, by: Any) -> str:
    """Let a household pay later."""
    account = agree_account(hub=hub, user=form.cleaned_data["email"], by=by, now=timezone.now())
    return f"{account.user} may order on account."


def add_point(hub: Hub, form: Any, by: Any) -> str:
    """Offer another place."""
    del hub
    point = add_handover_point(**form.cleaned_data, by=by, now=timezone.now())
    return f"Households can choose {point}."


WORK: dict[str, Callable[[Hub, Any, Any], str]] = {"margin": set_margin, "account": add_account, "point": add_point}
