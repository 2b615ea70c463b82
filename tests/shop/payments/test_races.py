"""Two at once at one payment. Seen on PostgreSQL, with a connection for each."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from shop.payments.actions import authorise, capture_on_commit, refund
from shop.payments.errors import PaymentLapsed, RefundRefused
from shop.payments.finishing import finish
from shop.payments.gateway import Intent
from shop.payments.hanging import give_up
from shop.payments.models import Payment, Refund
from tests import cast
from tests.shop.meeting import all_at_once
from tests.shop.payments.pretended_cards import PretendedCards

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATER = cast.NOW + timedelta(minutes=31)


@pytest.fixture(autouse=True)
def quiet_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is asked by hand."""
    for task in ("finish_payment", "finish_refund"):
        monkeypatch.setattr(f"shop.payments.tasks.{task}.delay", lambda _row_id: None)


def held(cards: PretendedCards, hub: Any = None, **fields: Any) -> Payment:
    fields = {"order_key": "basket-1", "client_key": uuid4(), **fields}
    return authorise(hub=hub or cast.a_hub(), amount_pence=900, payment_method="pm_1", by=None, now=cast.NOW, **fields)


def test_of_an_order_and_the_sweep_one_wins_and_the_other_knows(cards: PretendedCards) -> None:
    payment = held(cards)

    def order() -> bool:
        try:
            with transaction.atomic():
                capture_on_commit(payment=Payment.objects.get(), order_number="H-1", by=None, now=LATER)
        except PaymentLapsed:
            return False
        return True

    ordered, given_up = all_at_once([order, lambda: give_up(payment=Payment.objects.get(), by=None, now=LATER)])

    payment.refresh_from_db()
    assert ordered is not given_up
    assert payment.status == ("due" if ordered else "cancelling")


def test_many_workers_take_the_money_once(cards: PretendedCards) -> None:
    payment = held(cards)
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number="H-1", by=None, now=LATER)

    rows = [Payment.objects.get() for _ in range(6)]
    done = all_at_once([lambda row=row: finish(payment=row, cards=cards, now=LATER) for row in rows])  # type: ignore[misc]

    assert sorted(done) == [False] * 5 + [True]
    assert cards.calls.count("capture") == 1


def test_twin_clicks_hold_once(cards: PretendedCards) -> None:
    hub, click = cast.a_hub(), uuid4()

    payments = all_at_once([lambda: held(cards, hub, client_key=click)] * 4)

    assert len({payment.pk for payment in payments}) == 1
    assert cards.held_pence() == 900


def test_a_click_whose_twin_is_done_meanwhile_is_told_that_the_money_is_held(
    cards: PretendedCards, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub, click = cast.a_hub(), uuid4()
    opens = cards.open
    twins: list[Payment] = []

    def slowly(**facts: Any) -> Intent:
        intent = opens(**facts)
        if cards.calls.count("open") == 1:
            twins.append(held(cards, hub, client_key=click))
        return intent

    monkeypatch.setattr(cards, "open", slowly)

    payment = held(cards, hub, client_key=click)

    assert (payment.pk, payment.status) == (twins[0].pk, "authorised")
    assert cards.held_pence() == 900
    assert cards.calls.count("confirm") == 1


def test_refunds_at_once_never_give_back_more_than_was_taken(cards: PretendedCards) -> None:
    payment = held(cards)
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number="H-1", by=None, now=LATER)
    finish(payment=payment, cards=cards, now=LATER)

    def give(key: str) -> bool:
        row = Payment.objects.get()
        try:
            refund(payment=row, amount_pence=500, reason="short", key=key, by=None, now=LATER)
        except RefundRefused:
            return False
        return True

    given = all_at_once([lambda: give("a"), lambda: give("b"), lambda: give("c")])

    assert sorted(given) == [False, False, True]
    assert Refund.objects.count() == 1
