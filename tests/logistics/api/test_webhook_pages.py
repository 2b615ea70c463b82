"""A coordinator registers an address, sees its secret once, tries it, and sends again what it missed."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from shop.enterprises.models import Enterprise
from shop.journal.models import LogLine
from shop.webhooks.actions import register_webhook
from shop.webhooks.announcing import delivery
from shop.webhooks.events import PING, News
from shop.webhooks.keys import secret_of
from shop.webhooks.models import Webhook, WebhookDelivery
from tests.cast import NOW, a_hub, a_hub_base, a_member
from tests.site.proving import show_who_it_is

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.org/hub"


@pytest.fixture
def base(client: Client) -> Any:
    """The hub's own enterprise; its coordinator is signed in."""
    hub = a_hub()
    a_hub_base(hub)
    base = Enterprise.objects.get(hub=hub, kind="hub")
    client.force_login(a_member(base, "coordinator@hub.example", role="coordinator"))
    show_who_it_is(client)
    return base


@pytest.fixture
def webhook(base: Enterprise) -> Webhook:
    return register_webhook(hub=base.hub, url=URL, events=["cycle.opened"], by=None, now=NOW)[0]


def address(base: Enterprise, rest: str = "") -> str:
    """A page of the hub's webhooks."""
    return f"/hub/hubs/{base.hub_id}/webhooks/{rest}"


def key() -> dict[str, str]:
    """A click of its own."""
    return {"client_key": str(uuid4())}


def test_the_secret_is_shown_once(client: Client, base: Enterprise) -> None:
    typed = {"url": URL, "events": ["order.confirmed", "cycle.opened"], **key()}

    made = client.post(address(base), typed)
    again = client.post(address(base), typed)

    row = Webhook.objects.get()
    assert made.context["secret"] == secret_of(row.salt)
    assert (row.url, row.events) == (URL, ["cycle.opened", "order.confirmed"])
    assert "no-store" in made.headers["Cache-Control"]
    assert (again.status_code, again.context["secret"]) == (422, "")
    assert made.context["secret"] not in client.get(address(base)).content.decode()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"url": URL}, "This field is required"),
        ({"url": URL, "events": ["people"]}, "Select a valid choice"),
        ({"url": "https://10.0.0.1/", "events": ["cycle.opened"]}, "Give the full name of a server"),
        ({"url": "http://hooks.example.org/", "events": ["cycle.opened"]}, "must begin with https://"),
    ],
)
def test_what_can_t_be_registered_keeps_what_was_typed(
    client: Client, base: Enterprise, typed: dict[str, Any], words: str
) -> None:
    answer = client.post(address(base), {**typed, **key()})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert f'value="{typed["url"]}"' in page
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("do", "verb"), [("ping", "tried webhook"), ("off", "webhook switched off"), ("remove", "removed webhook")]
)
def test_a_button_is_answered_once(client: Client, base: Enterprise, webhook: Webhook, do: str, verb: str) -> None:
    typed = {"do": do, **key()}

    assert client.post(address(base, f"{webhook.pk}/act/"), typed).status_code == 302
    client.post(address(base, f"{webhook.pk}/act/"), typed)

    assert LogLine.objects.filter(verb=verb).count() == 1
    assert WebhookDelivery.objects.count() == (1 if do == "ping" else 0)


def test_it_is_switched_on_again(client: Client, base: Enterprise, webhook: Webhook) -> None:
    for do in ("off", "on"):
        client.post(address(base, f"{webhook.pk}/act/"), {"do": do, **key()})

    webhook.refresh_from_db()
    assert webhook.is_standing


@pytest.mark.parametrize("typed", [{}, {"do": "dance", **key()}, {"do": "ping"}, {"do": "ping", "client_key": "x"}])
def test_what_was_not_asked_properly_changes_nothing(
    client: Client, base: Enterprise, webhook: Webhook, typed: dict[str, str]
) -> None:
    assert client.post(address(base, f"{webhook.pk}/act/"), typed).status_code == 422

    assert not WebhookDelivery.objects.exists()


def missed(webhook: Webhook) -> WebhookDelivery:
    """A message that was given up."""
    row = delivery(webhook, News(PING, f"ping:{uuid4()}", {}), NOW)
    row.given_up_at, row.last_tried_at, row.last_status, row.last_error = NOW, NOW, 500, "It answered 500."
    row.save()
    return row


def test_what_was_given_up_is_seen_and_sent_again(client: Client, base: Enterprise, webhook: Webhook) -> None:
    row = missed(webhook)

    page = client.get(address(base, f"{webhook.pk}/?state=given-up")).content.decode()
    client.post(address(base, f"{webhook.pk}/{row.pk}/again/"), key())

    assert "It answered 500." in page
    assert row.message_id in page
    row.refresh_from_db()
    assert (row.given_up_at, row.attempts) == (None, 0)


@pytest.mark.parametrize(("state", "number"), [("", 2), ("given-up", 1), ("waiting", 1), ("sent", 0), ("x", 2)])
def test_a_state_narrows_what_is_shown(
    client: Client, base: Enterprise, webhook: Webhook, state: str, number: int
) -> None:
    missed(webhook)
    delivery(webhook, News(PING, "ping", {}), NOW).save()

    answer = client.get(address(base, f"{webhook.pk}/?state={state}"))

    assert answer.context["page"].paginator.count == number
    assert [each[2] for each in answer.context["states"]] == [2, 1, 1, 0]


def test_the_number_of_queries_does_not_grow(
    client: Client, base: Enterprise, webhook: Webhook, django_assert_max_num_queries: Any
) -> None:
    for number in range(60):
        missed(webhook)
        if number < 9:
            register_webhook(hub=base.hub, url=f"{URL}/{number}", events=["cycle.opened"], by=None, now=NOW)

    for path in ("", f"{webhook.pk}/", f"{webhook.pk}/?page=2"):
        with django_assert_max_num_queries(12):
            client.get(address(base, path))


def test_strangers_find_nothing(client: Client, base: Enterprise, webhook: Webhook) -> None:
    row = missed(webhook)
    paths = ("", f"{webhook.pk}/", f"{webhook.pk}/act/", f"{webhook.pk}/{row.pk}/again/")
    vale = a_hub("Vale Food Hub", "vale")
    a_hub_base(vale)
    theirs = Enterprise.objects.get(hub=vale, kind="hub")

    for person in (
        a_member(base, "packer@hub.example", role="packer"),
        a_member(theirs, "coordinator@vale.example", role="coordinator"),
    ):
        client.force_login(person)
        for path in paths:
            send = client.post if path.endswith(("act/", "again/")) else client.get
            assert send(address(base, path)).status_code == 404
    assert client.get(address(theirs, f"{webhook.pk}/")).status_code == 404


def test_a_new_webhook_asks_again_who_is_there(client: Client, base: Enterprise) -> None:
    client.force_login(a_member(base, "second@hub.example", role="coordinator"))

    response = client.post(address(base), {"url": URL, "events": ["cycle.opened"], **key()})

    assert response["Location"].startswith("/account/again/")
    assert Webhook.objects.count() == 0
