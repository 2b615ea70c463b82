"""The hub's whole log, as a page and as a table."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from logistics.dispatch.day_log import entries_of
from logistics.dispatch.hub_log import chips_of, lines_of, wish_in
from logistics.views.access import hubs_of
from shop.enterprises.models import Hub
from shop.spreadsheets.writing import comma_separated

LINES_A_PAGE = 50
# More than a hub writes in a year; a longer table is asked for in parts.
LINES_A_TABLE = 20_000
HEADINGS = ("When", "Who", "For", "What", "About", "Details")


@login_required
@require_safe
def log(request: HttpRequest, hub_id: int) -> HttpResponse:
    """Who did what, narrowed by links, for the hub's coordinators. To everybody else it is not there."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    wish = wish_in(request.GET)
    page = Paginator(lines_of(hub, wish), LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "hub": hub,
        "page": page,
        "entries": entries_of(page.object_list),
        "chips": chips_of(hub, wish),
        "query": wish.query,
        "zone": hub.time_zone,
    }
    return render(request, "logistics/hub_log.html", context)


@login_required
@require_safe
def log_table(request: HttpRequest, hub_id: int) -> HttpResponse:
    """The same as CSV: the latest lines that fit. For the hub's coordinators."""
    hub: Hub = get_object_or_404(hubs_of(request.user), pk=hub_id)
    lines = lines_of(hub, wish_in(request.GET))[:LINES_A_TABLE]
    rows = [
        (timezone.localtime(each.at).isoformat(), each.who, each.on_behalf_of, each.what, each.about, each.detail)
        for each in entries_of(lines)
    ]
    response = HttpResponse(comma_separated(HEADINGS, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="log-{hub.slug}.csv"'
    return response
