"""Packing a van's drops, and saying that packing is done."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from logistics.clicks import OldPage, key_of
from logistics.packing.actions import finish_day, note_packed
from logistics.packing.drops import Box, BoxLine, Load, PackLine
from logistics.packing.loads import loads_of
from logistics.packing.rows import rows_of
from logistics.packing.views.access import day_or_404, faults_of
from logistics.packing.views.days import STATUS, day_page
from logistics.packing.views.typed_packing import boxes_in, packings_in
from shop.cycles.models import DeliveryDay
from shop.pricing.quantities import counted
from shop.procurement.at_the_packhouse import SHORT_FROM_THE_GROWER, PackedNow
from shop.procurement.errors import PackingRefused, ProcurementRefused
from shop.storefront.boxes import BoxPackedNow
from shop.storefront.errors import StorefrontError
from shop.supply.errors import SupplyError


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, day_id: int, van: int) -> HttpResponse:
    """One van's drops, the last first; a POST notes what is packed. For the hub's packers and coordinators.

    `van` is a route's id, 0 for what no van takes. A route that is planned no more leads back to the day.
    """
    day = day_or_404(request.user, day_id)
    rows = rows_of(day)
    load = next((each for each in loads_of(rows) if each.route == van), None)
    if load is None:
        messages.info(request, "This route is planned no more. Choose it anew.")
        return redirect("pack:day", day.pk)
    if request.method != "POST":
        return page(request, day, load)
    try:
        key = key_of(request)
        packings, boxes = packings_in(request.POST, key, load, rows), boxes_in(request.POST, key, load, rows)
        if not (packings or boxes):
            raise PackingRefused("Nothing is ticked: tick what is packed.")
        note_packed(delivery_day=day, packings=packings, boxes=boxes, by=request.user, now=timezone.now())
    except (ProcurementRefused, OldPage) as refusal:
        fresh = next((each for each in loads_of(rows_of(day)) if each.route == van), load)
        return page(request, day, fresh, refusal=str(refusal), typed=request.POST)
    messages.success(request, f"{said_of(packings, boxes)} packed.")
    here = reverse("pack:route", args=[day.pk, van])
    just_packed = {each.confirmation.pk for each in packings}, {each.line.household_order_id for each in boxes}
    return redirect(f"{here}#drop-{following(load, *just_packed)}")


def said_of(packings: Sequence[PackedNow], boxes: Sequence[BoxPackedNow]) -> str:
    """2 lines and 1 box."""
    orders = {each.line.household_order_id for each in boxes}
    lines = [counted(len(packings), "line")] * bool(packings)
    return " and ".join(lines + [counted(len(orders), "box", "boxes")] * bool(orders))


def following(load: Load, lines: set[int], boxes: set[int]) -> int:
    """The first drop of the page on which something is open besides the lines and boxes that were just packed."""
    left = (
        drop.number
        for drop in load.drops
        if any(line.id not in lines for line in drop.open_lines)
        or any(box.order not in boxes for box in drop.open_boxes)
    )
    return next(left, load.drops[-1].number if load.drops else 0)


def page(
    request: HttpRequest, day: DeliveryDay, load: Load, *, refusal: str = "", typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """The van; after a refusal with all that was typed."""
    known = typed or {}
    context = {
        "day": day,
        "load": load,
        "drops": [
            (
                drop,
                [(line, shown(line, known)) for line in drop.lines],
                [(box, *shown_box(box, known)) for box in drop.boxes],
            )
            for drop in load.drops
        ],
        "faults": faults_of(day),
        "can_pack": day.status == STATUS.ROUTED,
        "refusal": refusal,
        "client_key": uuid4(),
    }
    return render(request, "packing/route.html", context, status=422 if refusal else 200)


def shown_box(box: Box, typed: Mapping[str, str]) -> tuple[bool, list[tuple[BoxLine, dict[str, Any]]]]:
    """Whether a box is ticked, and what stands in the fields of its lines."""
    lines = [
        (
            line,
            {
                "packed": typed.get(f"boxpacked-{line.id}", str(line.going)),
                "fault": typed.get(f"boxfault-{line.id}", SHORT_FROM_THE_GROWER),
            },
        )
        for line in box.lines
    ]
    return f"boxtick-{box.order}" in typed, lines


def shown(line: PackLine, typed: Mapping[str, str]) -> dict[str, Any]:
    """What stands in a line's fields: what was typed, else the rule's figure."""
    return {
        "packed": typed.get(f"packed-{line.id}", str(line.suggested)),
        "fault": typed.get(f"fault-{line.id}", SHORT_FROM_THE_GROWER),
        "ticked": f"tick-{line.id}" in typed,
    }


@login_required
@require_POST
def done(request: HttpRequest, day_id: int) -> HttpResponse:
    """Packing is done; what is open stays short for the reason given, or is asked for. For packers and coordinators."""
    day = day_or_404(request.user, day_id)
    rest_fault = request.POST.get("rest_fault", "")
    try:
        is_new = finish_day(
            delivery_day=day,
            by=request.user,
            now=timezone.now(),
            rest_fault=rest_fault if rest_fault in faults_of(day) else "",
            uncounted=request.POST.get("uncounted", ""),
        )
    except (ProcurementRefused, StorefrontError, SupplyError) as refusal:
        day.refresh_from_db()
        return day_page(request, day, refusal=str(refusal))
    if is_new:
        messages.success(request, f"Packing for {day} is done. Drivers see what they load.")
    return redirect("pack:day", day.pk)
