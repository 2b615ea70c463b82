"""A delivery day's lists: orders, shares, hand-overs and the log. Read only, for the hub's coordinators."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from logistics.dispatch.day_log import day_entries, entries_of
from logistics.dispatch.order_list import order_list
from logistics.dispatch.shares_page import BY, SHOW, Filters, share_groups
from logistics.views.day_context import day_context, day_here
from shop.procurement.models import AllocationRun, DeliveredLine

GROUPS_A_PAGE = 24
LINES_A_PAGE = 100
OPEN_GROUPS = 3


@login_required
@require_safe
def shares(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """What each grower gives and each kitchen gets, with the reasons."""
    found = day_here(request, cycle_id, day)
    run, filters = AllocationRun.objects.current_for(found), Filters.read(request.GET)
    groups = share_groups(run, filters) if run else ()
    page = Paginator(groups, GROUPS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "page": page,
        "filters": filters,
        "by": by_chips(filters),
        "show": show_chips(filters),
        "packs": sum(group.for_kitchens for group in groups),
        "short": sum(group.short for group in groups),
        "is_open": len(groups) <= OPEN_GROUPS,
        "query": urlencode({"by": filters.by, "show": filters.show}),
        **day_context(found, "shares"),
    }
    return render(request, "logistics/shares.html", context)


def by_chips(filters: Filters) -> list[tuple[str, str, bool]]:
    """Links that group otherwise: address, label, whether it is the one."""
    return [(f"?{urlencode({'by': key, 'show': filters.show})}", label, key == filters.by) for key, label in BY.items()]


def show_chips(filters: Filters) -> list[tuple[str, str, bool]]:
    """Links that show other rows."""
    return [
        (f"?{urlencode({'by': filters.by, 'show': key})}", label, key == filters.show) for key, label in SHOW.items()
    ]


@login_required
@require_safe
def orders(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """All orders and listings, each with the way to enter or change it on behalf."""
    found = day_here(request, cycle_id, day)
    return render(request, "logistics/orders.html", {"list": order_list(found), **day_context(found, "orders")})


@login_required
@require_safe
def handovers(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """What was handed over at the doors; what was short or refused comes first."""
    found = day_here(request, cycle_id, day)
    rows = DeliveredLine.objects.filter(confirmation__run__delivery_day=found).select_related(
        "confirmation__order_line__drop__kitchen", "by"
    )
    lines = sorted(rows, key=lambda row: (not (row.packs_short or row.packs_refused), row.at, row.pk))
    page = Paginator(lines, LINES_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "logistics/handovers.html", {"page": page, **day_context(found, "handovers")})


@login_required
@require_safe
def log(request: HttpRequest, cycle_id: int, day: str) -> HttpResponse:
    """Who did what for the day, the latest first."""
    found = day_here(request, cycle_id, day)
    page = Paginator(day_entries(found), LINES_A_PAGE).get_page(request.GET.get("page"))
    entries = entries_of(page.object_list)
    return render(request, "logistics/log.html", {"page": page, "entries": entries, **day_context(found, "log")})
