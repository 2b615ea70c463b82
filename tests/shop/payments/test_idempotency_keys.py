"""Every step has one name towards Stripe, so that an answer lost on the way is never a second hold."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import TestCase
from django.utils import timezone

from shop.payments.actions import authorise, capture_on_commit, refund
from shop.payments.errors import CardsUnreachable
from shop.payments.models import Payment
from shop.payments.stripe_cards import client_of
from tests import cast
from tests.shop.payments.forgetful_server import Company, a_company

pytestmark = pytest.mark.django_db


@pytest.fixture
def company(settings: Any) -> Iterator[Company]:
    client_of.cache_clear()
    with a_company() as company:
        settings.FOODSHED_STRIPE_SECRET_KEY = "sk_test_of_nobody"
        settings.FOODSHED_STRIPE_API_BASE = company.address
        yield company
    client_of.cache_clear()


def pay(**fields: Any) -> Payment:
    return authorise(
        order_key="basket-1", amount_pence=900, payment_method="pm_1", by=None, now=timezone.now(), **fields
    )


def test_lost_answers_are_asked_for_again_under_the_same_name(company: Company) -> None:
    company.hang_ups = 2

    payment = pay(hub=cast.a_hub(), client_key=uuid4())

    assert payment.status == "authorised"
    assert len(company.intents) == 1
    assert [key.rsplit(":", 1)[1] for key in company.keys] == ["open", "open", "open", "confirm"]


def test_a_click_after_no_answer_goes_on_where_it_stopped(company: Company) -> None:
    company.hang_ups = 3
    facts = {"hub": cast.a_hub(), "client_key": uuid4()}
    with pytest.raises(CardsUnreachable):
        pay(**facts)

    payment = pay(**facts)

    assert (payment.status, payment.attempt) == ("authorised", 1)
    assert len(company.intents) == 1


def test_no_two_attempts_and_no_two_steps_share_a_name(company: Company) -> None:
    hub = cast.a_hub()
    for _ in range(2):
        pay(hub=hub, client_key=uuid4())
    with TestCase.captureOnCommitCallbacks(execute=True), transaction.atomic():
        capture_on_commit(payment=Payment.objects.earliest("id"), order_number="H-1", by=None, now=timezone.now())
    with TestCase.captureOnCommitCallbacks(execute=True):
        for key, pence in (("r1", 100), ("r1", 100), ("r2", 200)):
            payment = Payment.objects.earliest("id")
            refund(payment=payment, amount_pence=pence, reason="short", key=key, by=None, now=timezone.now())

    assert len(set(company.keys)) == len(company.keys) == 7
    assert company.refunds == 2
