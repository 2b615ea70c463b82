"""The adapter and the actions over real HTTP, against a stand-in that speaks Stripe's protocol."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from shop.enterprises.models import Hub
from shop.payments.actions import authorise, cancel, capture_on_commit, refund
from shop.payments.errors import BankAsks, CardDeclined, CardsUnreachable
from shop.payments.gateway import IntentStatus, Rejected, gateway
from shop.payments.models import Payment, Refund
from tests import cast
from tests.shop.payments.stand_in import ASKS, DECLINED, GOOD, card, say_yes_at_the_bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def hub() -> Hub:
    return cast.a_hub()


@pytest.fixture(autouse=True)
def at_work(stripe_at_work: str) -> str:
    return stripe_at_work


def held(hub: Hub, address: str, number: str = GOOD, **fields: Any) -> Payment:
    fields = {"order_key": "basket-1", "amount_pence": 2375, "client_key": uuid4(), "now": timezone.now(), **fields}
    return authorise(hub=hub, payment_method=card(address, number), by=None, **fields)


def at_stripe(payment: Payment) -> IntentStatus:
    return gateway().look_up(payment.intent_id).status


def taken(payment: Payment, order_number: str = "H-1") -> None:
    """The order stands and its transaction commits."""
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        capture_on_commit(payment=payment, order_number=order_number, by=None, now=timezone.now())
    payment.refresh_from_db()


def test_an_amount_is_held_and_nothing_is_taken(hub: Hub, at_work: str) -> None:
    payment = held(hub, at_work)

    assert payment.status == "authorised"
    assert at_stripe(payment) is IntentStatus.HELD
    assert payment.intent_id.startswith("pi_")


def test_it_is_taken_after_the_order_has_committed(hub: Hub, at_work: str) -> None:
    payment = held(hub, at_work)

    taken(payment)

    assert (payment.status, payment.order_number) == ("captured", "H-1")
    assert at_stripe(payment) is IntentStatus.TAKEN


def test_what_no_order_came_of_is_let_go(hub: Hub, at_work: str) -> None:
    payment = held(hub, at_work)

    with TestCase.captureOnCommitCallbacks(execute=True):
        assert cancel(payment=payment, by=None, now=timezone.now())

    payment.refresh_from_db()
    assert payment.status == "cancelled"
    assert at_stripe(payment) is IntentStatus.GONE


def test_a_declined_card_is_said_in_words(hub: Hub, at_work: str) -> None:
    with pytest.raises(CardDeclined, match="Your bank declined the card. Nothing was taken, and your basket"):
        held(hub, at_work, DECLINED)

    assert Payment.objects.get().status == "declined"


def test_a_card_that_is_no_card_is_declined(hub: Hub, at_work: str) -> None:
    with pytest.raises(CardDeclined):
        authorise(
            hub=hub,
            order_key="basket-1",
            amount_pence=500,
            payment_method="pm_unknown",
            client_key=uuid4(),
            by=None,
            now=timezone.now(),
        )

    payment = Payment.objects.get()
    assert (payment.status, payment.refusal, payment.intent_id) == ("declined", "rejected", "")


def test_the_bank_may_ask_and_the_same_click_goes_on_after_it(hub: Hub, at_work: str) -> None:
    method, click = card(at_work, ASKS), uuid4()
    facts: dict[str, Any] = {
        "hub": hub,
        "order_key": "basket-1",
        "amount_pence": 900,
        "payment_method": method,
        "client_key": click,
    }
    with pytest.raises(BankAsks) as asked:
        authorise(**facts, by=None, now=timezone.now())
    with pytest.raises(BankAsks):
        authorise(**facts, by=None, now=timezone.now())

    payment = Payment.objects.get()
    say_yes_at_the_bank(at_work, payment.intent_id, asked.value.client_secret)
    done = authorise(**facts, by=None, now=timezone.now())

    assert (done.pk, done.status) == (payment.pk, "authorised")
    assert at_stripe(done) is IntentStatus.HELD


def test_money_is_given_back_in_parts(hub: Hub, at_work: str) -> None:
    payment = held(hub, at_work)
    taken(payment)

    for key, pence in (("r1", 375), ("r2", 2000)):
        with TestCase.captureOnCommitCallbacks(execute=True):
            refund(payment=payment, amount_pence=pence, reason="short", key=key, by=None, now=timezone.now())

    payment.refresh_from_db()
    assert payment.status == "refunded"
    assert {row.status for row in Refund.objects.all()} == {"given"}
    assert all(row.stripe_id.startswith("re_") for row in Refund.objects.all())


def test_a_second_capture_is_refused_by_stripe_and_read_as_taken(hub: Hub, at_work: str) -> None:
    payment = held(hub, at_work)
    gateway().capture(payment.intent_id, amount_pence=2375, key="somebody else")

    taken(payment)

    assert payment.status == "captured"


def test_a_company_that_is_away_takes_nothing(hub: Hub, at_work: str, settings: Any) -> None:
    method = card(at_work, GOOD)
    settings.FOODSHED_STRIPE_API_BASE = "http://127.0.0.1:9"

    with pytest.raises(CardsUnreachable, match="can't be reached. Nothing was taken"):
        authorise(
            hub=hub,
            order_key="basket-1",
            amount_pence=900,
            payment_method=method,
            client_key=uuid4(),
            by=None,
            now=timezone.now(),
        )

    assert Payment.objects.get().status == "asked"


def test_a_refused_request_is_told_from_a_lost_one(at_work: str) -> None:
    with pytest.raises(Rejected):
        gateway().look_up("pi_unknown")
