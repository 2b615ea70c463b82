"""A household's orders: its own when signed in, a guest's by the signed address in the mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from shop.cycles.models import DeliveryDay
from shop.storefront.actions import cancel_order
from shop.storefront.errors import OrderRefused
from shop.storefront.logged import logged_of
from shop.storefront.missing import missing_of
from shop.storefront.models import HouseholdOrder

PLACED_IN_SESSION = "checkout_order_id"


@never_cache
@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """The person's own orders, the newest first."""
    rows = HouseholdOrder.objects.seen_by(request.user).shown()
    return render(request, "oscar/customer/order/order_list.html", {"orders": rows})


@never_cache
@login_required
@require_safe
def order(request: HttpRequest, order_number: str) -> HttpResponse:
    """One of the person's own orders; to everybody else it is not there."""
    return shown(request, own_or_404(request, order_number))


@login_required
@require_POST
def cancel(request: Any, order_number: str) -> HttpResponse:
    """Cancel one of the person's own orders before the cut-off; again changes nothing."""
    row = own_or_404(request, order_number)
    return cancelled(request, row, back=reverse("customer:order", args=[order_number]))


@require_POST
def cancel_guest_order(request: Any, order_number: str, hash: str) -> HttpResponse:  # noqa: A002 - Oscar's name
    """Cancel a guest's order before the cut-off, for whoever has its signed address; again changes nothing."""
    row = guests_or_404(order_number, hash)
    return cancelled(request, row, back=guest_path(row))


def cancelled(request: Any, row: HouseholdOrder, *, back: str) -> HttpResponse:
    """Cancel and lead back to the order, or show it with the reason why not."""
    by = request.user if request.user.is_authenticated else None
    try:
        cancel_order(household_order=row, by=by, now=timezone.now())
    except OrderRefused as error:
        return shown(request, row, error=str(error), status=422)
    messages.success(request, f"Order {row.order.number} is cancelled. You owe nothing for it.")
    return redirect(back)


@never_cache
@require_safe
def guest_order(request: HttpRequest, order_number: str, hash: str) -> HttpResponse:  # noqa: A002 - Oscar's name
    """A guest's order, for whoever has its signed address."""
    return shown(request, guests_or_404(order_number, hash))


@never_cache
@require_safe
def thank_you(request: HttpRequest) -> HttpResponse:
    """The order that was just placed in this session."""
    row = HouseholdOrder.objects.shown().filter(order_id=request.session.get(PLACED_IN_SESSION)).first()
    if row is None:
        return redirect("catalogue:index")
    return render(request, "oscar/checkout/thank_you.html", {"order": row, "guest_path": guest_path(row)})


def own_or_404(request: HttpRequest, order_number: str) -> HouseholdOrder:
    """The person's order of this number. Raises Http404."""
    row = HouseholdOrder.objects.seen_by(request.user).shown().filter(order__number=order_number).first()
    if row is None:
        raise Http404
    found: HouseholdOrder = row
    return found


def guests_or_404(order_number: str, signed: str) -> HouseholdOrder:
    """The guest's order whose signed address this is. Raises Http404."""
    row = HouseholdOrder.objects.shown().filter(order__number=order_number, user=None).first()
    if row is None or not row.order.check_verification_hash(signed):
        raise Http404
    found: HouseholdOrder = row
    return found


def shown(request: HttpRequest, row: HouseholdOrder, *, error: str = "", status: int = 200) -> HttpResponse:
    """An order's page; it may be cancelled while the day is open."""
    is_open = DeliveryDay.objects.open_at(timezone.now()).filter(pk=row.delivery_day_id).exists()
    facts: dict[str, Any] = {
        "order": row,
        "error": error,
        "may_cancel": is_open and row.status == HouseholdOrder.Status.PLACED,
        "cancel_path": cancel_path(row),
        "logged": logged_of(row),
        "missing": missing_of([row]).get(row.pk, ()),
    }
    return render(request, "oscar/customer/order/order_detail.html", facts, status=status)


def guest_path(row: HouseholdOrder) -> str:
    """The signed address of a guest's order; empty for who signed in."""
    return "" if row.user_id else reverse("customer:anon-order", args=[row.order.number, row.order.verification_hash()])


def cancel_path(row: HouseholdOrder) -> str:
    """Where the order's own page sends its cancelling."""
    return (
        f"{guest_path(row)}cancel/"
        if row.user_id is None
        else reverse("customer:order-cancel", args=[row.order.number])
    )
