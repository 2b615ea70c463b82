"""Wherever it breaks: no money is taken without an order, no order stays unpaid, nothing stays held."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.enterprises.models import Hub
from shop.journal.models import AnsweredClick
from shop.payments.actions import authorise, authorising, cancel, capture_on_commit, refund_order
from shop.payments.errors import PaymentRefused
from shop.payments.finishing import finish
from shop.payments.gateway import Intent, IntentStatus
from shop.payments.models import Payment, PaymentEvent
from shop.payments.noting import note
from shop.payments.sweeping import sweep
from tests import cast
from tests.shop.payments.pretended_cards import MISHAPS, Killed, PretendedCards

pytestmark = pytest.mark.django_db
PENCE = 2375
PLACING = st.sampled_from(["placed", "sold out", "killed before the commit", "killed after the commit"])


class SoldOut(Exception):
    """The last crate went while the card was asked."""


class Checkout:
    """One household at the till; the order is a row that its transaction writes."""

    def __init__(self, hub: Hub, cards: PretendedCards) -> None:
        self.hub, self.cards = hub, cards
        self.click, self.order = uuid4(), uuid4()
        self.now: datetime = cast.NOW
        cards.on_news = self.compare

    def authorised(self) -> Payment:
        return authorise(
            hub=self.hub,
            order_key=str(self.order),
            amount_pence=PENCE,
            payment_method="pm_1",
            client_key=self.click,
            by=None,
            now=self.now,
        )

    def press(self, placing: str) -> None:
        """Hold, place, take: the way of a checkout view and the worker after it."""
        payment = self.authorised()
        try:
            self.place(payment, placing)
        except SoldOut:
            cancel(payment=payment, by=None, now=self.now)
        if placing == "killed after the commit":
            raise Killed
        finish(payment=payment, cards=self.cards, now=self.now)

    @transaction.atomic
    def place(self, payment: Payment, placing: str) -> None:
        """The order's transaction."""
        AnsweredClick.objects.create(key=self.order, at=self.now)
        if placing == "sold out":
            raise SoldOut
        capture_on_commit(payment=payment, order_number=str(self.order), by=None, now=self.now)
        if placing == "killed before the commit":
            raise Killed

    def stands(self) -> bool:
        return AnsweredClick.objects.filter(key=self.order).exists()

    def compare(self, intent: Intent) -> None:
        """At the very moment at which money is taken, the order stands."""
        if intent.status is IntentStatus.TAKEN:
            assert self.stands()

    def hear(self, intent: Intent, event_id: str) -> None:
        """A webhook."""
        payment = Payment.objects.filter(intent_id=intent.id).first()
        if payment is not None:
            note(payment=payment, intent=intent, key=event_id, kind="webhook", now=self.now)


