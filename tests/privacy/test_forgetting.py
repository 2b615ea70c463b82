"""Somebody is forgotten: nothing names them any more, and no total moves by a penny."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from oscar.core.loading import get_model
from privacy.actions import ask_to_forget, carry_out, change_of_mind
from privacy.errors import StandsInTheWay
from privacy.models import Erasure
from privacy.standing import in_the_way
from privacy.tidying import carry_out_due

from accounts.models import User
from logistics.models import Driver
from shop.enterprises.models import Enterprise, Membership
from shop.journal.models import LogLine, OutboxMessage
from shop.rows.moves import NotAllowedMove
from shop.storefront.models import HouseholdOrder
from tests.cast import NOW, a_member, a_person
from tests.privacy.scene import (
    HARRIETS,
    books,
    every_word_in_the_database,
    harriet,
    has_come,
    later,
    ordered,
    otto,
    signed_in,
)
from tests.shop.storefront.scene import Shop

FORGET = "/account/data/forget/"


def typed(**also: Any) -> dict[str, Any]:
    """The form, filled in."""
    return {"word": "forget me", "client_key": str(uuid4()), **also}


def asked(person: User, **also: Any) -> Erasure:
    """They asked themselves."""
    return ask_to_forget(person=person, **{"reason": "themselves", "by": person, "now": NOW, **also})


def test_nothing_names_them_and_every_total_stands(shop: Shop) -> None:
    person, order = harriet(shop)
    _, ottos = otto(shop)
    has_come(shop)
    OutboxMessage.objects.update(sent_at=NOW)
    before = books()

    counts = carry_out(erasure=asked(person), now=later(days=7))
    OutboxMessage.objects.filter(sent_at=None).delete()

    assert books() == before
    assert before["orders"]["rows"] == 2
    said = every_word_in_the_database()
    for word in ("Harriet", "harriet@", "01572 123456", "Home Lane"):
        assert word not in said
    for word in ("Otto Other", "other@rutland.example"):
        assert word in said
    order.refresh_from_db()
    assert (order.name, order.phone, order.door, order.status) == ("A former household", "", "", "placed")
    ottos.refresh_from_db()
    assert ottos.name == "Otto Other"
    assert counts["storefront.HouseholdOrder"] == 2
    person.refresh_from_db()
    assert (person.name, person.email) == ("A former member", f"former-{person.pk}@erased.invalid")
    assert not person.is_active
    assert not person.has_usable_password()


def test_who_is_signed_in_no_longer_is(shop: Shop) -> None:
    person, _ = harriet(shop)
    has_come(shop)
    browser = signed_in(person)
    assert browser.get("/account/").status_code == 200

    carry_out(erasure=asked(person), now=later(days=7))

    assert browser.get("/account/")["Location"].startswith("/account/sign-in/")
    assert not Client().login(username="harriet@rutland.example", password="a long password")


def test_the_log_keeps_what_was_done_and_names_nobody(shop: Shop) -> None:
    person, order = harriet(shop)
    has_come(shop)
    lines = list(LogLine.objects.about(order).values_list("pk", "verb", "by"))

    carry_out(erasure=asked(person), now=later(days=7))

    assert list(LogLine.objects.about(order).values_list("pk", "verb", "by")) == lines
    assert "A former member" in str(LogLine.objects.about(order).first())
    verbs = LogLine.objects.filter(subject_kind="erasure").values_list("verb", "by", "detail")
    assert list(verbs) == [
        ("asked to forget a person", person.pk, {"reason": "themselves"}),
        ("forgot a person", None, {"reason": "themselves"}),
    ]


def test_they_are_written_to_and_may_change_their_mind_for_seven_days(shop: Shop) -> None:
    person, order = harriet(shop)
    has_come(shop)
    browser = signed_in(person)

    answer = browser.post(FORGET, typed())

    assert answer["Location"] == "/account/data/"
    erasure = Erasure.objects.get()
    assert (erasure.status, erasure.due_at) == ("asked", NOW + timedelta(days=7))
    letter = OutboxMessage.objects.get(key=f"erasure:{erasure.pk}")
    assert letter.to_address == "harriet@rutland.example"
    assert "09:00 on Monday 8 March 2027" in letter.body
    assert carry_out_due(now=later(days=7, seconds=-1)) == 0
    assert "You will be forgotten on Monday 8 March 2027" in browser.get("/account/data/").text

    browser.post("/account/data/keep/")

    assert carry_out_due(now=later(days=8)) == 0
    order.refresh_from_db()
    assert order.name == "Harriet Home"
    assert Erasure.objects.get().status == "withdrawn"


def test_after_seven_days_it_is_done_once(shop: Shop) -> None:
    person, _ = harriet(shop)
    has_come(shop)
    erasure = asked(person)

    assert carry_out_due(now=later(days=7)) == 1
    assert carry_out_due(now=later(days=7)) == 0
    with pytest.raises(NotAllowedMove):
        carry_out(erasure=erasure, now=later(days=7))
    with pytest.raises(NotAllowedMove):
        change_of_mind(erasure=erasure, by=person, now=later(days=7))


def test_asking_twice_is_asking_once(shop: Shop) -> None:
    person, _ = harriet(shop)
    has_come(shop)
    browser, sent = signed_in(person), typed()
    browser.post(FORGET, sent)
    browser.post(FORGET, sent)
    browser.post(FORGET, typed())

    assert Erasure.objects.count() == 1
    assert OutboxMessage.objects.filter(key__startswith="erasure:").count() == 1


def test_nothing_happens_by_a_slip(shop: Shop) -> None:
    person, _ = harriet(shop)
    has_come(shop)

    answer = signed_in(person).post(FORGET, typed(word="remember me"))

    assert answer.status_code == 422
    assert "Type the two words forget me" in answer.text
    assert not Erasure.objects.exists()


def test_an_order_that_has_not_come_stands_in_the_way(shop: Shop) -> None:
    person, order = harriet(shop)

    answer = signed_in(person).post(FORGET, typed())

    assert answer.status_code == 422
    assert (
        f"Order {order.order.number} for Tuesday 9 March has not come yet. Cancel it, or wait until it has come."
        in answer.text
    )
    assert not Erasure.objects.exists()


def test_what_begins_before_the_day_puts_it_off(shop: Shop) -> None:
    person = a_person("harriet@rutland.example", "Harriet Home")
    erasure = asked(person)
    ordered(shop, signed_in(person), 3, **HARRIETS)

    assert carry_out_due(now=later(days=7)) == 0
    has_come(shop)
    assert carry_out_due(now=later(days=8)) == 1
    erasure.refresh_from_db()
    assert erasure.status == "done"


def test_a_hubs_only_coordinator_stays_until_there_is_another(shop: Shop) -> None:
    base = Enterprise.objects.get(hub=shop.hub, kind="hub")
    first = a_member(base, "cora@hub.example", role="coordinator")

    assert in_the_way(first, now=NOW) == [
        "You are the only coordinator of Rutland Food Hub. Invite another coordinator first."
    ]
    with pytest.raises(StandsInTheWay):
        asked(first)

    a_member(base, "second@hub.example", role="coordinator")
    assert in_the_way(first, now=NOW) == []


def test_the_last_who_acts_for_a_farm_with_open_listings_stays(shop: Shop) -> None:
    grower = a_member(shop.farm, "gwen@manor.example")
    assert in_the_way(grower, now=NOW) == [
        (
            "You are the only one who acts for Manor Farm, and Tuesday 9 March is not settled yet. Wait until it is, "
            "or ask the hub to let somebody else act for it."
        )
    ]

    a_member(shop.farm, "gus@manor.example", role="member")
    assert in_the_way(grower, now=NOW) == []


def test_a_farms_addresses_go_with_its_last_member_and_its_name_stays(shop: Shop) -> None:
    grower = a_member(shop.farm, "gwen@manor.example")
    other = a_member(shop.farm, "gus@manor.example", role="member")
    has_come(shop)
    email = shop.farm.email

    carry_out(erasure=asked(grower), now=later(days=7))
    shop.farm.refresh_from_db()
    assert shop.farm.email == email
    assert list(Membership.objects.filter(enterprise=shop.farm).values_list("user", flat=True)) == [other.pk]

    carry_out(erasure=asked(other), now=later(days=8))
    shop.farm.refresh_from_db()
    assert (shop.farm.email, shop.farm.phone, shop.farm.name) == ("", "", "Manor Farm")


def test_a_driver_loses_the_name_and_routes_keep_a_driver(shop: Shop) -> None:
    person = a_person("joe@hub.example", "Joe Bloggs")
    driver = Driver.objects.create(hub=shop.hub, name="Joe Bloggs", user=person)

    carry_out(erasure=asked(person), now=later(days=7))

    driver.refresh_from_db()
    assert (driver.name, driver.user) == ("A former driver", None)


@pytest.mark.django_db
def test_the_only_administrator_stays() -> None:
    first = User.objects.create_superuser("root@hub.example", first_name="Rita")
    assert in_the_way(first, now=NOW) == ["You are the only administrator. Make somebody else administrator first."]

    User.objects.create_superuser("second@hub.example", first_name="Ruth")
    assert in_the_way(first, now=NOW) == []


def test_baskets_go_and_a_submitted_one_stays_with_its_order(shop: Shop) -> None:
    person, order = harriet(shop)
    basket = get_model("basket", "Basket")
    basket.objects.create(owner=person, status="Saved")
    has_come(shop)

    carry_out(erasure=asked(person), now=later(days=7))

    assert list(basket.objects.values_list("pk", flat=True)) == [order.order.basket_id]


def test_a_guests_orders_with_the_same_address_go_too(shop: Shop) -> None:
    person = a_person("harriet@rutland.example", "Harriet Home")
    order = ordered(shop, Client(), 1, **HARRIETS)
    assert order.user is None
    has_come(shop)

    carry_out(erasure=asked(person), now=later(days=7))

    assert HouseholdOrder.objects.get().name == "A former household"
    assert get_model("order", "Order").objects.get().guest_email == ""
