"""Which price a product has for this visitor, and how much of it there is: as the day's listing says."""

from decimal import Decimal
from typing import Any

from django.utils import timezone
from oscar.apps.partner import availability, prices, strategy
from oscar.apps.partner.strategy import PurchaseInfo

from shop.storefront.choosing import Market, market_of
from shop.storefront.shelf import OnSale

PENCE = Decimal(100)


class Selector(strategy.Selector):
    """Every visitor sees the shelf of the delivery day they chose."""

    def strategy(self, request: Any = None, user: Any = None, **kwargs: Any) -> "MarketStrategy":
        """The day's strategy; `market` stands in for a request where there is none."""
        del user
        return MarketStrategy(request, market=kwargs.get("market"))


class MarketStrategy(strategy.Base):
    """Reads the shelf on first use, once per request."""

    def __init__(self, request: Any = None, *, market: Market | None = None) -> None:
        super().__init__(request)
        self.given = market

    @property
    def market(self) -> Market | None:
        """The shop and day that prices are of."""
        if self.given is None and self.request is not None:
            self.given = market_of(self.request, now=timezone.now())
        return self.given

    def fetch_for_product(self, product: Any, stockrecord: Any = None) -> PurchaseInfo:
        """Price and availability of what is listed; nothing when it isn't."""
        item = self.market.item(product.pk) if self.market else None
        if item is None:
            return PurchaseInfo(prices.Unavailable(), availability.Unavailable(), stockrecord)
        return PurchaseInfo(fixed_price(item), PacksLeft(item.packs_left), item.goods.stockrecord)

    def fetch_for_parent(self, product: Any) -> PurchaseInfo:
        """No product of ours is a parent."""
        del product
        return PurchaseInfo(prices.Unavailable(), availability.Unavailable(), None)


class PacksLeft(availability.Base):
    """So many packs and no more."""

    def __init__(self, packs: int) -> None:
        self.packs = packs
        self.code = "instock" if packs else "outofstock"
        self.message = f"{packs} left" if packs else "Sold out"

    def is_purchase_permitted(self, quantity: int) -> tuple[bool, str]:
        """Whether so many can be had, and if not, why."""
        if quantity <= self.packs:
            return True, ""
        return False, f"Only {self.packs} left." if self.packs else "Sold out."


def fixed_price(item: OnSale) -> prices.TaxInclusiveFixedPrice:
    """Pence as the pounds that Oscar's fields want."""
    return prices.TaxInclusiveFixedPrice(
        currency=item.goods.stockrecord.price_currency,
        excl_tax=Decimal(item.price.net_pence) / PENCE,
        tax=Decimal(item.price.vat_pence) / PENCE,
        tax_code=item.produce.vat_code,
    )
