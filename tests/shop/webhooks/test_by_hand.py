"""What a coordinator does with webhooks, and when they are switched off by themselves."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from shop.journal import actions as journal
from shop.journal.models import LogLine
from shop.webhooks.actions import ping, remove_webhook, send_again, switch_off, switch_on
from shop.webhooks.errors import WebhookRefused
from shop.webhooks.health import FAILING_FOR, MOST_FAILURES, SWITCHED_OFF
from shop.webhooks.models import Webhook, WebhookDelivery
from shop.webhooks.sending import send_waiting
from tests import cast
from tests.shop.webhooks.receiver import Receiver, receiving, status
from tests.shop.webhooks.told import CONFIRMED, registered, told

pytestmark = pytest.mark.django_db
NOW = cast.NOW


def test_what_fails_for_long_is_switched_off_and_the_hub_is_written_to(
    hub: Any, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answer = status(500)
    now = NOW
    for number in range(MOST_FAILURES + 5):
        told(hub, number)
    for _ in range(MOST_FAILURES):
        send_waiting(now=now)
        now += timedelta(minutes=1)
    webhook.refresh_from_db()
    assert webhook.failures_in_a_row >= MOST_FAILURES
    assert webhook.is_standing, "a bad hour is no reason"

    send_waiting(now=NOW + FAILING_FOR)

    webhook.refresh_from_db()
    assert (webhook.switched_off_at, webhook.is_standing) == (NOW + FAILING_FOR, False)
    assert not WebhookDelivery.objects.waiting().exists()
    assert WebhookDelivery.objects.filter(last_error=SWITCHED_OFF, given_up_at=NOW + FAILING_FOR).exists()
    assert LogLine.objects.get(verb="webhook switched off").by is None
    calls = len(receiver.heard)
    assert send_waiting(now=NOW + timedelta(days=9)).failed == 0
    assert len(receiver.heard) == calls
    journal.send_waiting(now=NOW + FAILING_FOR)
    (letter,) = mail.outbox
    assert letter.to == ["hub@rutland.example"]
    assert receiver.url in str(letter.body)


def test_who_is_gone_for_good_is_not_called_again(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    receiver.answer = status(410)
    told(hub, 1)
    told(hub, 2)

    send_waiting(now=NOW)

    webhook.refresh_from_db()
    assert webhook.off_because == "It answered that it is gone for good (410)."
    assert WebhookDelivery.objects.given_up().count() == 2
    assert len(receiver.heard) == 1


def test_switched_on_again_it_is_sent_what_it_missed_by_hand(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    delivery = told(hub)
    assert switch_off(webhook=webhook, by=None, now=NOW)
    assert not switch_off(webhook=webhook, by=None, now=NOW)
    with pytest.raises(WebhookRefused, match="switched off"):
        send_again(sent=delivery, by=None, now=NOW)
    with pytest.raises(WebhookRefused, match="switched off"):
        ping(webhook=webhook, by=None, now=NOW)

    assert switch_on(webhook=webhook, by=None, now=NOW)
    assert not switch_on(webhook=webhook, by=None, now=NOW)
    assert send_waiting(now=NOW).sent == 0
    send_again(sent=delivery, by=None, now=NOW)

    assert send_waiting(now=NOW).sent == 1
    assert receiver.headers()["webhook-id"] == delivery.message_id
    verbs = LogLine.objects.filter(subject_kind="webhook").values_list("verb", flat=True)
    assert list(verbs) == [
        "registered webhook",
        "webhook switched off",
        "webhook switched on",
        "sent again to webhook",
    ]


def test_what_arrived_may_be_sent_again_with_the_same_id(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    delivery = told(hub)
    send_waiting(now=NOW)
    delivery.refresh_from_db()

    send_again(sent=delivery, by=None, now=NOW)
    send_waiting(now=NOW)

    ids = {receiver.headers(call)["webhook-id"] for call in (0, 1)}
    assert (len(receiver.heard), ids) == (2, {delivery.message_id})


def test_a_removed_webhook_stays_removed(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    told(hub)
    assert remove_webhook(webhook=webhook, by=None, now=NOW)
    assert not remove_webhook(webhook=webhook, by=None, now=NOW)
    assert not switch_on(webhook=webhook, by=None, now=NOW)

    assert send_waiting(now=NOW).sent == 0
    assert WebhookDelivery.objects.given_up().count() == 1
    registered(hub, webhook.url)


def test_a_ping_tells_only_the_one_that_is_tried(hub: Any, webhook: Webhook, receiver: Receiver) -> None:
    with receiving() as other:
        registered(hub, other.url)
        ping(webhook=webhook, by=None, now=NOW)
        ping(webhook=webhook, by=None, now=NOW)

        assert send_waiting(now=NOW).sent == 2

    assert other.heard == []
    assert [json.loads(body)["type"] for body in receiver.bodies] == ["ping", "ping"]


def test_the_secret_is_in_no_row(hub: Any, receiver: Receiver) -> None:
    webhook, secret = registered(hub, receiver.url)

    row = str(Webhook.objects.filter(pk=webhook.pk).values().get())
    assert secret.removeprefix("whsec_") not in row
    assert secret.removeprefix("whsec_") not in str(list(LogLine.objects.values()))


@pytest.mark.parametrize(
    ("url", "events", "words"),
    [
        ("https://hooks.example.org/", [], "Choose at least one"),
        ("https://hooks.example.org/", ["people"], "Choose at least one"),
        ("https://10.0.0.1/", CONFIRMED, "full name of a server"),
        ("http://127.0.0.1/", CONFIRMED, "must begin with https://"),
    ],
)
def test_what_can_t_be_registered_is_refused(hub: Any, url: str, events: Any, words: str) -> None:
    with pytest.raises(WebhookRefused, match=words):
        registered(hub, url, events)

    assert not Webhook.objects.exists()
    assert not LogLine.objects.filter(subject_kind="webhook").exists()


def test_an_address_is_registered_once(hub: Any, webhook: Webhook) -> None:
    with pytest.raises(WebhookRefused, match="tells this address already"):
        registered(hub, webhook.url)


def test_a_hub_tells_no_more_than_twenty(hub: Any) -> None:
    for number in range(20):
        registered(hub, f"https://hooks.example.org/{number}")

    with pytest.raises(WebhookRefused, match="20 addresses already"):
        registered(hub, "https://hooks.example.org/one-more")
