"""Households that meet at the till, with real connections: the last pack is sold once."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client

from shop.cycles.models import DeliveryDay
from shop.storefront.actions import ordering
from shop.storefront.models import HouseholdLine, HouseholdOrder
from shop.supply.models import Lot
from tests.cast import NOW
from tests.shop.meeting import MeetAfter, all_at_once
from tests.shop.storefront.scene import Shop, counts, put_in, till

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

READ_THE_SHARE = 'SELECT "storefront_householdline"."listing_id"'


def two_at_the_till(shop: Shop, packs: int, meeting: MeetAfter) -> list[Callable[[], int]]:
    """Two guests with so many packs each in their baskets; each click waits where `meeting` says."""

    def customer() -> Callable[[], int]:
        client = Client()
        put_in(client, shop, shop.carrots, packs)
        typed = till(client, shop)

        def click() -> int:
            with meeting.here():
                return int(client.post("/shop/checkout/", typed).status_code)

        return click

    return [customer(), customer()]


def one_left() -> Shop:
    """One pack is left to the shop; the lot behind it holds ten."""
    shop = Shop(packs=1)
    Lot.objects.filter(pk=shop.carrots.lot_id).update(quantity_base=10_000)
    return shop


def test_two_checkouts_for_the_last_pack_make_one_order() -> None:
    shop = one_left()

    answers = all_at_once(two_at_the_till(shop, 1, MeetAfter(READ_THE_SHARE, threads=2, patience_s=1)))

    assert sorted(answers) == [302, 422]
    assert counts() == {"oscar": 1, "ours": 1, "reserved": 1, "posted": 1, "told": 1}
    assert HouseholdLine.objects.get().packs == 1
    assert Lot.objects.get().reserved_base == 1000


def test_without_the_days_lock_both_would_have_been_promised_it(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = one_left()
    monkeypatch.setattr(ordering, "lock_day", DeliveryDay.refresh_from_db)
    clicks = two_at_the_till(shop, 1, MeetAfter('INSERT INTO "order_order"', threads=2))

    answers = all_at_once(clicks)

    assert answers == [302, 302]
    assert HouseholdOrder.objects.count() == 2


def test_stock_that_another_listing_shares_is_sold_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lot is short although the listing is not: supply's one statement decides."""
    shop = Shop(packs=10)
    Lot.objects.filter(pk=shop.carrots.lot_id).update(quantity_base=3_000)
    monkeypatch.setattr(ordering, "lock_day", DeliveryDay.refresh_from_db)

    answers = all_at_once(two_at_the_till(shop, 2, MeetAfter('INSERT INTO "order_order"', threads=2)))

    assert sorted(answers) == [302, 422]
    assert Lot.objects.get().reserved_base == 2000


def test_one_click_that_arrives_twice_makes_one_order() -> None:
    shop = Shop()
    client = Client()
    put_in(client, shop, shop.carrots, 1)
    typed = till(client, shop)

    def click() -> int:
        twin = Client()
        twin.cookies = client.cookies
        return int(twin.post("/shop/checkout/", typed).status_code)

    all_at_once([click, click])

    assert counts() == {"oscar": 1, "ours": 1, "reserved": 1, "posted": 1, "told": 1}


def test_an_order_and_the_close_of_its_day_never_cross() -> None:
    """Whoever gets the day first wins: an order that stands was placed before the day closed."""
    shop = Shop()
    client = Client()
    put_in(client, shop, shop.carrots, 1)
    typed = till(client, shop)
    meeting = MeetAfter('INSERT INTO "order_order"', threads=2, patience_s=1)

    def click() -> int:
        with meeting.here():
            return int(client.post("/shop/checkout/", typed).status_code)

    def close() -> int:
        with meeting.here(), transaction.atomic():
            meeting.meet()
            DeliveryDay.objects.filter(pk=shop.day.pk).update(status="closed", closed_at=NOW)
        return 0

    answer, _ = all_at_once([click, close])

    placed = HouseholdOrder.objects.count()
    assert (answer, placed) in ((302, 1), (422, 0))
    assert counts()["oscar"] == counts()["reserved"] == placed
    assert Lot.objects.get().reserved_base == 1000 * placed
