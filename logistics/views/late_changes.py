"""Late changes: those of the day, and the form in which a call is entered while somebody is on the phone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from logistics.clicks import OldPage, key_of
from logistics.dispatch.late_calls import called, lines_to_change, orders_to_change
from logistics.views.day_context import day_context, day_here
from logistics.views.late_typed import LateTyped, read_typed, typed_of, wishes_of
from shop.cycles.models import DeliveryDay
from shop.pricing.quantities import counted
from shop.procurement.actions import enter_late_change
from shop.procurement.errors import ProcurementRefused
from shop.procurement.models import BulkOrder, FaultBearer, KitchenDrop, LateChange
from shop.produce.models import Pack
from shop.supply.errors import SupplyError

STATUS = DeliveryDay.Status
CHANGEABLE = (STATUS.CONFIRMED, STATUS.ROUTED, STATUS.PACKED)
UNPROCESSABLE = 422


@login_required
@require_safe
def changes(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """The day's late changes and the orders that can still be changed, for the hub's coordinators."""
    found = day_here(request, cycle_id, day)
    context = {
        "called": called(found),
        "orders": orders_to_change(found) if found.status in CHANGEABLE else (),
        "is_open": found.status in CHANGEABLE,
        "is_late": timezone.now() >= found.late_changes_close_at,
        "entered": request.GET.get("entered", ""),
        **day_context(found, "changes"),
    }
    return render(request, "logistics/changes.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, cycle_id: int, day: str, order_id: int) -> HttpResponse:
    """Change one confirmed order by phone, for the hub's coordinators. A second click changes nothing."""
    found = day_here(request, cycle_id, day)
    order = get_object_or_404(orders_to_change(found), pk=order_id)
    lines = list(lines_to_change(order))
    now, refusal = timezone.now(), ""
    typed = typed_of(lines, is_late=now >= found.late_changes_close_at)
    if request.method == "POST":
        typed = read_typed(request.POST, lines)
        try:
            change = entered(request, found, order, lines, typed)
        except (ProcurementRefused, SupplyError, OldPage) as error:
            refusal = str(error)
        else:
            messages.success(request, said(change))
            return redirect(f"{reverse('hub:changes', args=[cycle_id, day])}?entered={order.pk}")
    context = {
        **day_context(found, "changes"),
        "order": order,
        "lines": typed.shown(lines),
        "typed": typed,
        "drops": KitchenDrop.objects.filter(order=order).select_related("kitchen").order_by("kitchen__name"),
        "other_drops": other_drops(found, order),
        "packs": packs_on_sale(found),
        "bearers": FaultBearer.Bearer.choices,
        "refusal": refusal,
        "is_late": now >= found.late_changes_close_at,
    }
    if refusal:
        context["client_key"] = request.POST.get("client_key", context["client_key"])
    return render(request, "logistics/change.html", context, status=UNPROCESSABLE if refusal else 200)


def entered(request: HttpRequest, day: DeliveryDay, order: BulkOrder, lines: list[Any], typed: LateTyped) -> LateChange:
    """Enter what was typed. Raises ProcurementRefused, SupplyError and OldPage."""
    key = key_of(request)
    wishes = wishes_of(day, order, lines, typed)
    return enter_late_change(
        delivery_day=day,
        wishes=wishes,
        why=typed.why,
        borne_by=typed.borne_by,
        client_key=key,
        by=request.user,
        now=timezone.now(),
    )


def said(change: LateChange) -> str:
    """What to say of a late change that was entered."""
    by = list(change.lines.values_list("packs_by", flat=True))
    more, fewer = sum(each for each in by if each > 0), -sum(each for each in by if each < 0)
    parts = [f"{counted(more, 'pack')} more"] * bool(more) + [f"{counted(fewer, 'pack')} fewer"] * bool(fewer)
    return f"Entered: {' and '.join(parts)}. Kitchen and growers are told."


def other_drops(day: DeliveryDay, order: BulkOrder) -> Any:
    """Drops that can take over what is taken off, those of the same order first."""
    drops = KitchenDrop.objects.filter(order__delivery_day=day, order__status=BulkOrder.Status.CONFIRMED)
    found = drops.select_related("kitchen", "order__buyer").order_by("kitchen__name", "id")
    return sorted(found, key=lambda drop: (drop.order_id != order.pk, drop.kitchen.name))


def packs_on_sale(day: DeliveryDay) -> Any:
    """Packs that growers have listed for the day."""
    packs = Pack.objects.filter(listings__delivery_day=day, listings__withdrawn_at=None).distinct()
    return packs.select_related("specification__product").order_by("specification__product__name", "name")
