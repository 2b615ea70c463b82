"""The pages on which a coordinator says which programs are told what, and sees how they answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.proof import ask_again
from logistics.clicks import OldPage, key_of, once, person_of
from logistics.views.access import hubs_of
from shop.enterprises.models import Hub
from shop.webhooks.actions import ping, register_webhook, remove_webhook, send_again, switch_off, switch_on
from shop.webhooks.addresses import LONGEST
from shop.webhooks.errors import WebhookRefused
from shop.webhooks.events import Event
from shop.webhooks.models import Webhook, WebhookDelivery

UNPROCESSABLE = 422
DELIVERIES_A_PAGE = 50
MADE_BEFORE = "This address was registered before, and its secret is shown only once. If you lost it, remove it."
DONE_BEFORE = "That was done before; nothing was done twice."
#: The states of a delivery: what they are called, and which rows they are.
STATES: dict[str, tuple[str, Q]] = {
    "": ("All", Q()),
    "given-up": ("Given up", Q(given_up_at__isnull=False)),
    "waiting": ("Waiting", Q(sent_at=None, given_up_at=None)),
    "sent": ("Arrived", Q(sent_at__isnull=False)),
}


class WebhookForm(forms.Form):
    """Where another program listens, and for what."""

    url = forms.CharField(
        label="Address",
        max_length=LONGEST,
        help_text="Where it listens, such as https://hooks.example.org/hub.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(
        label="It is told when", choices=Event.choices, widget=forms.CheckboxSelectMultiple
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest, hub_id: int) -> HttpResponse:
    """The hub's webhooks and a form for a new one, for its coordinators. To everybody else it is not there."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    if request.method == "POST":
        ask_again(request)
    form = WebhookForm(request.POST if request.method == "POST" else None)
    secret = registered(request, hub, form, timezone.now()) if request.method == "POST" and form.is_valid() else ""
    context = {
        "hub": hub,
        "form": WebhookForm() if secret else form,
        "secret": secret,
        "webhooks": kept_of(hub),
        "client_key": uuid4(),
    }
    return render(request, "api/webhooks.html", context, status=UNPROCESSABLE if form.errors else 200)


def kept_of(hub: Hub) -> Any:
    """The hub's webhooks with when one last arrived and how many were given up: one query."""
    given_up = Count("deliveries", filter=Q(deliveries__given_up_at__isnull=False))
    return Webhook.objects.of(hub).kept().annotate(last_arrived_at=Max("deliveries__sent_at"), given_up=given_up)


def registered(request: HttpRequest, hub: Hub, form: WebhookForm, now: datetime) -> str:
    """The secret of the webhook that this click registered; empty when it was refused or done before."""
    made: list[str] = []

    def work() -> None:
        said: dict[str, Any] = form.cleaned_data
        by = person_of(request)
        made.append(register_webhook(hub=hub, url=said["url"], events=said["events"], by=by, now=now)[1])

    try:
        if not once(request, key_of(request), work, now=now):
            form.add_error(None, MADE_BEFORE)
    except WebhookRefused as refusal:
        form.add_error("url" if form.cleaned_data["events"] else None, str(refusal))
    except OldPage as refusal:
        form.add_error(None, str(refusal))
    return made[0] if made else ""


@login_required
@require_safe
def webhook(request: HttpRequest, hub_id: int, webhook_id: int) -> HttpResponse:
    """What one webhook was sent and how it answered, for the hub's coordinators."""
    return deliveries_page(request, webhook_or_404(request, hub_id, webhook_id))


def deliveries_page(request: HttpRequest, found: Webhook, refusal: str = "") -> HttpResponse:
    """The page; with a refusal it comes with status 422."""
    state = request.GET.get("state", "")
    state = state if state in STATES else ""
    rows = WebhookDelivery.objects.filter(webhook=found).order_by("-written_at", "-id")
    counts = rows.aggregate(**{f"n{at}": Count("id", filter=where) for at, (_, where) in enumerate(STATES.values())})
    page = Paginator(rows.filter(STATES[state][1]), DELIVERIES_A_PAGE).get_page(request.GET.get("page"))
    for each in page.object_list:
        each.click = uuid4()
    context = {
        "hub": found.hub,
        "webhook": found,
        "page": page,
        "query": urlencode({"state": state}) if state else "",
        "state": state,
        "states": [(code, name, counts[f"n{at}"]) for at, (code, (name, _)) in enumerate(STATES.items())],
        "refusal": refusal,
        "client_key": uuid4(),
    }
    return render(request, "api/webhook.html", context, status=UNPROCESSABLE if refusal else 200)


@login_required
@require_POST
def act(request: HttpRequest, hub_id: int, webhook_id: int) -> HttpResponse:
    """Try it, switch it off or on, or remove it: whichever button was pressed."""
    found = webhook_or_404(request, hub_id, webhook_id)
    by, now = person_of(request), timezone.now()
    deeds: dict[str, tuple[Callable[..., Any], str]] = {
        "ping": (ping, "A test message is on its way. Its answer shows here within a minute."),
        "off": (switch_off, f"{found} is told nothing more."),
        "on": (switch_on, f"{found} is told again from now on."),
        "remove": (remove_webhook, f"{found} is removed."),
    }
    deed, said = deeds.get(request.POST.get("do", ""), (None, ""))
    if deed is None:
        return deliveries_page(request, found, "Nothing was changed: press one of the buttons.")
    answer = answered(request, found, lambda: deed(webhook=found, by=by, now=now), said)
    return redirect("hub:webhooks", found.hub_id) if request.POST["do"] == "remove" else answer


@login_required
@require_POST
def again(request: HttpRequest, hub_id: int, webhook_id: int, delivery_id: int) -> HttpResponse:
    """Send one message again, with the same id."""
    found = webhook_or_404(request, hub_id, webhook_id)
    rows = WebhookDelivery.objects.filter(webhook=found).select_related("webhook__hub")
    sent: WebhookDelivery = get_object_or_404(rows, pk=delivery_id)
    by, now = person_of(request), timezone.now()
    return answered(request, found, lambda: send_again(sent=sent, by=by, now=now), "It is sent again now.")


def answered(request: HttpRequest, found: Webhook, work: Callable[[], Any], said: str) -> HttpResponse:
    """Do it once and say so, or say why not."""
    try:
        is_first = once(request, key_of(request), work, now=timezone.now())
    except (WebhookRefused, OldPage) as refusal:
        return deliveries_page(request, found, str(refusal))
    messages.success(request, said if is_first else DONE_BEFORE)
    return redirect("hub:webhook", found.hub_id, found.pk)


def webhook_or_404(request: HttpRequest, hub_id: int, webhook_id: int) -> Webhook:
    """A kept webhook of a hub that the person coordinates. Raises Http404."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    found: Webhook = get_object_or_404(Webhook.objects.of(hub).kept().select_related("hub", "made_by"), pk=webhook_id)
    return found
