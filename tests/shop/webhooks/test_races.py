"""Two senders at once, and a webhook switched off meanwhile. On PostgreSQL, with a connection for each."""

import pytest
from django.test import override_settings

from shop.webhooks.actions import switch_off
from shop.webhooks.models import Webhook, WebhookDelivery
from shop.webhooks.sending import send_waiting
from tests import cast
from tests.shop.meeting import MeetAfter, all_at_once
from tests.shop.webhooks.receiver import receiving
from tests.shop.webhooks.told import registered, told

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NOW = cast.NOW


def test_two_senders_who_read_the_same_messages_send_each_once() -> None:
    hub = cast.a_hub()
    with override_settings(FOODSHED_WEBHOOKS_TO_LOOPBACK=True), receiving() as receiver:
        registered(hub, receiver.url)
        for number in range(5):
            told(hub, number)
        WebhookDelivery.objects.update(sent_at=None, attempts=0, next_try_at=NOW, given_up_at=None)
        receiver.heard.clear()
        meeting = MeetAfter('SELECT "webhooks_webhookdelivery"', threads=2)

        def send() -> int:
            with meeting.here():
                return send_waiting(now=NOW).sent

        assert sum(all_at_once([send, send])) == 5

    assert len({receiver.headers(call)["webhook-id"] for call in range(5)}) == len(receiver.heard) == 5


def test_what_arrives_while_it_is_switched_off_has_arrived() -> None:
    hub = cast.a_hub()
    with override_settings(FOODSHED_WEBHOOKS_TO_LOOPBACK=True), receiving() as receiver:
        registered(hub, receiver.url)
        told(hub)
        WebhookDelivery.objects.update(sent_at=None, attempts=0, next_try_at=NOW, given_up_at=None)
        meeting = MeetAfter('UPDATE "webhooks_webhookdelivery"', threads=2, patience_s=5)

        def send() -> int:
            with meeting.here():
                return send_waiting(now=NOW).sent

        def off() -> int:
            meeting.meet()
            return int(switch_off(webhook=Webhook.objects.select_related("hub").get(), by=None, now=NOW))

        assert all_at_once([send, off]) == [1, 1]

    delivery = WebhookDelivery.objects.get()
    assert (delivery.sent_at, delivery.given_up_at) == (NOW, None)
    assert not Webhook.objects.get().is_standing
