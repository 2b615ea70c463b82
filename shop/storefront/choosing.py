"""Which hub's shop a visitor is in, and for which delivery day: kept in the session, checked at every use."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from shop.cycles.models import DeliveryDay
from shop.storefront.errors import ShopClosed
from shop.storefront.models import ShopFront
from shop.storefront.shelf import OnSale, shelf

CHOSEN = "shop_day"


@dataclass
class Market:
    """The shop at a moment: its open days, the chosen one, and its shelf, read when first asked for."""

    front: ShopFront
    days: Sequence[DeliveryDay]
    day: DeliveryDay | None
    now: datetime
    _shelf: dict[int, OnSale] | None = field(default=None, repr=False)
    _few: dict[int, OnSale | None] = field(default_factory=dict, repr=False)

    @property
    def chosen(self) -> DeliveryDay:
        """The chosen day. Raises ShopClosed while none is open."""
        if self.day is None:
            raise ShopClosed("No delivery day is open for orders.")
        return self.day

    @property
    def shelf(self) -> dict[int, OnSale]:
        """Everything on sale by Oscar's product id; empty while no day is open."""
        if self._shelf is None:
            items = shelf(self.day, front=self.front, now=self.now) if self.day else []
            self._shelf = {item.product_id: item for item in items}
        return self._shelf

    def read(self, products: Sequence[int]) -> None:
        """Read a few products at once, for a basket."""
        missing = [each for each in products if each not in self._few]
        if self._shelf is not None or self.day is None or not missing:
            return
        found = {item.product_id: item for item in shelf(self.day, front=self.front, now=self.now, products=missing)}
        self._few |= {each: found.get(each) for each in missing}

    def item(self, product_id: int) -> OnSale | None:
        """What is on sale under one of Oscar's products."""
        if self._shelf is None:
            self.read([product_id])
            return self._few.get(product_id)
        return self._shelf.get(product_id)

    def forget(self) -> None:
        """Read the shelf anew when next asked."""
        self._shelf, self._few = None, {}


def market_of(request: Any, *, now: datetime) -> Market | None:
    """The market that this visitor sees, read once per request; None where no hub has opened a shop here."""
    if not hasattr(request, "shop_market"):
        request.shop_market = read_market(request.session.get(CHOSEN, ""), now=now)
    found: Market | None = request.shop_market
    return found


def read_market(chosen: str, *, now: datetime) -> Market | None:
    """The shop of this website with its open days; the chosen day while it is open, else the earliest."""
    front = ShopFront.objects.filter(site_id=settings.SITE_ID, is_open=True).select_related("hub").first()
    if front is None:
        return None
    days = list(DeliveryDay.objects.of(front.hub).open_at(now).with_hub().order_by("day", "id"))
    day = next((each for each in days if each.day.isoformat() == chosen), days[0] if days else None)
    return Market(front, days, day, now)


def choose_day(request: Any, text: str, *, now: datetime) -> bool:
    """Keep the day that a link names, if it is open for orders. Whether it was."""
    market = market_of(request, now=now)
    try:
        wanted = date.fromisoformat(text)
    except ValueError:
        return False
    if market is None or wanted not in {day.day for day in market.days}:
        return False
    request.session[CHOSEN] = wanted.isoformat()
    del request.shop_market
    request.strategy.given = None
    return True
