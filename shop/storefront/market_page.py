"""The market as a page: one card for each product on sale, and what the filters leave of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shop.produce.models import Product
from shop.storefront.choosing import Market
from shop.storefront.finding import matches
from shop.storefront.seasons import season_in_words
from shop.storefront.shelf import OnSale


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the address asks for; empty asks for everything."""

    words: str = ""
    category: str = ""
    grower: str = ""
    in_season: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A product with everybody who sells it, the first to show in front."""

    product: Any
    items: Sequence[OnSale]
    in_season: bool

    @property
    def first(self) -> OnSale:
        """The smallest pack that is left, from the nearest grower."""
        return next((item for item in self.items if not item.is_sold_out), self.items[0])

    @property
    def growers(self) -> list[str]:
        """Who sells it, the nearest first."""
        return list(dict.fromkeys(item.listing.grower.name for item in self.items))

    @property
    def season(self) -> str:
        """When it grows."""
        return season_in_words(self.product.season_months)


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that the hub knows but nobody has listed for the day."""

    name: str
    season: str


@dataclass(frozen=True, slots=True)
class MarketPage:
    """What is shown: cards by category, and the filters that would show something."""

    cards: Sequence[Card]
    categories: Sequence[tuple[str, str]]
    growers: Sequence[tuple[str, str]]
    grower: Any
    coming: Sequence[Coming]

    @property
    def by_category(self) -> list[tuple[str, list[Card]]]:
        """The cards under the names of their categories, in the categories' order."""
        return [
            (str(label), cards)
            for value, label in Product.Category.choices
            if (cards := [card for card in self.cards if card.product.category == value])
        ]


def market_page(market: Market, wishes: Wishes) -> MarketPage:
    """The page for what was asked; one query more when words found nothing."""
    items = list(market.shelf.values())
    month = market.day.day.month if market.day else 0
    growers = {item.listing.grower.slug: item.listing.grower for item in items}
    cards = [card for card in cards_of(items, month) if wanted(card, wishes)]
    known = {item.produce.category for item in items}
    return MarketPage(
        cards=cards,
        categories=[(value, str(label)) for value, label in Product.Category.choices if value in known],
        growers=sorted(((slug, grower.name) for slug, grower in growers.items()), key=lambda each: each[1]),
        grower=growers.get(wishes.grower),
        coming=coming(market, wishes.words) if wishes.words and not cards else [],
    )


def cards_of(items: Iterable[OnSale], month: int) -> list[Card]:
    """One card for each product, by name; those sold out come last in it."""
    by_product: dict[int, list[OnSale]] = {}
    for item in items:
        by_product.setdefault(item.produce.pk, []).append(item)
    return [
        Card(mine[0].produce, sorted(mine, key=lambda item: item.is_sold_out), grows_in(mine[0].produce, month))
        for mine in by_product.values()
    ]


def grows_in(product: Any, month: int) -> bool:
    """Whether the month is in the product's season; what names no season grows all year."""
    return not product.season_months or month in product.season_months


def wanted(card: Card, wishes: Wishes) -> bool:
    """Whether the card answers the wishes."""
    if wishes.category and card.product.category != wishes.category:
        return False
    if wishes.in_season and not (card.in_season and card.product.season_months):
        return False
    if wishes.grower and wishes.grower not in {item.listing.grower.slug for item in card.items}:
        return False
    return matches(wishes.words, [card.product.name, card.product.get_category_display(), *card.growers])


def coming(market: Market, words: str) -> list[Coming]:
    """Products of the hub that the words find although nobody sells them now."""
    products = Product.objects.of(market.front.hub).order_by("name")
    return [
        Coming(product.name, season_in_words(product.season_months))
        for product in products
        if matches(words, [product.name])
    ]