@contextmanager
def at(cards: PretendedCards) -> Iterator[None]:
    """The actions ask this company."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(authorising, "gateway", lambda: cards)
        yield


@pytest.fixture
def hub() -> Hub:
    return cast.a_hub()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mishaps=st.lists(st.sampled_from(MISHAPS), max_size=5),
    placing=PLACING,
    presses=st.integers(1, 3),
    webhook_first=st.booleans(),
    order_of_news=st.randoms(use_true_random=False),
)
def test_money_and_orders_agree_wherever_it_breaks(
    hub: Hub, mishaps: list[str], placing: str, presses: int, webhook_first: bool, order_of_news: Any
) -> None:
    cards = PretendedCards(mishaps=list(mishaps))
    till = Checkout(hub, cards)
    if webhook_first:
        told = iter(range(10_000))
        cards.on_news = lambda intent: (till.compare(intent), till.hear(intent, f"first:{till.click}:{next(told)}"))[0]
    with at(cards):
        for _ in range(presses):
            with suppress(PaymentRefused, Killed):
                if not till.stands():
                    till.press(placing)
            assert not cards.taken_pence or till.stands()
    cards.mishaps, cards.on_news = [], till.compare
    late = [(intent, f"late:{till.click}:{number}") for number, intent in enumerate(cards.news)] * 2
    order_of_news.shuffle(late)
    for intent, event_id in late:
        till.hear(intent, event_id)
    for _ in range(4):
        till.now += timedelta(minutes=31)
        sweep(cards=cards, now=till.now)

    payment = Payment.objects.get(client_key=till.click)
    assert cards.held_pence() == 0
    assert sum(cards.taken_pence.values()) == (PENCE if till.stands() else 0)
    assert payment.status == ("captured" if till.stands() else "cancelled")
    assert not PaymentEvent.objects.filter(payment=payment, is_surprise=True).exists()
    assert len([one for one in cards.intents.values() if one.status is not IntentStatus.READY]) <= 1


def authorised(hub: Hub, cards: PretendedCards, click: UUID | None = None, **fields: Any) -> Payment:
    fields = {"order_key": "basket-1", "amount_pence": PENCE, "payment_method": "pm_1", "now": cast.NOW, **fields}
    return authorise(hub=hub, client_key=click or uuid4(), by=None, **fields)


def test_a_hold_that_was_let_go_meanwhile_takes_the_order_with_it(hub: Hub, cards: PretendedCards) -> None:
    till = Checkout(hub, cards)
    with at(cards):
        payment = till.authorised()
    sweep(cards=cards, now=cast.NOW + timedelta(minutes=31))

    with pytest.raises(PaymentRefused, match="was let go before the order stood"):
        till.place(payment, "placed")

    assert not till.stands()
    assert cards.held_pence() == 0
    assert cards.taken_pence == {}


def test_an_order_whose_hold_has_run_out_is_lost_and_the_hub_is_told(hub: Hub, cards: PretendedCards) -> None:
    cast.a_hub_base(hub)
    payment = authorised(hub, cards)
    capture_on_commit(payment=payment, order_number="H-1", by=None, now=cast.NOW)
    cards.cancel(payment.intent_id, key="the bank")

    assert finish(payment=payment, cards=cards, now=cast.NOW)

    assert payment.status == "lost"
    assert list(Payment.objects.to_look_at()) == [payment]
    assert hub.outbox_messages.get().subject == "Order H-1 is not paid"


def test_money_that_nobody_asked_for_is_a_surprise_and_moves_nothing(hub: Hub, cards: PretendedCards) -> None:
    payment = authorised(hub, cards)
    taken = cards.capture(payment.intent_id, amount_pence=PENCE, key="by hand")

    note(payment=payment, intent=taken, key="evt_1", kind="webhook", now=cast.NOW)

    assert payment.status == "authorised"
    assert [event.payment for event in PaymentEvent.objects.of(hub).surprising()] == [payment]


def test_a_click_for_another_amount_is_refused(hub: Hub, cards: PretendedCards) -> None:
    click = uuid4()
    authorised(hub, cards, click)
    asked = list(cards.calls)

    with pytest.raises(PaymentRefused, match="answered before with other details"):
        authorised(hub, cards, click, amount_pence=1)

    assert cards.calls == asked


def test_a_second_click_asks_nothing_again(hub: Hub, cards: PretendedCards) -> None:
    click = uuid4()

    assert authorised(hub, cards, click) == authorised(hub, cards, click)

    assert cards.calls == ["open", "confirm"]


def test_every_attempt_has_a_number_and_a_name_of_its_own(hub: Hub, cards: PretendedCards) -> None:
    cards.declines = "insufficient_funds"
    with pytest.raises(PaymentRefused, match="There is not enough money on the card. Nothing was taken"):
        authorised(hub, cards)
    cards.declines = ""

    second = authorised(hub, cards)

    assert (second.attempt, second.status) == (2, "authorised")
    assert len({payment.step_key for payment in Payment.objects.all()}) == 2
    assert cards.held_pence() == PENCE


def test_a_payment_is_tied_inside_the_orders_transaction_only(hub: Hub, cards: PretendedCards) -> None:
    payment = authorised(hub, cards)
    connection = transaction.get_connection()
    connection.in_atomic_block, was = False, connection.in_atomic_block
    try:
        with pytest.raises(transaction.TransactionManagementError):
            capture_on_commit(payment=payment, order_number="H-1", by=None, now=cast.NOW)
    finally:
        connection.in_atomic_block = was

    payment.refresh_from_db()
    assert payment.status == "authorised"


def test_an_order_cancelled_before_its_money_is_taken_gets_it_back_after(hub: Hub, cards: PretendedCards) -> None:
    payment = authorised(hub, cards)
    capture_on_commit(payment=payment, order_number="H-1", by=None, now=cast.NOW)
    asked = [refund_order(hub=hub, order_number="H-1", reason="Cancelled.", by=None, now=cast.NOW) for _ in range(2)]

    for minutes in (0, 2, 4):
        sweep(cards=cards, now=cast.NOW + timedelta(minutes=minutes))

    payment.refresh_from_db()
    assert asked[0] == asked[1]
    assert payment.status == "refunded"
    assert sum(cards.refunded_pence.values()) == sum(cards.taken_pence.values()) == PENCE
    assert refund_order(hub=hub, order_number="H-2", reason="Cancelled.", by=None, now=cast.NOW) is None
