"""The sheet before it is ordered: a last look, and the one click that orders it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from logistics.kitchens.check_sheet import check_sheet_of
from logistics.kitchens.desk import Desk, desk_for_day, desk_for_order, phone_of
from logistics.kitchens.sheets import order_from, throw_away
from shop.procurement.errors import ProcurementRefused

UNPROCESSABLE = 422


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, buyer_id: int, day_id: int) -> HttpResponse:
    """A new order's last look. The buyer's members see it, and the hub's coordinators on the buyer's behalf."""
    return at_the_counter(request, desk_for_day(request, buyer_id, day_id, timezone.now()))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, buyer_id: int, order_id: int) -> HttpResponse:
    """A changed order's last look. The same people see it as see the order."""
    return at_the_counter(request, desk_for_order(request, buyer_id, order_id, timezone.now()))


def at_the_counter(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Show the sheet, order it, or throw it away."""
    if request.method != "POST":
        return counter_page(request, desk)
    if request.POST.get("go") == "throw-away":
        throw_away(desk.sheet())
        messages.info(request, "What was typed is thrown away. Nothing was ordered.")
        return redirect(desk.grid_address if not desk.closed else "kitchen:home", *home_of(desk))
    return ordered(request, desk)


def home_of(desk: Desk) -> tuple[int, ...]:
    """The argument of the home page's address, where that is where we go."""
    return (desk.acting.enterprise.pk,) if desk.closed else ()


def ordered(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Order what is on the sheet; a refusal is told on the page, and all that was typed stays."""
    buyer = desk.acting.enterprise
    try:
        key = UUID(request.POST.get("client_key", ""))
    except ValueError:
        return counter_page(request, desk, refusal="This page was too old to be answered. Look once more and order.")
    try:
        order = order_from(
            buyer=buyer,
            key=key,
            seen=request.POST.get("seen", ""),
            person=request.user,
            now=desk.now,
            on_behalf=desk.acting.on_behalf,
        )
    except ProcurementRefused as error:
        return counter_page(request, desk, refusal=str(error))
    if order is not None:
        words = "changed" if desk.order else "placed"
        messages.success(request, f"Order {order.number} is {words}.")
        return redirect("kitchen:order", buyer.pk, order.pk)
    if desk.order is not None:
        return redirect("kitchen:order", buyer.pk, desk.order.pk)
    messages.info(request, "This sheet was thrown away meanwhile. Nothing was ordered.")
    return redirect("kitchen:home", buyer.pk)


def counter_page(request: HttpRequest, desk: Desk, refusal: str = "") -> HttpResponse:
    """The page of the last look, with why nothing was ordered where something was refused."""
    sheet = desk.sheet()
    context = {
        "acting": desk.acting,
        "buyer": desk.acting.enterprise,
        "desk": desk,
        "day": desk.day,
        "order": desk.order,
        "sheet": sheet,
        "is_kept": sheet.pk is not None,
        "check": check_sheet_of(sheet),
        "closed": desk.closed,
        "hub_to_ring": phone_of(desk.acting.enterprise.hub) if desk.closed else None,
        "refusal": refusal,
    }
    return render(request, "kitchens/check.html", context, status=UNPROCESSABLE if refusal else 200)
