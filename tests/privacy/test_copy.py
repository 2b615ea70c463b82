"""A person's copy holds what is theirs and nothing of anybody else."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from privacy.export import copy_of
from privacy.register import REGISTER

from shop.enterprises.actions import invite
from tests.cast import NOW, a_grower, a_member, a_person
from tests.privacy.scene import HARRIETS, OTHERS_WORDS, harriet, ordered, otto, signed_in, unzipped
from tests.shop.storefront.scene import Shop

COPY = "/account/data/copy/"


def test_a_copy_holds_a_households_own_rows_and_no_others(shop: Shop) -> None:
    person, order = harriet(shop)
    otto(shop)

    answer = signed_in(person).post(COPY)

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="your-data-2027-03-01.zip"'
    assert "no-store" in answer["Cache-Control"]
    texts = unzipped(answer.content)
    assert sorted(texts) == ["data.html", "data.json"]
    for text in texts.values():
        for own in ("Harriet Home", "harriet@rutland.example", "01572 123456", order.order.number):
            assert own in text
        for word in OTHERS_WORDS:
            assert word not in text
    rows = [row for each in json.loads(texts["data.json"])["kept"] for row in each["rows"]]
    assert [row["packs"] for row in rows if "packs" in row] == [3]
    assert [row["total_pence"] for row in rows if "total_pence" in row] == [order.total_pence]


def test_a_copy_tells_no_secret(shop: Shop) -> None:
    person, _ = harriet(shop)
    invite(enterprise=shop.farm, email=person.email, role="member", by=None, now=NOW)

    texts = unzipped(signed_in(person).post(COPY).content)

    for text in texts.values():
        assert person.password not in text
        assert "token_hash" not in text
        assert "Manor Farm" in text


def test_a_copy_of_a_grower_holds_their_farm_and_not_the_members_beside_them(shop: Shop) -> None:
    grower = a_member(shop.farm, "gwen@manor.example")
    a_member(shop.farm, "gus@manor.example", role="member")
    elsewhere = a_grower(shop.hub, "Hill Farm")

    texts = unzipped(signed_in(grower).post(COPY).content)

    assert shop.farm.email in texts["data.json"]
    assert "gus@" not in texts["data.json"]
    assert elsewhere.email not in texts["data.json"]


def test_no_entry_leads_to_a_row_of_nobody(shop: Shop) -> None:
    """Somebody new has an account and nothing else."""
    person = a_person("new@rutland.example", "Nell New")
    harriet(shop)

    found = {entry.model for entry in REGISTER if entry.rows_of(person).exists()}

    assert found == {"accounts.User"}


def test_a_copy_is_given_only_to_who_showed_lately_that_it_is_them(shop: Shop, client: Client) -> None:
    person, _ = harriet(shop)
    client.force_login(person)

    answer = client.post(COPY)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/")
    assert "zip" not in answer["Content-Type"]
    assert Client().post(COPY)["Location"].startswith("/account/sign-in/")
    assert client.get(COPY).status_code == 405


@pytest.mark.parametrize("page", ["/account/data/", "/account/data/forget/"])
def test_the_pages_say_what_is_kept(shop: Shop, page: str) -> None:
    person, _ = harriet(shop)

    answer = signed_in(person).get(page)

    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_the_questions_of_a_copy_do_not_grow_with_the_orders(shop: Shop) -> None:
    person, _ = harriet(shop)
    with CaptureQueriesContext(connection) as one:
        copy_of(person=person, now=NOW)
    ordered(shop, signed_in(person), 2, **HARRIETS)
    with CaptureQueriesContext(connection) as two:
        copy_of(person=person, now=NOW)

    assert len(one) == len(two)
