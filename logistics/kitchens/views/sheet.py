"""The quick-order grid: showing it, and taking up what was typed into it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from logistics.kitchens.desk import Desk, desk_for_day, desk_for_order
from logistics.kitchens.grid import Wanted, grid_of
from logistics.kitchens.last_time import last_time
from logistics.kitchens.posted import copied, typed_in, wanted_in
from logistics.kitchens.sheets import take_up
from logistics.models import OrderSheet
from shop.pricing.quantities import counted
from shop.procurement.models import BulkOrder, BulkOrderLine

RULES = BulkOrderLine.SubstitutionRule.choices


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, buyer_id: int, day_id: int) -> HttpResponse:
    """A new order for a day. The buyer's members see it, and the hub's coordinators on the buyer's behalf."""
    return at_the_grid(request, desk_for_day(request, buyer_id, day_id, timezone.now()))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, buyer_id: int, order_id: int) -> HttpResponse:
    """An order that stands, to be changed. The same people see it as see the order."""
    desk = desk_for_order(request, buyer_id, order_id, timezone.now())
    if desk.order is not None and desk.order.status == BulkOrder.Status.CANCELLED:
        return redirect("kitchen:order", buyer_id, order_id)
    return at_the_grid(request, desk)


def at_the_grid(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Take up what was typed, or show the grid; once ordering is over, the check page says what to do."""
    if request.method == "POST":
        return taken_up(request, desk)
    if desk.closed:
        return redirect(desk.check_address)
    return render(request, "kitchens/grid.html", grid_context(desk, wanted_in(request.GET)))


def grid_context(desk: Desk, wanted: Wanted) -> dict[str, Any]:
    """What the grid's page shows."""
    sheet = desk.sheet()
    grid = grid_of(sheet, wanted)
    standing = BulkOrder.objects.of(desk.acting.enterprise.hub).filter(
        buyer=desk.acting.enterprise, delivery_day=desk.day, status=BulkOrder.Status.PLACED
    )
    return {
        "acting": desk.acting,
        "buyer": desk.acting.enterprise,
        "desk": desk,
        "day": desk.day,
        "order": desk.order,
        "others": () if desk.order else tuple(standing.order_by("number")),
        "sheet": sheet,
        "grid": grid,
        "zone": desk.day.cycle.hub.time_zone,
        "rules": RULES,
        "is_kept": sheet.pk is not None,
    }


def taken_up(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Store what was typed, then go where the pressed button leads."""
    sheet = desk.sheet()
    if sheet.pk is None and desk.order is not None and "stood_as" in request.POST:
        sheet.stood_as = request.POST["stood_as"][:64]
    sheet = take_up(sheet=sheet, typed=typed_in(request.POST), now=desk.now)
    go = request.POST.get("go", "")
    if go == "keep":
        return HttpResponse(status=204)
    if go == "check":
        return redirect(desk.check_address)
    if go == "copy":
        copy_last_time(request, sheet, desk.now)
    return redirect(f"{desk.grid_address}{query_after(request.POST, go)}")


def copy_last_time(request: HttpRequest, sheet: OrderSheet, now: datetime) -> None:
    """Fill what is still empty with what was ordered last time, and say how much that was."""
    typed = copied(sheet, last_time(sheet))
    take_up(sheet=sheet, typed=typed, now=now)
    if typed.cells:
        messages.success(request, f"{counted(len(typed.cells), 'amount')} copied. What you had typed stays.")
    else:
        messages.info(request, "There was nothing left to copy: every amount of last time is on the sheet already.")


def query_after(post: Any, go: str) -> str:
    """The part of the grid to show next: where the form stood, or what the pressed button names."""
    wanted = wanted_in(post)
    shown = {"category": wanted.category, "find": wanted.find, "page": wanted.page, "kitchen": wanted.kitchen_id}
    name, names_one, value = go.partition(":")
    if names_one and name in shown:
        shown[name] = value
    if name in ("category", "find"):
        shown["page"] = 1
    if go == "all":
        shown |= {"category": "", "find": "", "page": 1}
    usual = {"category": "", "find": "", "page": 1, "kitchen": 0}
    kept = {key: value for key, value in shown.items() if value not in ("", usual[key])}
    return f"?{urlencode(kept)}" if kept else ""
