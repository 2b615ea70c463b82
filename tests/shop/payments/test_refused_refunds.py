"""A refund that Stripe refuses is left to a person, who asks again; nothing is given back twice."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from shop.journal.again import run_again
from shop.journal.models import FailedTask
from shop.payments.actions import authorise, capture_on_commit, refund
from shop.payments.gateway import Rejected
from shop.payments.models import Payment, Refund
from shop.payments.tasks import ask_for_refund_again, look_after_payments
from tests import cast
from tests.shop.payments.pretended_cards import PretendedCards

pytestmark = pytest.mark.django_db
LATER = cast.NOW + timedelta(hours=1)


@pytest.fixture(autouse=True)
def still_clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """It is an hour after the refund was asked for, and the worker is asked by hand."""
    settings.FOODSHED_STRIPE_SECRET_KEY = "a_test"
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    for task in ("finish_payment", "finish_refund"):
        monkeypatch.setattr(f"shop.payments.tasks.{task}.delay", lambda _row_id: None)


@pytest.fixture
def owed(cards: PretendedCards) -> Refund:
    """£3 are to be given back of £9."""
    payment = authorise(
        hub=cast.a_hub(), order_key="b", amount_pence=900, payment_method="pm_1", client_key=uuid4(), by=None,
        now=cast.NOW,
    )  # fmt: skip
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number="H-1", by=None, now=cast.NOW)
    look_after_payments()
    payment.refresh_from_db()
    return refund(payment=payment, amount_pence=300, reason="short", key="k", by=None, now=cast.NOW)


def refusing(cards: PretendedCards, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on every refund is refused; call what is returned to end that."""
    willing = cards.refund

    def refuse(_intent: str, *, amount_pence: int, key: str) -> str:
        raise Rejected(f"no {amount_pence} {key}")

    monkeypatch.setattr(cards, "refund", refuse)
    return lambda: monkeypatch.setattr(cards, "refund", willing)


def test_it_stands_among_the_failed_tasks_and_is_given_when_a_person_runs_it_again(
    cards: PretendedCards,
    owed: Refund,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    willing = refusing(cards, monkeypatch)
    look_after_payments()
    owed.refresh_from_db()
    assert (owed.status, owed.failure) == ("failed", "refused")
    failed = FailedTask.objects.unresolved().get()
    assert (failed.task, failed.values) == ("shop.payments.tasks.ask_for_refund_again", [owed.pk])
    assert failed.hub == owed.payment.hub

    assert ask_for_refund_again.apply(args=[owed.pk], throw=False).failed()
    assert FailedTask.objects.unresolved().get().times == 2
    willing()
    with django_capture_on_commit_callbacks(execute=True):
        run_again(failed=failed, client_key=uuid4(), by=None, now=LATER)

    owed.refresh_from_db()
    assert (owed.status, owed.attempt, owed.step_key) == ("given", 3, "k:3")
    assert cards.refunded_pence == {owed.payment.intent_id: 300}
    assert not FailedTask.objects.unresolved().exists()
    assert ask_for_refund_again(owed.pk)
    assert sum(cards.refunded_pence.values()) == 300


def test_what_stripe_never_answered_is_not_asked_again_by_us(
    cards: PretendedCards, owed: Refund, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards.mishaps = ["unanswered"]
    look_after_payments()
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW + timedelta(hours=21))
    look_after_payments()
    owed.refresh_from_db()
    assert (owed.status, owed.failure) == ("failed", "unanswered")

    assert ask_for_refund_again.apply(args=[owed.pk], throw=False).failed()

    owed.refresh_from_db()
    assert owed.status == "failed"
    assert sum(cards.refunded_pence.values()) == 300
    assert Payment.objects.get().status == "captured"
    assert FailedTask.objects.unresolved().get().times == 2
