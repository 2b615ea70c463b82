"""Products by their names, whether they are on sale now or not."""

from dataclasses import dataclass
from datetime import datetime

from cms.market.week import listed_at
from shop.produce.models import Product
from shop.storefront.finding import matches
from shop.storefront.seasons import season_in_words

MOST = 24


@dataclass(frozen=True)
class Found:
    """A product that the words find."""

    name: str
    category: str
    season: str
    is_listed: bool


def products_named(words: str, *, now: datetime) -> tuple[Found, ...]:
    """Products whose names hold all the words, those that are listed now first. Two queries; none for no words."""
    if not words.strip():
        return ()
    named = {}
    for product in Product.objects.order_by("name", "id"):
        if product.name not in named and matches(words, [product.name, product.get_category_display()]):
            named[product.name] = product
    listed = set(listed_at(now).values_list("pack__specification__product__name", flat=True))
    found = [
        Found(product.name, product.category, season_in_words(product.season_months), product.name in listed)
        for product in named.values()
    ]
    return tuple(sorted(found, key=lambda each: not each.is_listed)[:MOST])
