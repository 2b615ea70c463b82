"""Stripe's door: signed, once, and never an error for what does not concern us."""

import hashlib
import hmac
import json
import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from shop.payments.actions import authorise, capture_on_commit
from shop.payments.models import Payment, PaymentEvent
from shop.payments.sweeping import sweep
from tests import cast
from tests.shop.payments.pretended_cards import PretendedCards

pytestmark = pytest.mark.django_db
SECRET = "whsec_of_nobody"


@pytest.fixture(autouse=True)
def webhook_secret(settings: Any) -> None:
    settings.FOODSHED_STRIPE_WEBHOOK_SECRET = SECRET


@pytest.fixture
def payment(cards: PretendedCards) -> Payment:
    return authorise(
        hub=cast.a_hub(),
        order_key="basket-1",
        amount_pence=900,
        payment_method="pm_1",
        client_key=uuid4(),
        by=None,
        now=cast.NOW,
    )


def event(intent_id: str, status: str, event_id: str = "evt_1", kind: str = "payment_intent.succeeded") -> bytes:
    intent = {"id": intent_id, "object": "payment_intent", "status": status, "amount": 900, "client_secret": "s"}
    return json.dumps({"id": event_id, "object": "event", "type": kind, "data": {"object": intent}}).encode()


def post(client: Client, body: bytes, secret: str = SECRET, at: float | None = None) -> int:
    moment = int(at or time.time())
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    answer = client.post(
        reverse("payments:stripe"),
        body,
        content_type="application/json",
        headers={"Stripe-Signature": f"t={moment},v1={signature}"},
    )
    return answer.status_code


def test_a_capture_that_never_reported_back_is_known_by_the_webhook(client: Client, payment: Payment) -> None:
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number="H-1", by=None, now=cast.NOW)

    assert post(client, event(payment.intent_id, "succeeded")) == 200

    payment.refresh_from_db()
    assert payment.status == "captured"


def test_an_event_told_twice_is_noted_once(client: Client, payment: Payment, cards: PretendedCards) -> None:
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number="H-1", by=None, now=cast.NOW)
    body = event(payment.intent_id, "succeeded")
    post(client, body)
    noted = PaymentEvent.objects.count()

    assert post(client, body) == 200

    assert PaymentEvent.objects.count() == noted
    sweep(cards=cards, now=cast.NOW + timedelta(hours=1))
    assert "capture" not in cards.calls


@pytest.mark.parametrize("secret", ["whsec_of_another", ""])
def test_a_bad_signature_is_refused(client: Client, payment: Payment, secret: str) -> None:
    noted = PaymentEvent.objects.count()

    assert post(client, event(payment.intent_id, "canceled"), secret) == 400

    payment.refresh_from_db()
    assert (payment.status, PaymentEvent.objects.count()) == ("authorised", noted)


def test_an_old_signature_is_refused(client: Client, payment: Payment) -> None:
    assert post(client, event(payment.intent_id, "canceled"), at=time.time() - 3600) == 400


def test_no_signature_no_json_and_no_secret_are_refused(client: Client, settings: Any) -> None:
    address = reverse("payments:stripe")
    assert client.post(address, b"{}", content_type="application/json").status_code == 400
    assert post(client, b"not json") == 400
    settings.FOODSHED_STRIPE_WEBHOOK_SECRET = ""
    assert post(client, b"{}") == 400


@pytest.mark.parametrize(
    "body",
    [
        event("pi_of_another_shop", "succeeded"),
        event("pi_1", "succeeded", kind="invoice.paid"),
        event("pi_1", "a status of next year", kind="payment_intent.novelty"),
    ],
)
def test_what_does_not_concern_us_is_heard_and_forgotten(client: Client, payment: Payment, body: bytes) -> None:
    assert post(client, body) == 200

    payment.refresh_from_db()
    assert payment.status == "authorised"
    assert not PaymentEvent.objects.filter(is_surprise=True).exists()


def test_it_is_asked_by_post_only_and_needs_no_form_key(payment: Payment) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(reverse("payments:stripe")).status_code == 405
    assert post(strict, event("pi_of_another_shop", "succeeded")) == 200
