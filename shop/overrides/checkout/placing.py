"""Placing a household's order: Oscar's rows and ours in one transaction, from the page or on somebody's behalf."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from oscar.apps.order.utils import OrderCreator
from oscar.core.loading import get_model
from oscar.core.prices import Price

from accounts.models import User
from shop.overrides.partner.strategy import MarketStrategy
from shop.storefront.actions import take_order
from shop.storefront.choosing import Market
from shop.storefront.errors import OrderRefused
from shop.storefront.models import HandoverPoint, HouseholdOrder
from shop.storefront.shelf import OnSale
from shop.storefront.wanted import Household, WantedPacks

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
PENCE = Decimal(100)
FREE_OF_TAX = Decimal("0.00")


@dataclass(frozen=True)
class HandedOver:
    """A handover point as one of Oscar's shipping methods."""

    point: HandoverPoint

    @property
    def code(self) -> str:
        """Its name in Oscar's rows."""
        return f"point-{self.point.pk}"

    @property
    def name(self) -> str:
        """What people read."""
        return str(self.point)

    def charge(self, currency: str) -> Price:
        """The round's fee; it follows the goods it brings, so it carries no VAT of its own."""
        return Price(currency=currency, excl_tax=Decimal(self.point.fee_pence) / PENCE, tax=FREE_OF_TAX)


def total_of(basket: Any, charge: Price) -> Price:
    """Goods and fee."""
    return Price(
        currency=charge.currency,
        excl_tax=basket.total_excl_tax + charge.excl_tax,
        incl_tax=basket.total_incl_tax + charge.incl_tax,
    )


def wanted_of(order: Any, items: Mapping[int, OnSale]) -> list[WantedPacks]:
    """Oscar's lines with the listings they were seen as; `items` by Oscar's product id."""
    lines = list(order.lines.order_by("id"))
    if missing := [line.title for line in lines if line.product_id not in items]:
        raise OrderRefused(f"{missing[0]} is no longer on sale.")
    seen = [(line, items[line.product_id]) for line in lines]
    return [WantedPacks(line, item.listing.pk, line.quantity, item.price_pence) for line, item in seen]


@transaction.atomic
def place_for_household(  # noqa: PLR0913 - keyword-only
    *,
    market: Market,
    packs: Mapping[int, int],
    point: HandoverPoint,
    household: Household,
    payment: str,
    client_key: UUID,
    by: User | None,
    now: datetime,
    order_number: str = "",
) -> HouseholdOrder:
    """Order `packs` (by Oscar's product id) without a page: what a coordinator enters for a household on the phone.

    The same key again returns the standing order. Raises what take_order raises.
    """
    standing: HouseholdOrder | None = HouseholdOrder.objects.filter(client_key=client_key).first()
    if standing is not None:
        return standing
    basket = fill(market, packs, owner=household.user, status="Saved")
    method = HandedOver(point)
    charge = method.charge(market.front.hub.currency)
    order = OrderCreator().place_order(
        basket=basket,
        total=total_of(basket, charge),
        shipping_method=method,
        shipping_charge=charge,
        user=household.user,
        order_number=order_number or new_order_number(),
        **({} if household.user else {"guest_email": household.email}),
    )
    taken = take_order(
        front=market.front,
        order=order,
        delivery_day=market.chosen,
        point=point,
        household=household,
        payment=payment,
        wanted=wanted_of(order, market.shelf),
        client_key=client_key,
        by=by,
        now=now,
    )
    basket.submit()
    return taken


def fill(market: Market, packs: Mapping[int, int], *, owner: User | None, status: str) -> Any:
    """A new basket with these packs, priced for the market's day. Raises OrderRefused for what is not on sale."""
    basket = get_model("basket", "Basket").objects.create(owner=owner, status=status)
    basket.strategy = MarketStrategy(market=market)
    for product_id, count in packs.items():
        item = market.shelf.get(product_id)
        if item is None:
            raise OrderRefused(f"Something in this order is not on sale for {market.day}.")
        basket.add_product(item.goods.product, count)
    return basket


def new_order_number() -> str:
    """Eight letters and digits that are not mistaken for one another: H7KQ-29PX."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{drawn[:4]}-{drawn[4:]}"
