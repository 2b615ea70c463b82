"""A kitchen's front page: what can be ordered now, what is coming, what came."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator

from logistics.kitchens.order_cards import OrderCard, cards_of
from logistics.models import OrderSheet
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Enterprise
from shop.pricing.quantities import counted
from shop.procurement.models import BulkOrder, PublishedPrice
from shop.rows.local_time import in_words, local_date

ON_A_PAGE = 20
HOUR = 3600
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day that can be ordered for: its cut-off in words, what is ordered for it, and whether a sheet was begun."""

    day: DeliveryDay
    closes: str
    left: str
    is_soon: bool
    orders: tuple[OrderCard, ...]
    has_sheet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """All that the page shows."""

    days: tuple[OpenDay, ...]
    coming: tuple[OrderCard, ...]
    past: tuple[OrderCard, ...]
    page: Page[Any]
    kitchens: int
    has_prices: bool


def home_of(buyer: Enterprise, person: Any, *, now: datetime, page: int) -> Home:
    """Read the page: a fixed number of queries, however long the history is."""
    zone = buyer.hub.time_zone
    today = local_date(now, zone)
    days = list(DeliveryDay.objects.of(buyer.hub).open_at(now).with_hub().order_by("day", "id"))
    open_ids = [day.pk for day in days]
    orders = (
        BulkOrder.objects.of(buyer.hub)
        .filter(buyer=buyer)
        .exclude(status=BulkOrder.Status.DRAFT)
        .select_related("delivery_day__cycle", "basis", "hub")
    )
    ahead = orders.filter(delivery_day__day__gte=today).order_by("delivery_day__day", "number")
    past = Paginator(orders.filter(delivery_day__day__lt=today).order_by("-delivery_day__day", "-number"), ON_A_PAGE)
    shown = past.get_page(page)
    standing = list(ahead)
    cards = cards_of([*standing, *shown.object_list], now)
    upcoming, gone = cards[: len(standing)], cards[len(standing) :]
    begun = set(
        OrderSheet.objects.filter(buyer=buyer, person=person, order=None, delivery_day__in=open_ids)
        .exclude(cells={})
        .values_list("delivery_day_id", flat=True)
    )
    return Home(
        days=tuple(open_day(day, upcoming, has_sheet=day.pk in begun, now=now) for day in days),
        coming=tuple(card for card in upcoming if card.order.delivery_day_id not in open_ids),
        past=tuple(gone),
        page=shown,
        kitchens=buyer.places.count(),
        has_prices=PublishedPrice.objects.of(buyer.hub).exists(),
    )


def open_day(day: DeliveryDay, cards: list[OrderCard], *, has_sheet: bool, now: datetime) -> OpenDay:
    """The day with its orders."""
    left = day.orders_close_at - now
    return OpenDay(
        day=day,
        closes=in_words(day.orders_close_at, day.cycle.hub.time_zone),
        left=time_left(left),
        is_soon=left <= SOON,
        orders=tuple(card for card in cards if card.order.delivery_day_id == day.pk),
        has_sheet=has_sheet,
    )


def time_left(left: timedelta) -> str:
    """3 days left, 5 hours left, 20 minutes left: the largest unit that is whole at least once."""
    seconds = int(left.total_seconds())
    if left.days:
        return f"{counted(left.days, 'day')} left"
    if seconds >= HOUR:
        return f"{counted(seconds // HOUR, 'hour')} left"
    return f"{counted(max(1, seconds // 60), 'minute')} left"
