"""What stands listed for the days that are open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min

from shop.cycles.models import DeliveryDay, Listing
from shop.produce.models import Product

SHOWN = 12


@dataclass(frozen=True)
class Listed:
    """A product that somebody lists for an open day; `growers` counts who does."""

    name: str
    category: str
    growers: int


@dataclass(frozen=True)
class ThisWeek:
    """What is on sale now: a few of every category, those first that most growers list; `products` in all."""

    listed: tuple[Listed, ...]
    products: int
    growers: int
    closes_at: datetime


def this_week(*, now: datetime, category: str = "") -> ThisWeek | None:
    """What stands listed (of `category` only, if given) for days open at `now`; None when nothing does. Two queries."""
    standing = listed_at(now)
    if category:
        standing = standing.filter(pack__specification__product__category=category)
    of_day = standing.aggregate(
        growers=Count("grower", distinct=True),
        products=Count("pack__specification__product", distinct=True),
        closes_at=Min("delivery_day__orders_close_at"),
    )
    if not of_day["products"]:
        return None
    by_product = (
        Product.objects.filter(specifications__packs__listings__in=standing)
        .annotate(listed_by=Count("specifications__packs__listings__grower", distinct=True))
        .order_by("-listed_by", "name")
    )
    listed = [Listed(product.name, product.category, product.listed_by) for product in by_product]
    return ThisWeek(a_few_of_each(listed), of_day["products"], of_day["growers"], of_day["closes_at"])


def listed_at(now: datetime) -> Any:
    """Standing listings of the days that are open at `now`."""
    return Listing.objects.standing().filter(delivery_day__in=DeliveryDay.objects.open_at(now))


def a_few_of_each(listed: list[Listed]) -> tuple[Listed, ...]:
    """Take one of each category in turn until there are enough, and stand them by category again."""
    turns: dict[str, int] = {}
    ranked = []
    for each in listed:
        turn = turns[each.category] = turns.get(each.category, 0) + 1
        ranked.append((turn, each))
    ranked.sort(key=lambda pair: pair[0])
    categories = list(Product.Category.values)
    return tuple(sorted((each for _, each in ranked[:SHOWN]), key=lambda each: categories.index(each.category)))
