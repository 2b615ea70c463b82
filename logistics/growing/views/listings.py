"""Choosing what to list, listing it, changing it, taking it off sale."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from logistics.clicks import OldPage, key_of, once, person_of
from logistics.growing.choices import choices_for, latest_listings, packs_open_to, price_hint_pence
from logistics.growing.forms import MARKETS, ListingForm, initial_for, initial_of
from logistics.growing.views.access import day_or_404, grower_or_404, listing_or_404, pack_or_404
from logistics.growing.views.week import week_page
from logistics.growing.words import by_when
from shop.cycles.actions import change_promised, list_promise, withdraw_promised
from shop.cycles.errors import CyclesError
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.access import Acting
from shop.pricing.quantities import counted
from shop.supply.errors import NotEnoughStock, SupplyError

REFUSALS = (CyclesError, SupplyError, OldPage)


@login_required
@require_safe
def choose(request: HttpRequest, enterprise_id: int, day_id: int) -> HttpResponse:
    """What to list: sold before comes first. For the grower's members and the hub's coordinator."""
    acting = grower_or_404(request.user, enterprise_id)
    day = day_or_404(acting, day_id)
    search = request.GET.get("q", "")[:80]
    context = {
        **of_day(acting, day),
        "choices": choices_for(acting.enterprise, day, search=search),
        "search": search,
    }
    return render(request, "growing/choose.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, enterprise_id: int, day_id: int, pack_id: int) -> HttpResponse:
    """Put one pack on sale. For the grower's members and the hub's coordinator."""
    acting = grower_or_404(request.user, enterprise_id)
    day, pack = day_or_404(acting, day_id), pack_or_404(acting, pack_id)
    grower = acting.enterprise
    standing = Listing.objects.standing().filter(delivery_day=day, grower=grower, pack=pack).first()
    if standing is not None and request.method != "POST":
        return redirect("grow:change", grower.pk, standing.pk)
    with timezone.override(ZoneInfo(grower.hub.time_zone)):
        last = latest_listings(grower).get(pack.pk)
        form = ListingForm(request.POST or None, grower=grower, initial=initial_for(grower, day, last))
        context = {
            **of_day(acting, day),
            "form": form,
            "pack": pack,
            "last": last,
            "hint_pence": price_hint_pence(pack, day.day),
            "summary": summary_of(form),
            "keep": f"grow-{grower.pk}-{day.pk}-{pack.pk}",
        }
        if request.method == "POST" and pack.pk not in {each.pk for each in packs_open_to(grower)}:
            return refused(request, context, f"{pack} is made by a processor. Ring the hub to list it.")

        def work() -> None:
            list_promise(
                delivery_day=day,
                grower=grower,
                pack=pack,
                by=person_of(request),
                now=timezone.now(),
                **form.fields_of_listing(),
            )

        return answer(request, context, work, done=f"{pack} is on sale for {{day}}: {{packs}}.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, enterprise_id: int, listing_id: int) -> HttpResponse:
    """Change a listing until listing closes. For the grower's members and the hub's coordinator."""
    acting = grower_or_404(request.user, enterprise_id)
    listing = listing_or_404(acting, listing_id)
    day, grower = listing.delivery_day, acting.enterprise
    with timezone.override(ZoneInfo(grower.hub.time_zone)):
        form = ListingForm(request.POST or None, grower=grower, initial=initial_of(listing))
        context = {
            **of_day(acting, day),
            "form": form,
            "pack": listing.pack,
            "listing": listing,
            "sold": listing.lot.reserved_base // listing.pack.quantity_base,
            "hint_pence": None,
            "keep": f"grow-listing-{listing.pk}",
        }

        def work() -> None:
            change_promised(
                listing=listing,
                key=request.POST["client_key"],
                by=person_of(request),
                now=timezone.now(),
                **form.fields_of_listing(),
            )

        return answer(request, context, work, done=f"{listing.pack} for {{day}} is changed: {{packs}}.")


@login_required
@require_POST
def withdraw(request: HttpRequest, enterprise_id: int, listing_id: int) -> HttpResponse:
    """Take a listing off sale. For the grower's members and the hub's coordinator; a second click finds it gone."""
    acting = grower_or_404(request.user, enterprise_id)
    listing = Listing.objects.filter(grower=acting.enterprise, pk=listing_id).named().first()
    if listing is None:
        listing = listing_or_404(acting, listing_id)
    try:
        withdraw_promised(listing=listing, by=person_of(request), now=timezone.now())
    except REFUSALS as refusal:
        return week_page(request, acting, refusal=in_words(refusal))
    messages.success(request, f"{listing.pack} is off sale for {listing.delivery_day}.")
    return redirect("grow:week", acting.enterprise.pk)


def summary_of(form: ListingForm) -> str:
    """What the folded part of a new listing's form says by itself."""
    market = dict(MARKETS)[form.initial["market"]].lower()
    handover = Listing.Handover(form.initial["handover"]).label
    return f"{market.capitalize()}, {handover}, ready {form.initial['ready_from']:%A} – change"


def of_day(acting: Acting, day: DeliveryDay) -> dict[str, Any]:
    """What every page about a day shows."""
    closes = by_when(day.listings_close_at, timezone.now(), acting.enterprise.hub.time_zone)
    return {"acting": acting, "grower": acting.enterprise, "day": day, "closes": closes, "client_key": uuid4()}


def answer(request: HttpRequest, context: dict[str, Any], work: Callable[[], None], *, done: str) -> HttpResponse:
    """Show the form, or do what it says and go back to the week; a refusal keeps all that was typed."""
    form: ListingForm = context["form"]
    if request.method != "POST":
        return render(request, "growing/listing.html", context)
    if not form.is_valid():
        return render(request, "growing/listing.html", context, status=422)
    try:
        is_first = once(request, key_of(request), work, now=timezone.now())
    except REFUSALS as refusal:
        return refused(request, context, in_words(refusal))
    if is_first:
        packs = counted(form.cleaned_data["packs"], "pack")
        messages.success(request, done.format(day=context["day"], packs=packs))
    return redirect(f"{reverse('grow:week', args=[context['grower'].pk])}?{urlencode({'kept': context['keep']})}")


def refused(request: HttpRequest, context: dict[str, Any], reason: str) -> HttpResponse:
    """The form again with the reason, and all that was typed."""
    form: ListingForm = context["form"]
    form.full_clean()
    form.add_error(None, reason)
    return render(request, "growing/listing.html", context, status=422)


def in_words(refusal: Exception) -> str:
    """The refusal as a grower reads it."""
    if isinstance(refusal, NotEnoughStock):
        return "Some of it is sold already: fewer packs than are sold can't be on sale. Ring the hub if it is lost."
    return str(refusal)
