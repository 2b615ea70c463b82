"""Handing households' boxes out: one big button for who comes, and what happens with the box of who does not."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from logistics.clicks import OldPage, key_of
from logistics.packing.collecting import PointOfBoxes, WaitingBox, boxes_at_points
from logistics.packing.views.access import day_or_404, faults_of
from logistics.packing.views.typed_packing import number_in
from shop.cycles.models import DeliveryDay
from shop.pricing.quantities import counted
from shop.procurement.errors import ProcurementRefused
from shop.storefront.actions import hand_out, record_short_box
from shop.storefront.actions.short import AFTER_PACKING
from shop.storefront.boxes import Missing
from shop.storefront.errors import HandOutRefused, ShortRefused, StorefrontError
from shop.storefront.models import BoxHandOut

SAID = {
    BoxHandOut.Outcome.COLLECTED: "has the box.",
    BoxHandOut.Outcome.KEPT: "did not come: the box is kept, and they are told so.",
    BoxHandOut.Outcome.GIVEN_AWAY: "did not come: the box is given away, and they are told so.",
    BoxHandOut.Outcome.TAKEN_BACK: "does not have the box yet.",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def boxes(request: HttpRequest, day_id: int) -> HttpResponse:
    """The day's boxes by handover point; a POST notes one. For the hub's packers and coordinators."""
    day = day_or_404(request.user, day_id)
    points = boxes_at_points(day)
    if request.method != "POST":
        return page(request, day, points)
    wanted = request.POST.get("order", "")
    box = next((box for point in points for box in point.boxes if str(box.row.pk) == wanted), None)
    try:
        if box is None:
            raise HandOutRefused("This box is on the list no more. Look again.")
        messages.success(request, noted(request, box, key_of(request)))
    except (StorefrontError, ProcurementRefused, OldPage) as refusal:
        return page(request, day, boxes_at_points(day), refusal=str(refusal), wrong=wanted)
    return redirect(f"{reverse('pack:boxes', args=[day.pk])}#box-{box.row.pk}")


def noted(request: HttpRequest, box: WaitingBox, key: UUID) -> str:
    """Do what the form asks; what to say of it. Raises StorefrontError."""
    post, by, now = request.POST, request.user, timezone.now()
    if "missing" in post:
        short = record_short_box(
            household_order=box.row,
            missing=missing_in(post, box),
            key=str(key),
            seen=number_in(post.get("shorts_seen", ""), "This page"),
            by=by,
            now=now,
        )
        packs = sum(each.packs for each in short.lines.all())
        return f"{box.row.name}: {counted(packs, 'pack')} missing. They don’t pay for it, and are told so."
    row = hand_out(
        household_order=box.row,
        outcome=post.get("outcome", ""),
        key=str(key),
        seen=number_in(post.get("seen", ""), "This page"),
        by=by,
        now=now,
    )
    return f"{box.row.name} {SAID[BoxHandOut.Outcome(row.outcome)]}"


def missing_in(post: Any, box: WaitingBox) -> list[Missing]:
    """What the form says is missing. Raises PackingRefused for what is no number, ShortRefused where all is none."""
    typed = [
        (line, number_in(post.get(f"missing-{line.pk}", "") or "0", line.specification_text)) for line in box.lines
    ]
    found = [Missing(line, packs, post.get("fault", "")) for line, packs in typed if packs]
    if not found:
        raise ShortRefused("Say of which goods how many packs are missing.")
    return found


def page(
    request: HttpRequest, day: DeliveryDay, points: tuple[PointOfBoxes, ...], *, refusal: str = "", wrong: str = ""
) -> HttpResponse:
    """The list; after a refusal with what was typed into the box's form."""
    every = [box for point in points for box in point.boxes]
    context = {
        "day": day,
        "points": [(point, [(box, fields_of(request, box, wrong)) for box in point.boxes]) for point in points],
        "count": len(every),
        "waiting": sum(1 for box in every if box.is_waiting),
        "can_hand_out": day.status in AFTER_PACKING,
        "faults": faults_of(day),
        "fault": request.POST.get("fault", ""),
        "refusal": refusal,
        "wrong": wrong,
    }
    return render(request, "packing/boxes.html", context, status=422 if refusal else 200)


def fields_of(request: HttpRequest, box: WaitingBox, wrong: str) -> dict[str, Any]:
    """A box's form: its key, and how many packs are typed as missing of each line."""
    typed = request.POST if str(box.row.pk) == wrong else {}
    lines = [(line, typed.get(f"missing-{line.pk}", "0")) for line in box.lines]
    return {"key": uuid4(), "lines": lines, "is_wrong": "missing" in typed}
