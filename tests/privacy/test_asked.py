"""A coordinator carries out what somebody rang for: for people of the hub, and guests, and nobody else."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from oscar.core.loading import get_model
from privacy.models import Erasure
from privacy.tidying import carry_out_due

from accounts.models import User
from shop.enterprises.actions import join
from shop.enterprises.models import Enterprise
from shop.journal.models import LogLine, OutboxMessage
from shop.storefront.models import HouseholdOrder
from tests.cast import NOW, a_grower, a_hub, a_hub_base, a_member, a_person
from tests.privacy.scene import HARRIETS, books, harriet, has_come, later, ordered, signed_in
from tests.shop.storefront.scene import Shop


@pytest.fixture
def cora(shop: Shop) -> User:
    """The hub's coordinator."""
    return a_member(Enterprise.objects.get(hub=shop.hub, kind="hub"), "cora@hub.example", role="coordinator")


def page_of(shop: Shop) -> str:
    """Where requests are answered."""
    return f"/hub/hubs/{shop.hub.pk}/people/"


def asks_for(browser: Client, shop: Shop, email: str) -> Any:
    """The coordinator clicks for `email`."""
    return browser.post(page_of(shop), {"email": email, "client_key": str(uuid4())})


def test_somebody_who_rang_gets_a_mail_and_seven_days(shop: Shop, cora: User) -> None:
    person, _ = harriet(shop)
    has_come(shop)
    browser = signed_in(cora)
    assert "Harriet Home, here since" in browser.get(page_of(shop), {"email": " HARRIET@rutland.example"}).text

    assert asks_for(browser, shop, "harriet@rutland.example").status_code == 302

    erasure = Erasure.objects.get()
    assert (erasure.person, erasure.hub, erasure.reason, erasure.asked_by) == (person, shop.hub, "rang", cora)
    letter = OutboxMessage.objects.get(key=f"erasure:{erasure.pk}")
    assert "you asked Rutland Food Hub to forget you." in letter.body
    assert "Harriet Home: on 8 March 2027" in browser.get(page_of(shop)).text
    assert carry_out_due(now=later(days=7)) == 1


def test_a_guest_is_taken_out_of_the_orders_at_once(shop: Shop, cora: User) -> None:
    ordered(shop, Client(), 2, **HARRIETS)
    has_come(shop)
    OutboxMessage.objects.update(sent_at=NOW)
    before = books()
    browser = signed_in(cora)
    assert "A guest with 1 order and no account." in browser.get(page_of(shop), {"email": HARRIETS["email"]}).text

    assert asks_for(browser, shop, HARRIETS["email"]).status_code == 302

    order = HouseholdOrder.objects.get()
    assert (order.name, order.phone, order.email) == ("A former household", "", "forgotten@erased.invalid")
    assert get_model("order", "Order").objects.get().guest_email == ""
    assert OutboxMessage.objects.get().body == ""
    assert books() == before
    assert LogLine.objects.filter(verb="forgot a guest", by=cora).count() == 1
    assert not Erasure.objects.exists()


def test_a_guests_order_that_has_not_come_stands_in_the_way(shop: Shop, cora: User) -> None:
    order = ordered(shop, Client(), 2, **HARRIETS)

    answer = asks_for(signed_in(cora), shop, HARRIETS["email"])

    assert answer.status_code == 422
    assert f"Order {order.order.number} has not come yet. Cancel it first." in answer.text
    assert HouseholdOrder.objects.get().name == "Harriet Home"


def test_whom_another_hub_knows_too_asks_themselves(shop: Shop, cora: User) -> None:
    other = a_hub("Vale Food Hub", "vale")
    a_hub_base(other)
    person = a_member(shop.farm, "gwen@manor.example")
    a_member(shop.farm, "gus@manor.example", role="member")
    join(user=person, enterprise=a_grower(other, "Vale Farm"), role="manager", by=None, now=NOW)

    answer = asks_for(signed_in(cora), shop, "gwen@manor.example")

    assert answer.status_code == 422
    assert "They are known to another hub, too" in answer.text
    assert "Vale" not in answer.text
    assert not Erasure.objects.exists()


def test_nobody_is_shown_whom_the_hub_does_not_know(shop: Shop, cora: User) -> None:
    a_person("stranger@rutland.example", "Sid Stranger")
    browser = signed_in(cora)

    known, unknown = (
        browser.get(page_of(shop), {"email": email}).text for email in ("stranger@rutland.example", "no@body.example")
    )

    assert "Sid" not in known
    assert (
        known.count("Nobody with this address is known to")
        == unknown.count("Nobody with this address is known to")
        == 1
    )
    asks_for(browser, shop, "stranger@rutland.example")
    assert not Erasure.objects.exists()


def test_the_page_is_not_there_for_others(shop: Shop) -> None:
    grower = a_member(shop.farm, "gwen@manor.example")

    assert signed_in(grower).get(page_of(shop)).status_code == 404
    assert asks_for(signed_in(grower), shop, "gwen@manor.example").status_code == 404


def test_a_second_click_does_nothing_more(shop: Shop, cora: User) -> None:
    harriet(shop)
    has_come(shop)
    browser, sent = signed_in(cora), {"email": HARRIETS["email"], "client_key": str(uuid4())}

    browser.post(page_of(shop), sent)
    browser.post(page_of(shop), sent)

    assert Erasure.objects.count() == 1
