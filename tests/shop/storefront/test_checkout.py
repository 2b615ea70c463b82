"""A household orders: everything is written and reserved together, or nothing is."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from shop.cycles.actions import change_listing, withdraw_listing
from shop.journal.models import LogLine, OutboxMessage
from shop.settlement.models import LedgerEntry
from shop.storefront.models import HouseholdLine, HouseholdOrder
from shop.supply.models import Lot, Reservation
from tests.cast import NOW
from tests.shop.storefront.scene import SUNDAY_NOON, Shop, a_household, a_point, check_out, counts, put_in, till

NOTHING = {"oscar": 0, "ours": 0, "reserved": 0, "posted": 0, "told": 0}


def test_a_household_on_account_orders_and_everything_is_written_once(shop: Shop, client: Client) -> None:
    person = a_household(shop)
    client.force_login(person)
    put_in(client, shop, shop.carrots, 3)

    answer = check_out(client, shop, payment="account")

    assert answer.status_code == 302, answer.content.decode()[-3000:]
    assert answer["Location"] == "/shop/checkout/thank-you/"
    order = HouseholdOrder.objects.get()
    line = order.lines.get()
    assert (order.user, order.payment, order.delivery_day) == (person, "account", shop.day)
    assert (order.net_pence, order.vat_pence, order.fee_pence, order.total_pence) == (360, 0, 0, 360)
    assert (line.listing, line.packs, line.price_pence, line.grower_pence) == (shop.carrots, 3, 120, 96)
    assert (line.specification_text, line.pack_text, line.grower_text) == ("Carrots", "1 kg bag", "Manor Farm")
    assert (line.vat_code, line.vat_permille, line.allergens) == ("Z", 0, {})
    held = Reservation.objects.get()
    assert (held.key, held.quantity_base, held.status) == (line.reservation_key, 3000, "held")
    assert Lot.objects.get().reserved_base == 3000
    assert order.order.total_incl_tax == order.order.total_excl_tax == Decimal("3.60")
    assert counts() == {"oscar": 1, "ours": 1, "reserved": 1, "posted": 1, "told": 1}
    assert LedgerEntry.objects.per_kind() == {"households": 360, "price_difference": -360}
    assert "3 × Carrots, 1 kg bag, from Manor Farm: £3.60" in OutboxMessage.objects.get().body
    assert LogLine.objects.filter(verb="household order").get().by == person


def test_an_order_number_tells_nothing(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots)
    check_out(client, shop)

    number = HouseholdOrder.objects.get().order.number
    assert len(number) == 9
    assert number[4] == "-"
    assert number != "100001"


def test_a_second_click_leads_to_the_same_order(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots)
    typed = till(client, shop)

    first = client.post("/shop/checkout/", typed)
    second = client.post("/shop/checkout/", typed)

    assert first["Location"] == second["Location"] == "/shop/checkout/thank-you/"
    assert counts() == {"oscar": 1, "ours": 1, "reserved": 1, "posted": 1, "told": 1}


def test_what_is_gone_is_named_and_the_basket_is_kept(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots, 3)
    typed = till(client, shop)
    other = Client()
    put_in(other, shop, shop.carrots, 8)
    assert check_out(other, shop).status_code == 302
    before = counts()

    answer = client.post("/shop/checkout/", typed)

    assert answer.status_code == 422
    assert "Only 2 left" in answer.content.decode()
    assert 'value="Hetty House"' in answer.content.decode()
    assert counts() == before
    assert "Carrots, 1 kg bag" in client.get("/shop/basket/").content.decode()


def test_after_the_cut_off_nothing_is_taken(shop: Shop, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    put_in(client, shop, shop.carrots, 3)
    typed = till(client, shop)
    moments = iter([SUNDAY_NOON - timedelta(seconds=1)])
    monkeypatch.setattr(timezone, "now", lambda: next(moments, SUNDAY_NOON))

    answer = client.post("/shop/checkout/", typed)

    assert answer.status_code in (302, 422)
    assert counts() == NOTHING
    monkeypatch.setattr(timezone, "now", lambda: SUNDAY_NOON - timedelta(seconds=1))
    assert "Carrots, 1 kg bag" in client.get("/shop/basket/").content.decode()


def test_a_changed_price_is_said_before_anything_is_bought(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots, 1)
    typed = till(client, shop)
    change_listing(listing=shop.carrots, by=None, now=NOW, price_pence=200)

    answer = client.post("/shop/checkout/", typed)

    assert answer.status_code == 422
    assert "has changed since you opened this page" in answer.content.decode()
    assert "£2.50" in answer.content.decode()
    assert counts() == NOTHING


def test_a_withdrawn_listing_is_said(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots, 1)
    typed = till(client, shop)
    withdraw_listing(listing=shop.carrots, by=None, now=NOW)

    answer = client.post("/shop/checkout/", typed)

    assert answer.status_code == 422
    assert "Not on sale for this day" in answer.content.decode()
    assert counts() == NOTHING


def test_only_who_has_an_account_pays_later(shop: Shop, client: Client) -> None:
    client.force_login(a_household(shop, on_account=False))
    put_in(client, shop, shop.carrots)

    answer = check_out(client, shop, payment="account")

    assert answer.status_code == 422
    assert counts() == NOTHING


@pytest.mark.parametrize(
    ("postcode", "door", "said"),
    [("NG1 1AA", "1 High Street", "goes to LE15 only"), ("LE15 6AA", "", "Say to which door")],
)
def test_a_round_goes_only_where_it_goes(shop: Shop, client: Client, postcode: str, door: str, said: str) -> None:
    bicycle = a_point(shop, "Bicycle round", kind="round", outcodes=["LE15"], fee_pence=250)
    put_in(client, shop, shop.carrots)

    answer = check_out(client, shop, point=str(bicycle.pk), postcode=postcode, door=door)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert counts() == NOTHING


def test_a_rounds_fee_is_paid_and_posted_on_its_own(shop: Shop, client: Client) -> None:
    bicycle = a_point(shop, "Bicycle round", kind="round", outcodes=["LE15"], fee_pence=250)
    put_in(client, shop, shop.carrots, 2)

    answer = check_out(client, shop, point=str(bicycle.pk), postcode="le15 6aa", door="1 High Street, Oakham")

    assert answer.status_code == 302
    order = HouseholdOrder.objects.get()
    assert (order.net_pence, order.fee_pence, order.total_pence) == (240, 250, 490)
    assert order.door == "1 High Street, Oakham, LE15 6AA"
    assert LedgerEntry.objects.per_kind() == {"delivery_fees": -250, "households": 490, "price_difference": -240}
    assert order.order.total_incl_tax == order.order.total_excl_tax


def test_vat_is_ours_and_not_oscars(shop: Shop, client: Client) -> None:
    product = shop.bag.specification.product
    product.vat_code = "S"
    product.save()
    put_in(client, shop, shop.carrots, 2)

    check_out(client, shop)

    order = HouseholdOrder.objects.get()
    assert (order.net_pence, order.vat_pence, order.total_pence) == (240, 48, 288)
    assert LedgerEntry.objects.per_kind() == {"households": 288, "price_difference": -240, "vat": -48}
    assert order.order.total_incl_tax == Decimal("2.88")
    assert HouseholdLine.objects.get().vat_permille == 200


def test_an_empty_basket_is_led_back(shop: Shop, client: Client) -> None:
    assert shop.front.is_open
    assert client.get("/shop/checkout/")["Location"] == "/shop/basket/"


def test_a_key_that_is_none_is_refused(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots)

    assert check_out(client, shop, client_key="none").status_code == 422
    assert counts() == NOTHING


def test_a_foreign_hubs_point_is_refused(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots)

    assert check_out(client, shop, point="999999").status_code == 422
    assert check_out(client, shop, client_key=str(uuid4()), point="").status_code == 422
    assert counts() == NOTHING
