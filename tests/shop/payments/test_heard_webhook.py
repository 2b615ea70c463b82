"""A webhook that the stand-in signs and sends itself, over real HTTP, to a real server of ours."""

import time
from typing import Any
from uuid import uuid4

import pytest
import requests
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from shop.payments.actions import authorise, capture_on_commit
from shop.payments.gateway import gateway
from shop.payments.models import Payment, PaymentEvent
from tests import cast
from tests.shop.payments.stand_in import GOOD, card

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_S = 120.0


def test_the_truth_about_a_capture_comes_by_webhook(
    stripe_at_work: str, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"url": live_server.url + reverse("payments:stripe"), "secret": "whsec_of_nobody"}
    assert requests.post(f"{stripe_at_work}/_config/webhooks/ours", json=told, timeout=PATIENCE_S).status_code == 200
    payment = authorise(
        hub=cast.a_hub(),
        order_key="basket-1",
        amount_pence=900,
        payment_method=card(stripe_at_work, GOOD),
        client_key=uuid4(),
        by=None,
        now=timezone.now(),
    )
    monkeypatch.setattr("shop.payments.tasks.finish_payment.delay", lambda _payment_id: None)
    with transaction.atomic():
        capture_on_commit(payment=payment, order_number="H-1", by=None, now=timezone.now())

    gateway().capture(payment.intent_id, amount_pence=900, key="the worker died after this")

    until = time.monotonic() + PATIENCE_S
    while Payment.objects.get().status != "captured" and time.monotonic() < until:
        time.sleep(0.05)
    assert Payment.objects.get().status == "captured"
    assert PaymentEvent.objects.filter(kind="payment_intent.succeeded", moved_to="captured").count() == 1
