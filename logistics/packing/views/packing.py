"""Packing a van's drops, and saying that packing is done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from logistics.clicks import OldPage, key_of
from logistics.packing.drops import Load, PackLine
from logistics.packing.loads import loads_of, must_be_packed
from logistics.packing.rows import DayRows, rows_of
from logistics.packing.views.access import day_or_404, faults_of
from logistics.packing.views.days import STATUS, day_page
from shop.cycles.models import DeliveryDay
from shop.pricing.quantities import counted
from shop.procurement.actions import finish_packing, record_packing
from shop.procurement.at_the_packhouse import SHORT_FROM_THE_GROWER, PackedNow
from shop.procurement.errors import PackingRefused, ProcurementRefused
from shop.supply.errors import SupplyError

MOST_DIGITS = 9


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, day_id: int, route_id: int) -> HttpResponse:
    """One van's drops, the last first; a POST notes what is packed. For the hub's packers and coordinators.

    A route that is planned no more leads back to the day.
    """
    day = day_or_404(request.user, day_id)
    rows = rows_of(day)
    load = next((each for each in loads_of(rows) if each.route == route_id), None)
    if load is None:
        messages.info(request, "This route is planned no more. Choose it anew.")
        return redirect("pack:day", day.pk)
    if request.method != "POST":
        return page(request, day, load)
    try:
        packings = packings_in(request.POST, key_of(request), load, rows)
        record_packing(delivery_day=day, packings=packings, by=request.user, now=timezone.now())
    except (ProcurementRefused, OldPage) as refusal:
        fresh = next((each for each in loads_of(rows_of(day)) if each.route == route_id), load)
        return page(request, day, fresh, refusal=str(refusal), typed=request.POST)
    messages.success(request, f"{counted(len(packings), 'line')} packed.")
    here = reverse("pack:route", args=[day.pk, route_id])
    return redirect(f"{here}#drop-{following(load, {each.confirmation.pk for each in packings})}")


def following(load: Load, just_packed: set[int]) -> int:
    """The first drop of the page on which something is open."""
    left = (drop.number for drop in load.drops if any(line.id not in just_packed for line in drop.open_lines))
    return next(left, load.drops[-1].number if load.drops else 0)


def page(
    request: HttpRequest, day: DeliveryDay, load: Load, *, refusal: str = "", typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """The van; after a refusal with all that was typed."""
    known = typed or {}
    context = {
        "day": day,
        "load": load,
        "drops": [(drop, [(line, shown(line, known)) for line in drop.lines]) for drop in load.drops],
        "faults": faults_of(day),
        "can_pack": day.status == STATUS.ROUTED,
        "refusal": refusal,
        "client_key": uuid4(),
    }
    return render(request, "packing/route.html", context, status=422 if refusal else 200)


def shown(line: PackLine, typed: Mapping[str, str]) -> dict[str, Any]:
    """What stands in a line's fields: what was typed, else the rule's figure."""
    return {
        "packed": typed.get(f"packed-{line.id}", str(line.suggested)),
        "fault": typed.get(f"fault-{line.id}", SHORT_FROM_THE_GROWER),
        "ticked": f"tick-{line.id}" in typed,
    }


def packings_in(post: Mapping[str, str], key: UUID, load: Load, rows: DayRows) -> list[PackedNow]:
    """What the form says is packed: every ticked line, or all open lines of the drop whose button was pressed.

    Raises PackingRefused when nothing is ticked or a number can't be read.
    """
    whole_drop = post.get("drop", "")
    lines = {line.id: line for line in load.lines}
    if whole_drop:
        wanted = [line for drop in load.drops if str(drop.number) == whole_drop for line in drop.open_lines]
    else:
        wanted = [line for line in lines.values() if f"tick-{line.id}" in post]
    if not wanted:
        raise PackingRefused("Nothing is ticked: tick what is packed.")
    found = []
    for line in wanted:
        packed = number_in(post.get(f"packed-{line.id}", str(line.suggested)), line)
        short = max(0, line.to_pack - packed)
        found.append(
            PackedNow(
                confirmation=rows.lines[line.id],
                packs_packed=packed,
                packs_short=short,
                packs_direct=line.direct,
                fault=post.get(f"fault-{line.id}", SHORT_FROM_THE_GROWER) if short else "",
                seen=int(number_in(post.get(f"seen-{line.id}", "0"), line)),
                key=f"{key}:{line.id}",
            )
        )
    return found


def number_in(text: str, line: PackLine) -> int:
    """A number of packs. Raises PackingRefused."""
    tidy = text.strip()
    if not tidy.isascii() or not tidy.isdigit() or len(tidy) > MOST_DIGITS:
        raise PackingRefused(f"{line.name}: “{tidy[:20]}” is not a number of packs.")
    return int(tidy)


@login_required
@require_POST
def done(request: HttpRequest, day_id: int) -> HttpResponse:
    """Packing is done; what is open stays short for the reason given, or is asked for. For packers and coordinators."""
    day = day_or_404(request.user, day_id)
    rest_fault = request.POST.get("rest_fault", "")
    try:
        is_new = finish_packing(
            delivery_day=day,
            to_pack=must_be_packed(rows_of(day)),
            by=request.user,
            now=timezone.now(),
            rest_fault=rest_fault if rest_fault in faults_of(day) else "",
        )
    except (ProcurementRefused, SupplyError) as refusal:
        day.refresh_from_db()
        return day_page(request, day, refusal=str(refusal))
    if is_new:
        messages.success(request, f"Packing for {day} is done. Drivers see what they load.")
    return redirect("pack:day", day.pk)
