"""The shop as its coordinator keeps it: who ordered for the open and coming days, points, accounts, margin."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Hub
from shop.rows.local_time import local_date
from shop.storefront.missing import ShownShort, missing_of
from shop.storefront.models import HandoverPoint, HouseholdAccount, HouseholdOrder, ShopFront

SHOWN_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order, and what was missing of it."""

    row: HouseholdOrder
    missing: Sequence[ShownShort]


@dataclass(frozen=True, slots=True)
class DayOfOrders:
    """A delivery day with its standing orders."""

    day: DeliveryDay
    orders: Sequence[OrderRow]

    @property
    def total_pence(self) -> int:
        """What households owe for it, less what they did not get."""
        return sum(order.row.charged_pence for order in self.orders)


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """`front` is None until the hub has a shop."""

    hub: Hub
    front: ShopFront | None
    days: Sequence[DayOfOrders]
    points: Sequence[HandoverPoint]
    accounts: Sequence[HouseholdAccount]


def keeping_page(hub: Hub, *, now: datetime) -> KeepingPage:
    """Read it in a fixed number of queries; the days ahead come first, then those of the last week."""
    rows = HouseholdOrder.objects.of(hub).standing().shown()
    recent = rows.filter(delivery_day__day__gte=local_date(now - SHOWN_BACK, hub.time_zone)).order_by(
        "delivery_day__day", "point", "name"
    )
    today = local_date(now, hub.time_zone)
    orders = list(recent)
    missing = missing_of(orders)
    by_day: dict[Any, list[OrderRow]] = {}
    for row in orders:
        by_day.setdefault(row.delivery_day, []).append(OrderRow(row, missing.get(row.pk, ())))
    return KeepingPage(
        hub=hub,
        front=ShopFront.objects.filter(hub=hub).first(),
        days=[DayOfOrders(day, by_day[day]) for day in sorted(by_day, key=lambda each: (each.day < today, each.day))],
        points=list(HandoverPoint.objects.of(hub).filter(is_offered=True).select_related("place")),
        accounts=list(HouseholdAccount.objects.of(hub).filter(ended_at=None).select_related("user").order_by("id")),
    )
