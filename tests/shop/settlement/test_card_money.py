"""What cards paid clears what households owe, once, and a refund undoes it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from shop.payments import tasks
from shop.payments.actions import authorise, authorising, capture_on_commit, refund
from shop.payments.noting import note
from shop.payments.sweeping import sweep
from shop.settlement.card_money import book_card_money
from shop.settlement.models import LedgerEntry, LedgerTransaction
from tests import cast
from tests.shop.meeting import all_at_once
from tests.shop.payments.pretended_cards import PretendedCards

LATER = cast.NOW + timedelta(minutes=5)


@pytest.fixture
def cards(monkeypatch: pytest.MonkeyPatch) -> PretendedCards:
    pretended = PretendedCards()
    for module in (authorising, tasks):
        monkeypatch.setattr(module, "gateway", lambda: pretended)
    for task in ("finish_payment", "finish_refund"):
        monkeypatch.setattr(f"shop.payments.tasks.{task}.delay", lambda _row_id: None)
    return pretended


def paid(cards: PretendedCards, hub: Any, number: str = "H-1", pence: int = 900) -> Any:
    payment = authorise(
        hub=hub, order_key=number, amount_pence=pence, payment_method="pm_1", client_key=uuid4(), by=None, now=cast.NOW
    )
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number=number, by=None, now=cast.NOW)
    sweep(cards=cards, now=cast.NOW)
    payment.refresh_from_db()
    return payment


@pytest.mark.django_db
def test_what_was_taken_is_booked_once_and_what_was_given_back_undoes_it(cards: PretendedCards) -> None:
    hub = cast.a_hub()
    payment = paid(cards, hub)
    refund(payment=payment, amount_pence=300, reason="short", key="r1", by=None, now=cast.NOW)

    assert [book_card_money(now=LATER) for _ in range(2)] == [1, 0]
    assert LedgerEntry.objects.of(hub).per_kind() == {"card": 900, "households": -900}
    sweep(cards=cards, now=cast.NOW)
    assert [book_card_money(now=LATER) for _ in range(2)] == [1, 0]

    assert LedgerEntry.objects.of(hub).per_kind() == {"card": 600, "households": -600}
    assert LedgerEntry.objects.sum_pence() == 0
    assert LedgerTransaction.objects.earliest("id").reason == "Card payment for order H-1"


@pytest.mark.django_db
def test_money_that_is_only_held_is_not_in_the_books(cards: PretendedCards) -> None:
    hub = cast.a_hub()
    authorise(hub=hub, order_key="b", amount_pence=5, payment_method="pm_1", client_key=uuid4(), by=None, now=cast.NOW)

    assert book_card_money(now=LATER) == 0
    assert not LedgerTransaction.objects.exists()


@pytest.mark.django_db
def test_what_a_person_must_look_at_stands_on_the_hubs_papers(cards: PretendedCards, client: Client) -> None:
    hub = cast.a_hub()
    coordinator = cast.a_member(cast.a_hub_base(hub).enterprise, role="coordinator")
    client.force_login(coordinator)
    address = reverse("papers:hub", args=[hub.pk])
    assert "Card payments to look at" not in client.get(address).text
    payment = authorise(
        hub=hub, order_key="b", amount_pence=500, payment_method="pm_1", client_key=uuid4(), by=None, now=cast.NOW
    )
    taken = cards.capture(payment.intent_id, amount_pence=500, key="by hand")
    note(payment=payment, intent=taken, key="evt_1", kind="webhook", now=cast.NOW)

    page = client.get(address).text

    assert "Stripe says “succeeded” of £5.00" in page
    assert "which here is “held on the card”" in page


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_rounds_at_once_book_everything_once(cards: PretendedCards) -> None:
    hub = cast.a_hub()
    for number in range(3):
        paid(cards, hub, f"H-{number}")

    done = all_at_once([lambda: book_card_money(now=LATER)] * 4)

    assert sorted(done) == [0, 0, 0, 3]
    assert LedgerEntry.objects.of(hub).per_kind() == {"card": 2700, "households": -2700}
