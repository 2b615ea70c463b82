"""One tap lists again what was listed last time."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from logistics.clicks import key_of, once, person_of
from logistics.growing.views.access import day_or_404, grower_or_404
from logistics.growing.views.listings import REFUSALS, in_words, of_day
from logistics.growing.week import days_listed
from shop.cycles.actions import copy_listings
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise
from shop.pricing.quantities import counted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, enterprise_id: int, day_id: int) -> HttpResponse:
    """The last day's listings with their packs, to change and list at once; a second click finds them listed.

    For the grower's members and the hub's coordinator.
    """
    acting = grower_or_404(request.user, enterprise_id)
    day = day_or_404(acting, day_id)
    rows = to_copy(acting.enterprise, day)
    if not rows and request.method == "POST":
        return redirect("grow:week", acting.enterprise.pk)
    if not rows:
        raise Http404
    if request.method != "POST":
        return page(request, enterprise_id, day_id, rows)
    try:
        packs = packs_typed(request, rows)
        key = key_of(request)
        once(
            request,
            key,
            lambda: copy_listings(
                delivery_day=day, grower=acting.enterprise, packs=packs, by=person_of(request), now=timezone.now()
            ),
            now=timezone.now(),
        )
    except (*REFUSALS, ValueError) as refusal:
        return page(request, enterprise_id, day_id, rows, refusal=in_words(refusal))
    listed = sum(1 for count in packs.values() if count)
    messages.success(request, f"{counted(listed, 'listing')} for {day}, as last time.")
    return redirect("grow:week", acting.enterprise.pk)


def page(
    request: HttpRequest, enterprise_id: int, day_id: int, rows: list[Listing], *, refusal: str = ""
) -> HttpResponse:
    """The list with its steppers; after a refusal with what was typed."""
    acting = grower_or_404(request.user, enterprise_id)
    day = day_or_404(acting, day_id)
    items = [(row, request.POST.get(f"packs-{row.pk}", str(row.packs_for_bulk))) for row in rows]
    context = {
        **of_day(acting, day),
        "items": items,
        "before": rows[0].delivery_day,
        "refusal": refusal,
        "client_key": uuid4(),
    }
    return render(request, "growing/copy.html", context, status=422 if refusal else 200)


def to_copy(grower: Enterprise, day: DeliveryDay) -> list[Listing]:
    """What the grower listed for the last day before this one and has not on sale for this one."""
    before = next((pk for pk, date in days_listed(grower) if date < day.day and pk != day.pk), None)
    on_sale = Listing.objects.standing().filter(delivery_day=day, grower=grower).values("pack")
    rows = Listing.objects.standing().filter(delivery_day=before, grower=grower).exclude(pack__in=on_sale)
    return list(rows.named().select_related("delivery_day").order_by("pack__specification__product__name", "pk"))


def packs_typed(request: HttpRequest, rows: list[Listing]) -> dict[int, int]:
    """Listing id to packs. Raises ValueError with words for a number that is none."""
    packs = {}
    for row in rows:
        text = request.POST.get(f"packs-{row.pk}", "").strip() or "0"
        if not text.isascii() or not text.isdigit():
            raise ValueError(f"{row.pack}: “{text}” is not a number of packs.")
        packs[row.pk] = int(text)
    return packs
