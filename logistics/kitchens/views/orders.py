"""One order: what came of it, and taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from logistics.kitchens.desk import desk_for_order, phone_of
from logistics.kitchens.order_page import order_page_of
from shop.procurement.actions import cancel_bulk_order
from shop.procurement.errors import ProcurementRefused
from shop.procurement.models import BulkOrder

UNPROCESSABLE = 422


@login_required
@require_safe
def order(request: HttpRequest, buyer_id: int, order_id: int) -> HttpResponse:
    """An order with all that came of it, for the buyer's members and the hub's coordinators."""
    desk = desk_for_order(request, buyer_id, order_id, timezone.now())
    assert desk.order is not None  # noqa: S101 - desk_for_order found it
    page = order_page_of(desk.order, now=desk.now)
    context = {
        "acting": desk.acting,
        "buyer": desk.acting.enterprise,
        "page": page,
        "order": desk.order,
        "day": desk.day,
        "hub_to_ring": phone_of(desk.acting.enterprise.hub),
    }
    return render(request, "kitchens/order.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, buyer_id: int, order_id: int) -> HttpResponse:
    """Ask, then take the order back. A second click finds it cancelled and changes nothing."""
    desk = desk_for_order(request, buyer_id, order_id, timezone.now())
    assert desk.order is not None  # noqa: S101 - desk_for_order found it
    refusal = desk.closed
    if request.method == "POST":
        try:
            cancelled: BulkOrder = cancel_bulk_order(
                order=desk.order, by=request.user, now=desk.now, on_behalf=desk.acting.on_behalf
            )
        except ProcurementRefused as error:
            refusal = str(error)
        else:
            messages.success(request, f"Order {cancelled.number} is cancelled. Nothing of it will come.")
            return redirect("kitchen:order", buyer_id, cancelled.pk)
    context = {
        "acting": desk.acting,
        "buyer": desk.acting.enterprise,
        "order": desk.order,
        "day": desk.day,
        "refusal": refusal,
        "hub_to_ring": phone_of(desk.acting.enterprise.hub),
    }
    status = UNPROCESSABLE if refusal and request.method == "POST" else 200
    return render(request, "kitchens/cancel.html", context, status=status)
