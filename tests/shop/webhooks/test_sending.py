"""What webhooks are told is written with the fact, signed, sent after it, tried again, and given up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import override_settings
from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from shop.journal.turns import RETRY_AFTER
from shop.webhooks.actions import remove_webhook, switch_off
from shop.webhooks.announcing import announce
from shop.webhooks.events import Event, News
from shop.webhooks.models import Webhook, WebhookDelivery
from shop.webhooks.sending import send_waiting
from shop.webhooks.tasks import send_webhooks
from tests import cast
from tests.shop.webhooks.receiver import Receiver, receiving, status
from tests.shop.webhooks.told import news, registered, told

pytestmark = pytest.mark.django_db
NOW = cast.NOW


def test_what_is_sent_can_be_verified_and_says_what_happened(hub: Any, receiver: Receiver) -> None:
    secret = registered(hub, receiver.url)[1]
    delivery = told(hub)

    assert (send_waiting(now=NOW).sent, send_waiting(now=NOW).sent) == (1, 0)

    (body,) = receiver.bodies
    with time_machine.travel(NOW, tick=False):
        said = Verifier(secret).verify(body, receiver.headers())
        with pytest.raises(WebhookVerificationError):
            Verifier(secret).verify(body.replace(b"1", b"2"), receiver.headers())
        with pytest.raises(WebhookVerificationError):
            Verifier(registered(hub, receiver.url + "2")[1]).verify(body, receiver.headers())
    assert said == {
        "type": "order.confirmed",
        "version": 1,
        "timestamp": "2027-03-01T09:00:00Z",
        "hub_id": hub.pk,
        "data": {"order_id": 1, "number": "B-0001é"},
    }
    assert (receiver.headers()["webhook-id"], receiver.headers()["content-type"]) == (
        delivery.message_id,
        "application/json",
    )
    delivery.refresh_from_db()
    assert (delivery.sent_at, delivery.last_tried_at, delivery.last_status, delivery.attempts) == (NOW, NOW, 204, 1)


def test_the_same_news_again_is_sent_once(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    told(hub)
    told(hub)

    assert send_waiting(now=NOW).sent == 1
    assert len(receiver.heard) == 1


def test_only_who_asked_for_it_is_told(hub: Any, receiver: Receiver) -> None:
    other = cast.a_hub("Vale Food Hub", "vale")
    registered(hub, receiver.url + "/cycles", [Event.CYCLE_OPENED])
    registered(other, receiver.url)
    off, _ = registered(hub, receiver.url + "/off")
    switch_off(webhook=off, by=None, now=NOW)
    gone, _ = registered(hub, receiver.url + "/gone")
    remove_webhook(webhook=gone, by=None, now=NOW)

    announce(hub=hub, news=[news()], now=NOW)

    assert not WebhookDelivery.objects.exists()


def test_without_a_listener_nothing_is_gathered(hub: Any, django_assert_num_queries: Any) -> None:
    def never() -> Iterator[News]:
        raise AssertionError("gathered for nobody")
        yield news()

    with django_assert_num_queries(1):
        announce(hub=hub, news=never(), now=NOW)


def test_what_is_rolled_back_is_never_told(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    with transaction.atomic():
        told(hub)
        transaction.set_rollback(True)

    assert send_waiting(now=NOW).sent == 0
    assert receiver.heard == []


def test_a_transaction_wakes_one_sender(
    hub: Any, webhook: Webhook, receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    with time_machine.travel(NOW, tick=False), django_capture_on_commit_callbacks(execute=True) as woken:
        told(hub, 1)
        told(hub, 2)
        assert receiver.heard == []

    assert len(woken) == 1
    assert len(receiver.heard) == 2


@pytest.mark.parametrize(
    ("answer", "code", "why"),
    [
        (status(500), 500, "It answered 500."),
        (status(302, "Location: http://127.0.0.1:1/\r\n"), 302, "It answered 302: redirects are not followed."),
        (b"", None, "It could not be reached: Remote end closed connection without response."),
    ],
)
def test_what_fails_is_tried_again_later_and_later(
    hub: Any, webhook: Webhook, receiver: Receiver, answer: bytes, code: int | None, why: str
) -> None:
    receiver.answer = answer
    delivery, now = told(hub), NOW

    for pause in RETRY_AFTER:
        outcome = send_waiting(now=now)
        assert (outcome.sent, outcome.failed, outcome.given_up) == (0, 1, 0)
        assert send_waiting(now=now + pause - timedelta(seconds=1)).failed == 0
        delivery.refresh_from_db()
        assert (delivery.last_status, delivery.last_error, delivery.last_tried_at) == (code, why, now)
        now += pause
    outcome = send_waiting(now=now)

    assert (outcome.failed, outcome.given_up) == (1, 1)
    delivery.refresh_from_db()
    assert (delivery.given_up_at, delivery.attempts) == (now, len(RETRY_AFTER) + 1)
    assert set(receiver.bodies) == {delivery.body.encode()}
    assert {head.count("webhook-id: " + delivery.message_id) for head, _ in receiver.heard} == {1}


def test_what_succeeds_at_last_forgets_its_failures(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    receiver.answer = status(503)
    delivery = told(hub)
    send_waiting(now=NOW)
    webhook.refresh_from_db()
    assert (webhook.failures_in_a_row, webhook.failing_since) == (1, NOW)

    receiver.answer = status(200)
    later = NOW + RETRY_AFTER[0]
    assert send_waiting(now=later).sent == 1

    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert (delivery.sent_at, delivery.last_error, delivery.last_status) == (later, "", 200)
    assert (webhook.failures_in_a_row, webhook.failing_since) == (0, None)


def test_one_dead_receiver_is_called_once_a_round_and_holds_nobody_up(
    hub: Any, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answer = b""
    with receiving() as well:
        registered(hub, well.url)
        announce(hub=hub, news=[news(1), news(2), news(3)], now=NOW)

        outcome = send_waiting(now=NOW)

    assert (outcome.sent, outcome.failed) == (3, 1)
    assert (len(well.heard), len(receiver.heard)) == (3, 1)


def test_under_another_server_key_nothing_is_sent_with_a_wrong_signature(
    hub: Any, webhook: Webhook, receiver: Receiver
) -> None:
    delivery = told(hub)

    with override_settings(SECRET_KEY="another key of another server, long enough to be taken"):
        assert send_waiting(now=NOW).failed == 1

    delivery.refresh_from_db()
    assert delivery.last_error.startswith("The server's key has changed")
    assert receiver.heard == []


def test_an_address_that_is_no_longer_allowed_is_not_called(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    delivery = told(hub)

    with override_settings(FOODSHED_WEBHOOKS_TO_LOOPBACK=False):
        assert send_waiting(now=NOW).failed == 1

    delivery.refresh_from_db()
    assert delivery.last_error == "The address must begin with https://."
    assert receiver.heard == []


def test_the_worker_sends_what_waits(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    told(hub)

    with time_machine.travel(NOW, tick=False):
        assert send_webhooks.delay().get() == 1

    assert len(receiver.heard) == 1


@pytest.mark.django_db(transaction=True)
def test_sending_inside_a_transaction_is_refused(receiver: Receiver) -> None:
    hub = cast.a_hub()
    registered(hub, receiver.url)
    told(hub)

    with pytest.raises(RuntimeError, match="durable atomic block"), transaction.atomic():
        send_waiting(now=NOW)

    assert receiver.heard == []
