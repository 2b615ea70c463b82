"""Orders afterwards: whose they are, and cancelling them."""

import pytest
from django.test import Client
from django.utils import timezone

from shop.cycles.actions import close_day
from shop.journal.models import OutboxMessage
from shop.settlement.models import LedgerEntry
from shop.storefront.models import HouseholdOrder
from shop.supply.models import Lot, Reservation
from tests.cast import a_person
from tests.shop.storefront.scene import SUNDAY_NOON, Shop, a_household, check_out, counts, put_in


@pytest.fixture
def order(shop: Shop, client: Client) -> HouseholdOrder:
    """Three bags on account by the household that `client` is signed in as."""
    client.force_login(a_household(shop))
    put_in(client, shop, shop.carrots, 3)
    check_out(client, shop, payment="account")
    return HouseholdOrder.objects.get()


def path_of(order: HouseholdOrder, rest: str = "") -> str:
    """Where an order is shown."""
    return f"/shop/accounts/orders/{order.order.number}/{rest}"


def test_the_own_orders_are_listed_and_shown(order: HouseholdOrder, client: Client) -> None:
    assert order.order.number in client.get("/shop/accounts/orders/").content.decode()
    said = client.get(path_of(order)).content.decode()
    for words in ("Carrots, 1 kg bag", "Manor Farm", "£3.60", "Packhouse door", "Cancel this order"):
        assert words in said


def test_another_persons_order_is_not_there(order: HouseholdOrder) -> None:
    stranger = Client()
    stranger.force_login(a_person("other@rutland.example", "Otto Other"))

    assert stranger.get(path_of(order)).status_code == 404
    assert stranger.post(path_of(order, "cancel/")).status_code == 404
    assert order.order.number not in stranger.get("/shop/accounts/orders/").content.decode()
    assert HouseholdOrder.objects.get().status == "placed"
    assert Client().get(path_of(order)).status_code == 302


def test_a_guest_sees_it_by_its_signed_address_alone(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots)
    check_out(client, shop)
    thanks = client.get("/shop/checkout/thank-you/")
    address = thanks.context["guest_path"]
    number = HouseholdOrder.objects.get().order.number

    assert Client().get(address).status_code == 200
    assert Client().get(f"/shop/accounts/order-status/{number}/forged/").status_code == 404
    assert Client().get("/shop/checkout/thank-you/")["Location"] == "/shop/catalogue/"


def test_cancelling_lets_go_of_stock_and_debt_once(order: HouseholdOrder, client: Client) -> None:
    first = client.post(path_of(order, "cancel/"))
    client.post(path_of(order, "cancel/"))

    order.refresh_from_db()
    assert first["Location"] == path_of(order)
    assert order.status == "cancelled"
    assert Reservation.objects.get().status == "released"
    assert Lot.objects.get().reserved_base == 0
    assert LedgerEntry.objects.per_kind() == {"households": 0, "price_difference": 0}
    assert counts() == {"oscar": 1, "ours": 1, "reserved": 1, "posted": 2, "told": 2}
    assert "Cancel this order" not in client.get(path_of(order)).content.decode()


def test_what_was_cancelled_is_for_sale_again(order: HouseholdOrder, shop: Shop, client: Client) -> None:
    client.post(path_of(order, "cancel/"))
    put_in(client, shop, shop.carrots, 10)

    assert check_out(client, shop).status_code == 302


def test_after_the_cut_off_nothing_is_cancelled(
    order: HouseholdOrder, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: SUNDAY_NOON)
    before = counts()

    answer = client.post(path_of(order, "cancel/"))

    assert answer.status_code == 422
    assert "has closed" in answer.content.decode()
    assert HouseholdOrder.objects.get().status == "placed"
    assert counts() == before


def test_a_guest_cancels_by_the_address_in_the_mail(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots)
    check_out(client, shop)
    order = HouseholdOrder.objects.get()
    told = OutboxMessage.objects.get().body
    path = f"/shop/accounts/order-status/{order.order.number}/{order.order.verification_hash()}/"
    assert path in told

    stranger = Client()
    assert stranger.post(f"/shop/accounts/order-status/{order.order.number}/forged/cancel/").status_code == 404
    assert HouseholdOrder.objects.get().status == "placed"
    assert "Cancel this order" in stranger.get(path).content.decode()
    assert stranger.post(f"{path}cancel/")["Location"] == path
    assert HouseholdOrder.objects.get().status == "cancelled"
    assert Lot.objects.get().reserved_base == 0


def test_an_order_tells_what_happened_to_it_and_nobody_s_name(order: HouseholdOrder, client: Client) -> None:
    assert [line.what for line in client.get(path_of(order)).context["logged"]] == ["You ordered"]
    close_day(delivery_day=order.delivery_day, by=a_person("coordinator@hub.example", "Cora"), now=SUNDAY_NOON)
    page = client.get(path_of(order))

    assert [line.what for line in page.context["logged"]] == ["You ordered", "Ordering closed"]
    assert "Cora" not in page.content.decode()


def test_a_cancelled_order_is_not_told_of_its_day(order: HouseholdOrder, client: Client) -> None:
    client.post(path_of(order, "cancel/"))
    close_day(delivery_day=order.delivery_day, by=None, now=SUNDAY_NOON)

    logged = client.get(path_of(order)).context["logged"]
    assert [line.what for line in logged] == ["You ordered", "Cancelled"]
