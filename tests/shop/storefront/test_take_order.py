"""The till itself, without a page: what it refuses leaves nothing behind."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shop.overrides.checkout.placing import place_for_household
from shop.storefront.actions import add_handover_point, open_shop
from shop.storefront.choosing import Market
from shop.storefront.errors import BadShop, OnlySoMany, OrderRefused, ShopClosed
from shop.storefront.models import HandoverPoint, HouseholdOrder, ShopFront
from shop.storefront.prices import pack_price, unit_price_pence
from shop.storefront.seasons import season_in_words
from shop.storefront.wanted import Household
from shop.supply.models import Lot
from tests.cast import NOW, a_hub
from tests.shop.storefront.scene import SUNDAY_NOON, Shop, a_point, counts

HETTY = Household(name="Hetty House", email="hetty@rutland.example")
NOTHING = {"oscar": 0, "ours": 0, "reserved": 0, "posted": 0, "told": 0}


def order(shop: Shop, packs: int = 1, *, now: datetime = NOW, **fields: Any) -> HouseholdOrder:
    """So many bags of carrots, entered for a household."""
    market = Market(shop.front, [shop.day], shop.day, now)
    (product,) = market.shelf
    fields = {"point": shop.point, "household": HETTY, "payment": "at_handover", "client_key": uuid4(), **fields}
    return place_for_household(market=market, packs={product: packs}, by=None, now=now, **fields)


def test_the_last_second_counts_and_the_cut_off_does_not(shop: Shop) -> None:
    order(shop, now=SUNDAY_NOON - timedelta(seconds=1))
    before = counts()

    with pytest.raises(ShopClosed, match="Your basket is kept"):
        order(shop, now=SUNDAY_NOON)

    assert counts() == before == {"oscar": 1, "ours": 1, "reserved": 1, "posted": 1, "told": 1}


def test_the_same_key_again_returns_what_stands(shop: Shop) -> None:
    key = uuid4()

    assert order(shop, 2, client_key=key) == order(shop, 5, client_key=key)
    assert counts() == {"oscar": 1, "ours": 1, "reserved": 1, "posted": 1, "told": 1}


def test_more_than_is_left_is_refused_with_the_number(shop: Shop) -> None:
    with pytest.raises(OnlySoMany, match="Only 10 left of Carrots, 1 kg bag from Manor Farm: you asked for 11."):
        order(shop, 11)

    assert counts() == NOTHING


def test_bulk_buyers_packs_are_not_the_shops(db: None) -> None:
    del db
    shop = Shop(packs=10, packs_shop=2, packs_either=3, packs_bulk=5)

    order(shop, 5)
    with pytest.raises(OnlySoMany, match="has just sold out"):
        order(shop, 1)
    assert Lot.objects.get().available_base == 5000


def test_the_lot_bounds_what_the_listing_promises(shop: Shop) -> None:
    Lot.objects.update(quantity_base=2500)

    with pytest.raises(OnlySoMany, match="Only 2 left"):
        order(shop, 3)


def test_a_point_that_is_shut_that_day_or_no_longer_offered_is_refused(shop: Shop) -> None:
    fridays = a_point(shop, "Friday hall", weekdays=[4])
    gone = a_point(shop, "Old hall")
    HandoverPoint.objects.filter(pk=gone.pk).update(is_offered=False)
    gone.refresh_from_db()

    with pytest.raises(OrderRefused, match="is not open on Tuesday 9 March 2027"):
        order(shop, point=fridays)
    with pytest.raises(OrderRefused, match="Choose where"):
        order(shop, point=gone)
    assert counts() == NOTHING


def test_a_payment_that_is_none_is_refused(shop: Shop) -> None:
    with pytest.raises(OrderRefused, match="Choose how you want to pay"):
        order(shop, payment="in shells")
    with pytest.raises(OrderRefused, match="not agreed an account"):
        order(shop, payment="account", household=replace(HETTY, user=None))


def test_the_shops_own_data_must_stand(shop: Shop) -> None:
    other = a_hub("Other hub", "other")

    with pytest.raises(BadShop, match="outcodes"):
        a_point(shop, "Round to nowhere", kind="round")
    with pytest.raises(BadShop, match="The hub has a handover point of this name"):
        a_point(shop, "Packhouse door")
    with pytest.raises(BadShop, match="It closes after it opens"):
        add_handover_point(
            place=shop.packhouse,
            name="Backwards",
            opens=shop.point.closes,
            closes=shop.point.opens,
            by=None,
            now=NOW,
        )
    with pytest.raises(BadShop, match="margin"):
        open_shop(hub=shop.hub, site=shop.front.site, margin_permille=900, by=None, now=NOW)
    with pytest.raises(BadShop):
        open_shop(hub=other, site=shop.front.site, by=None, now=NOW)
    assert ShopFront.objects.count() == 1


@pytest.mark.parametrize(
    ("grower", "margin", "vat", "net", "gross"),
    [(96, 1250, 0, 120, 120), (950, 1250, 0, 1188, 1188), (100, 1005, 200, 101, 121), (0, 1250, 200, 0, 0)],
)
def test_a_price_is_rounded_half_up_twice_and_never_again(
    grower: int, margin: int, vat: int, net: int, gross: int
) -> None:
    price = pack_price(grower, margin_permille=margin, vat_permille=vat)

    assert (price.net_pence, price.gross_pence) == (net, gross)


def test_a_unit_price_is_of_a_kilo_or_of_one() -> None:
    assert unit_price_pence(120, 500, "g") == 240
    assert unit_price_pence(185, 6, "each") == 31


@pytest.mark.parametrize(
    ("months", "said"),
    [
        ([], "All year"),
        (range(1, 13), "All year"),
        ([6], "June"),
        ([6, 7, 8], "June to August"),
        ([10, 11, 12, 1, 2], "October to February"),
        ([5, 8, 9], "May, and August to September"),
    ],
)
def test_a_season_in_words(months: Any, said: str) -> None:
    assert season_in_words(months) == said
