"""A household pays by card: the hold, the order and the money agree, whatever goes wrong at the till."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shop.payments import tasks
from shop.payments.actions import authorising
from shop.payments.models import Payment, Refund
from shop.payments.sweeping import sweep
from shop.storefront.actions import cancel_order
from shop.storefront.models import HouseholdOrder
from tests.cast import NOW
from tests.shop.payments.pretended_cards import PretendedCards
from tests.shop.storefront.scene import Shop, check_out, counts, put_in, till

NOTHING = {"oscar": 0, "ours": 0, "reserved": 0, "posted": 0, "told": 0}


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch, settings: Any) -> PretendedCards:
    """The hub takes cards, of a company in memory."""
    settings.FOODSHED_STRIPE_SECRET_KEY = settings.FOODSHED_STRIPE_PUBLISHABLE_KEY = "a_test"
    pretended = PretendedCards()
    for module in (authorising, tasks):
        monkeypatch.setattr(module, "gateway", lambda: pretended)
    return pretended


def by_card(**typed: str) -> dict[str, str]:
    return {"payment": "card", "payment_method": "pm_1", "card_key": str(uuid4()), **typed}


def test_an_order_by_card_is_taken_after_it_stands(
    shop: Shop, client: Client, cards: PretendedCards, django_capture_on_commit_callbacks: Any
) -> None:
    put_in(client, shop, shop.carrots, 3)

    with django_capture_on_commit_callbacks(execute=True):
        answer = check_out(client, shop, **by_card())

    assert answer["Location"] == "/shop/checkout/thank-you/"
    order, payment = HouseholdOrder.objects.get(), Payment.objects.get()
    assert (order.payment, order.total_pence) == ("card", 360)
    assert (payment.status, payment.order_number, payment.due_pence) == ("captured", order.order.number, 360)
    assert cards.taken_pence == {payment.intent_id: 360}


def test_a_declined_card_comes_back_with_everything_kept_and_a_fresh_try(
    shop: Shop, client: Client, cards: PretendedCards
) -> None:
    cards.declines = "insufficient_funds"
    put_in(client, shop, shop.carrots, 3)
    typed = by_card(phone="01572 000 000")

    answer = check_out(client, shop, **typed)

    assert answer.status_code == 422
    assert "There is not enough money on the card. Nothing was taken" in answer.text
    assert 'value="01572 000 000"' in answer.text
    assert typed["card_key"] not in answer.text
    assert counts() == NOTHING
    cards.declines = ""
    assert check_out(client, shop, **by_card()).status_code == 302


def test_what_sold_out_while_the_bank_was_asked_lets_the_hold_go(
    shop: Shop,
    client: Client,
    cards: PretendedCards,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    put_in(client, shop, shop.carrots, 10)
    typed = till(client, shop, **by_card())
    other = Client()
    put_in(other, shop, shop.carrots, 1)
    confirm = cards.confirm

    def sold_meanwhile(intent_id: str, *, key: str) -> Any:
        assert check_out(other, shop).status_code == 302
        return confirm(intent_id, key=key)

    monkeypatch.setattr(cards, "confirm", sold_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/shop/checkout/", typed)

    assert answer.status_code == 422
    assert (cards.held_pence(), cards.taken_pence) == (0, {})
    assert Payment.objects.get().status == "cancelled"
    assert HouseholdOrder.objects.count() == 1


def test_the_banks_question_comes_back_with_the_same_try(shop: Shop, client: Client, cards: PretendedCards) -> None:
    cards.bank_asks = True
    put_in(client, shop, shop.carrots, 3)
    typed = till(client, shop, **by_card())

    asked = client.post("/shop/checkout/", typed)

    assert asked.status_code == 422
    assert "One more step at your bank" in asked.text
    assert "was not placed" not in asked.text
    assert 'data-client-secret="secret"' in asked.text
    assert f'name="card_key" value="{typed["card_key"]}"' in asked.text
    assert 'name="payment_method" value="pm_1"' in asked.text
    assert counts() == NOTHING
    cards.bank_is_told_yes(Payment.objects.get().intent_id)
    assert client.post("/shop/checkout/", typed).status_code == 302
    assert Payment.objects.get().status in {"due", "captured"}


def test_a_company_that_is_away_leaves_the_basket_and_holds_nothing(
    shop: Shop, client: Client, cards: PretendedCards
) -> None:
    cards.mishaps = ["", "unanswered"]
    put_in(client, shop, shop.carrots, 3)

    answer = check_out(client, shop, **by_card())

    assert answer.status_code == 422
    assert "The card company can&#x27;t be reached. Nothing was taken" in answer.text.replace("&#39;", "&#x27;")
    sweep(cards=cards, now=Payment.objects.get().next_try_at)
    assert cards.held_pence() == 0
    assert counts() == NOTHING


def test_without_a_card_nothing_is_asked(shop: Shop, client: Client, cards: PretendedCards) -> None:
    put_in(client, shop, shop.carrots)

    answer = check_out(client, shop, **by_card(payment_method=""))

    assert answer.status_code == 422
    assert "Your card was not entered" in answer.text
    assert cards.calls == []


def test_a_second_click_takes_nothing_twice(
    shop: Shop, client: Client, cards: PretendedCards, django_capture_on_commit_callbacks: Any
) -> None:
    put_in(client, shop, shop.carrots, 3)
    typed = till(client, shop, **by_card())

    with django_capture_on_commit_callbacks(execute=True):
        answers = [client.post("/shop/checkout/", typed) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == ["/shop/checkout/thank-you/"] * 2
    assert (HouseholdOrder.objects.count(), sum(cards.taken_pence.values())) == (1, 360)


def test_a_cancelled_order_gives_the_money_back(
    shop: Shop, client: Client, cards: PretendedCards, django_capture_on_commit_callbacks: Any
) -> None:
    put_in(client, shop, shop.carrots, 3)
    with django_capture_on_commit_callbacks(execute=True):
        check_out(client, shop, **by_card())

    with django_capture_on_commit_callbacks(execute=True):
        assert cancel_order(household_order=HouseholdOrder.objects.get(), by=None, now=NOW)

    assert (Refund.objects.get().status, Payment.objects.get().status) == ("given", "refunded")
    assert sum(cards.refunded_pence.values()) == 360


def test_a_hub_without_keys_offers_no_card(shop: Shop, client: Client) -> None:
    put_in(client, shop, shop.carrots)

    page = client.get("/shop/checkout/")

    assert "By card" not in page.text
    assert "card-entry" not in page.text
    assert check_out(client, shop, **by_card()).status_code == 422
    assert counts() == NOTHING
