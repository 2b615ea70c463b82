"""Settling a delivered day: what will be billed and paid, and the button."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from logistics.clicks import OldPage, key_of
from logistics.dispatch.addresses import DayAddresses
from logistics.views.day_context import day_context, day_here
from shop.cycles.models import DeliveryDay
from shop.pricing.money import pounds
from shop.pricing.quantities import counted
from shop.settlement.actions import settle_day, settled_day
from shop.settlement.errors import SettlementRefused
from shop.settlement.preview import preview_of

STATUS = DeliveryDay.Status
UNPROCESSABLE = 422


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """What settling will bill and pay, for the hub's coordinators; POST does it, once."""
    found = day_here(request, cycle_id, day)
    refusal = ""
    if request.method == "POST":
        try:
            key_of(request)
            done = settle_day(delivery_day=found, by=request.user, now=timezone.now())
        except (SettlementRefused, OldPage) as error:
            refusal = str(error)
        else:
            papers = f"{counted(done.invoices, 'invoice')} and {counted(done.statements, 'statement')}"
            messages.success(request, f"Settled: {papers}, {pounds(done.payable_pence)} to be paid to sellers.")
            return redirect(DayAddresses.of(found).papers or reverse("hub:settle", args=[cycle_id, day]))
    preview = None
    if found.status == STATUS.DELIVERED:
        try:
            preview = preview_of(found)
        except SettlementRefused as error:
            refusal = refusal or str(error)
    context = {
        "preview": preview,
        "settled": settled_day(found) if found.status == STATUS.SETTLED else None,
        "refusal": refusal,
        **day_context(found, "settle"),
    }
    return render(request, "logistics/settle.html", context, status=UNPROCESSABLE if request.method == "POST" else 200)
