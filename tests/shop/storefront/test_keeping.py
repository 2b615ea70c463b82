"""Keeping the shop: a coordinator's page."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shop.storefront.models import HandoverPoint, HouseholdAccount, ShopFront
from tests.cast import a_hub, a_hub_base, a_member, a_person
from tests.shop.storefront.scene import Shop, check_out, put_in


@pytest.fixture
def keeper(shop: Shop) -> Client:
    """A coordinator of the hub."""
    client = Client()
    client.force_login(a_member(shop.packhouse.enterprise, "coordinator@rutland.example", role="coordinator"))
    return client


def path_of(shop: Shop) -> str:
    """The hub's page."""
    return f"/shop/keeping/{shop.hub.pk}/"


def send(client: Client, shop: Shop, what: str, key: str = "", **typed: Any) -> Any:
    """One of the page's forms."""
    fields = {f"{what}-{name}": value for name, value in typed.items()}
    return client.post(path_of(shop), {"what": what, "client_key": key or str(uuid4()), **fields})


def test_it_lists_who_ordered_what_for_which_point(shop: Shop, keeper: Client, client: Client) -> None:
    put_in(client, shop, shop.carrots, 3)
    check_out(client, shop)

    said = keeper.get(path_of(shop)).content.decode()

    for words in ("1 order, £3.60", "Hetty House", "3 × Carrots, 1 kg bag", "Packhouse door"):
        assert words in said
    assert "Keep the shop" in keeper.get("/shop/catalogue/").content.decode()


def test_nobody_else_finds_it(shop: Shop, client: Client) -> None:
    other = a_hub("Other hub", "other")
    elsewhere = a_member(a_hub_base(other).enterprise, "elsewhere@other.example", role="coordinator")
    for person in (a_person("p@rutland.example"), a_member(shop.farm), elsewhere):
        client.force_login(person)
        assert client.get(path_of(shop)).status_code == 404
        assert send(client, shop, "margin", margin="10").status_code == 404
        assert "Keep the shop" not in client.get("/shop/catalogue/").content.decode()
    assert ShopFront.objects.get().margin_permille == 1250
    assert Client().get(path_of(shop)).status_code == 302


def test_the_margin_is_set_in_per_cent_and_refused_when_it_is_none(shop: Shop, keeper: Client) -> None:
    assert send(keeper, shop, "margin", margin="12.5").status_code == 302
    assert ShopFront.objects.get().margin_permille == 1125
    for typed in ("-1", "900", "much", ""):
        assert send(keeper, shop, "margin", margin=typed).status_code == 422
    assert ShopFront.objects.get().margin_permille == 1125


def test_an_account_is_agreed_once_with_somebody_who_signs_in(shop: Shop, keeper: Client) -> None:
    person = a_person("hetty@rutland.example", "Hetty House")

    assert send(keeper, shop, "account", email="Hetty@rutland.example").status_code == 302
    assert send(keeper, shop, "account", email="hetty@rutland.example").status_code == 302
    refused = send(keeper, shop, "account", email="nobody@rutland.example")

    assert HouseholdAccount.objects.get().user == person
    assert refused.status_code == 422
    assert "Nobody signs in with this address" in refused.content.decode()


def test_a_round_is_added_once_however_often_it_is_sent(shop: Shop, keeper: Client) -> None:
    typed: dict[str, Any] = {
        "name": "Bicycle round",
        "kind": "round",
        "place": shop.packhouse.pk,
        "opens": "15:00",
        "closes": "18:00",
        "outcodes": "le15, PE9",
        "fee_pence": "250",
        "how_to_find": "",
    }
    key = str(uuid4())

    send(keeper, shop, "point", key, **typed)
    send(keeper, shop, "point", key, **typed)
    refused = send(keeper, shop, "point", **typed)

    assert HandoverPoint.objects.get(kind="round").outcodes == ["LE15", "PE9"]
    assert refused.status_code == 422
    assert "a handover point of this name" in refused.content.decode()
    assert 'value="Bicycle round"' in refused.content.decode()
    assert send(keeper, shop, "nothing").status_code == 422
    assert HandoverPoint.objects.count() == 2
