"""What every page of a delivery day has: the day, its sub-pages, and a key for its forms."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import Http404, HttpRequest

from logistics.dispatch.addresses import DayAddresses
from logistics.views.access import cycle_or_404, day_or_404
from shop.cycles.models import DeliveryDay

TABS = (
    ("orders", "Orders"),
    ("shares", "Shares"),
    ("what-if", "What if"),
    ("calls", "Calls"),
    ("changes", "Late changes"),
    ("handovers", "Hand-overs"),
    ("settle", "Settle"),
    ("log", "Log"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One of a day's pages."""

    label: str
    address: str
    is_here: bool


def day_here(request: HttpRequest, cycle_id: int, day: str) -> DeliveryDay:
    """The day, if the person coordinates its hub. Raises Http404."""
    found = day_or_404(cycle_or_404(request, cycle_id), day)
    if found is None:
        raise Http404
    return found


def day_context(day: DeliveryDay, here: str) -> dict[str, Any]:
    """What the head of each of the day's pages shows."""
    pages = DayAddresses.of(day)
    tabs = [Tab("Overview", pages.overview, here == "")]
    tabs += [Tab(label, pages.page(name), here == name) for name, label in TABS]
    if pages.dispatch:
        tabs.insert(5, Tab("Vans", pages.dispatch, here == "dispatch"))
    return {
        "cycle": day.cycle,
        "day": day,
        "pages": pages,
        "tabs": tabs,
        "client_key": uuid4(),
        "zone": day.cycle.hub.time_zone,
    }
