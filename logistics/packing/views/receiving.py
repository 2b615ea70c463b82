"""Goods-in: a tick for what came as expected; else counted, refused, weighed, its temperature taken."""

from collections.abc import Mapping
from decimal import Decimal, DecimalException
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from logistics.clicks import OldPage, key_of
from logistics.packing.arrivals import Arrival, InLine, arrivals_of
from logistics.packing.rows import DayRows, rows_of
from logistics.packing.views.access import day_or_404, faults_of
from logistics.packing.views.days import AT_WORK
from shop.cycles.models import DeliveryDay
from shop.pricing.quantities import counted
from shop.procurement.actions import record_goods_in
from shop.procurement.at_the_packhouse import Counted
from shop.procurement.errors import GoodsInRefused, ProcurementRefused

THOUSAND, TEN = 1000, 10
MOST_DIGITS = 9


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def goods_in(request: HttpRequest, day_id: int) -> HttpResponse:
    """What is to come in, by who brings it; a POST notes one seller's. For the hub's packers and coordinators."""
    day = day_or_404(request.user, day_id)
    rows = rows_of(day)
    arrivals = arrivals_of(rows)
    if request.method != "POST":
        return page(request, day, arrivals)
    arrival = next((each for each in arrivals if each.key == request.POST.get("arrival")), None)
    try:
        if arrival is None:
            raise GoodsInRefused("These goods are on the list no more. Look again.")
        counts = counts_in(request, rows, arrival)
        noted = record_goods_in(delivery_day=day, counts=counts, by=request.user, now=timezone.now())
    except (ProcurementRefused, OldPage) as refusal:
        return page(request, day, arrivals_of(rows_of(day)), refusal=str(refusal), typed=request.POST)
    missing = sum(row.packs_missing for row in noted)
    if missing:
        messages.warning(
            request, f"{arrival.seller}: {counted(missing, 'pack')} short. The packing lists show who goes short."
        )
    else:
        messages.success(request, f"{arrival.seller}: all there.")
    return redirect(f"{reverse('pack:in', args=[day.pk])}#arrival-{following(arrivals, arrival)}")


def following(arrivals: tuple[Arrival, ...], done: Arrival) -> str:
    """The next arrival that is not counted, so that the page opens there."""
    at = arrivals.index(done)
    left = [each.key for each in (*arrivals[at + 1 :], *arrivals[:at]) if not each.is_counted]
    return left[0] if left else done.key


def page(
    request: HttpRequest,
    day: DeliveryDay,
    arrivals: tuple[Arrival, ...],
    *,
    refusal: str = "",
    typed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The list; after a refusal with all that was typed."""
    lines = [line for each in arrivals for line in each.lines]
    context = {
        "day": day,
        "arrivals": [(each, [(line, shown(line, typed or {})) for line in each.lines]) for each in arrivals],
        "lines_in": len(lines),
        "counted": sum(1 for line in lines if line.is_counted),
        "faults": faults_of(day),
        "can_count": day.status in AT_WORK,
        "refusal": refusal,
        "wrong": typed.get("arrival", "") if typed else "",
        "client_key": uuid4(),
    }
    return render(request, "packing/goods_in.html", context, status=422 if refusal else 200)


def shown(line: InLine, typed: Mapping[str, str]) -> dict[str, Any]:
    """What stands in a line's fields: what was typed, else what was counted, else what is expected."""
    count = line.count
    stands = {
        "counted": count.packs_counted if count else line.expected,
        "refused": count.packs_refused if count else 0,
        "fault": count.fault if count else "",
        "weight": f"{count.weight_g / THOUSAND:g}" if count and count.weight_g else "",
        "temperature": line.temperature,
    }
    return {name: typed.get(f"{name}-{line.purchase}", value) for name, value in stands.items()}


def counts_in(request: HttpRequest, rows: DayRows, arrival: Arrival) -> list[Counted]:
    """The form's counts, one a line. Raises GoodsInRefused for what can't be read, OldPage without a key."""
    key, post = key_of(request), request.POST
    as_expected = "as_expected" in post
    counts = []
    for line in arrival.lines:
        number = line.purchase
        refused = 0 if as_expected else whole(post.get(f"refused-{number}", ""), line.name)
        counts.append(
            Counted(
                purchase=rows.purchases[number],
                packs_expected=line.expected,
                packs_counted=line.expected if as_expected else whole(post.get(f"counted-{number}", ""), line.name),
                packs_refused=refused,
                fault=post.get(f"fault-{number}", "") if refused else "",
                weight_g=scaled(post.get(f"weight-{number}", ""), THOUSAND, f"{line.name}: weight"),
                temperature_tenths_c=scaled(post.get(f"temperature-{number}", ""), TEN, f"{line.name}: temperature"),
                seen=whole(post.get(f"seen-{number}", ""), line.name),
                key=f"{key}:{number}",
            )
        )
    return counts


def whole(text: str, what: str) -> int:
    """A number of packs; nothing typed is none. Raises GoodsInRefused."""
    tidy = text.strip()
    if not tidy:
        return 0
    if not tidy.isascii() or not tidy.isdigit() or len(tidy) > MOST_DIGITS:
        raise GoodsInRefused(f"{what}: “{tidy[:20]}” is not a number of packs.")
    return int(tidy)


def scaled(text: str, factor: int, what: str) -> int | None:
    """A decimal number times `factor`, rounded; None when nothing was typed. Raises GoodsInRefused."""
    tidy = text.strip().replace(",", ".").replace("−", "-")
    if not tidy:
        return None
    try:
        number = Decimal(tidy) * factor
    except DecimalException as error:
        raise GoodsInRefused(f"{what} “{tidy[:20]}” is not a number.") from error
    if not number.is_finite() or abs(number) >= 10**MOST_DIGITS:
        raise GoodsInRefused(f"{what} “{tidy[:20]}” can't be right.")
    return round(number)
