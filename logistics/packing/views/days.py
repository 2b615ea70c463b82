"""The packhouse's days, and one day: how much came in, how much is packed, what is next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.packing.arrivals import arrivals_of
from logistics.packing.loads import loads_of, must_be_packed
from logistics.packing.rows import rows_of
from logistics.packing.views.access import SHOWN, day_or_404, faults_of, hubs_packed_for
from shop.cycles.models import DeliveryDay

MOST = 20
STATUS = DeliveryDay.Status
AT_WORK = (STATUS.CONFIRMED, STATUS.ROUTED)


@login_required
@require_safe
def door(request: HttpRequest) -> HttpResponse:
    """Days to pack, the next first, and those that are done. For the hub's packers and coordinators."""
    hubs = hubs_packed_for(request.user)
    days = list(DeliveryDay.objects.filter(cycle__hub__in=hubs, status__in=SHOWN).with_hub().order_by("-day")[:MOST])
    context = {
        "at_work": sorted((day for day in days if day.status in AT_WORK), key=lambda day: day.day),
        "done": [day for day in days if day.status not in AT_WORK],
        "several_hubs": hubs.count() > 1,
    }
    return render(request, "packing/door.html", context)


@login_required
@require_safe
def day(request: HttpRequest, day_id: int) -> HttpResponse:
    """One day in figures, with its vans. For the hub's packers and coordinators."""
    return day_page(request, day_or_404(request.user, day_id))


def day_page(request: HttpRequest, found: DeliveryDay, *, refusal: str = "") -> HttpResponse:
    """The page; after a refusal with its reason and status 422."""
    rows = rows_of(found)
    arrivals, loads, must = arrivals_of(rows), loads_of(rows), must_be_packed(rows)
    lines = [line for arrival in arrivals for line in arrival.lines]
    boxes = [box for load in loads for drop in load.drops for box in drop.boxes if box.can_be_packed]
    packed = sum(1 for line in must if line in rows.packed)
    context = {
        "day": found,
        "arrivals": arrivals,
        "loads": loads,
        "lines_in": len(lines),
        "uncounted": [(each, [line for line in each.lines if not line.is_counted]) for each in arrivals],
        "as_said": sum(1 for line in lines if line.count and line.count.is_as_said),
        "typed": request.POST,
        "counted": sum(1 for line in lines if line.is_counted),
        "packs_missing": sum(line.count.packs_missing for line in lines if line.count),
        "must": len(must),
        "packed": packed,
        "packs_short": sum(row.packs_short for row in rows.packed.values()),
        "boxes": len(boxes),
        "boxes_packed": sum(1 for box in boxes if box.is_packed),
        "packs_short_in_boxes": sum(row.packs_short for row in rows.boxed.values()),
        "is_open": packed < len(must) or any(not box.is_packed for box in boxes),
        "faults": faults_of(found),
        "can_work": found.status in AT_WORK,
        "is_routed": found.status == STATUS.ROUTED,
        "refusal": refusal,
        "now": timezone.now(),
    }
    return render(request, "packing/day.html", context, status=422 if refusal else 200)
