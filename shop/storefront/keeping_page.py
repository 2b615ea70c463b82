"""The shop as its coordinator keeps it: who ordered for the open and coming days, points, accounts, margin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Hub
from shop.rows.local_time import local_date
from shop.storefront.models import HandoverPoint, HouseholdAccount, HouseholdOrder, ShopFront

SHOWN_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DayOfOrders:
    """A delivery day with its standing orders."""

    day: DeliveryDay
    orders: Sequence[HouseholdOrder]

    @property
    def total_pence(self) -> int:
        """What households owe for it."""
        return sum(order.total_pence for order in self.orders)


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """`front` is None until the hub has a shop."""

    hub: Hub
    front: ShopFront | None
    days: Sequence[DayOfOrders]
    points: Sequence[HandoverPoint]
    accounts: Sequence[HouseholdAccount]


def keeping_page(hub: Hub, *, now: datetime) -> KeepingPage:
    """Read it in six queries; the days ahead come first, then those of the last week."""
    rows = HouseholdOrder.objects.of(hub).standing().shown()
    recent = rows.filter(delivery_day__day__gte=local_date(now - SHOWN_BACK, hub.time_zone)).order_by(
        "delivery_day__day", "point", "name"
    )
    today = local_date(now, hub.time_zone)
    by_day: dict[Any, list[HouseholdOrder]] = {}
    for row in recent:
        by_day.setdefault(row.delivery_day, []).append(row)
    return KeepingPage(
        hub=hub,
        front=ShopFront.objects.filter(hub=hub).first(),
        days=[DayOfOrders(day, by_day[day]) for day in sorted(by_day, key=lambda each: (each.day < today, each.day))],
        points=list(HandoverPoint.objects.of(hub).filter(is_offered=True).select_related("place")),
        accounts=list(HouseholdAccount.objects.of(hub).filter(ended_at=None).select_related("user").order_by("id")),
    )
