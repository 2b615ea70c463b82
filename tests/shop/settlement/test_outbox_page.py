"""The coordinator's outbox: who could not be told, trying again, ringing up."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from shop.journal.actions import send_waiting, tell
from shop.journal.by_hand import note_rung, try_again
from shop.journal.errors import NoAddress, NotGivenUp
from shop.journal.models import LogLine, OutboxMessage
from shop.settlement.reading.outbox import HIDDEN, outbox_page
from tests import cast

pytestmark = pytest.mark.django_db
NOW = cast.NOW


class Silent:
    """A grower without an e-mail address, of whom a message is given up."""

    def __init__(self) -> None:
        self.hub = cast.a_hub()
        self.base = cast.a_hub_base(self.hub).enterprise
        self.grower = cast.a_grower(self.hub)
        self.grower.email = ""
        self.grower.phone = "01572 000 000"
        self.grower.save()
        self.message = self.tell("day:1")

    def tell(self, key: str, **fields: Any) -> OutboxMessage:
        fields = {"enterprise": self.grower, "subject": "Your pick list", "body": "12 crates of carrots.", **fields}
        return tell(hub=self.hub, key=key, now=NOW, **fields)

    def coordinator(self) -> Client:
        client = Client()
        client.force_login(cast.a_member(self.base, role="coordinator"))
        return client

    def address(self, name: str, *args: int) -> str:
        return reverse(f"papers:{name}", args=[self.hub.pk, *args])


@pytest.fixture
def silent() -> Silent:
    return Silent()


def test_whoever_has_no_address_stands_first_with_their_number(silent: Silent) -> None:
    page = silent.coordinator().get(silent.address("outbox")).text

    assert "Ring 01572 000 000" in page
    assert "12 crates of carrots." in page
    assert "Try again" not in page
    assert "To ring (1)" in page


def test_who_was_rung_up_needs_nobody_any_more(silent: Silent) -> None:
    client = silent.coordinator()
    said = {"client_key": str(uuid4()), "note": " Brings  ten. "}
    for _ in range(2):
        answer = client.post(silent.address("outbox-rung", silent.message.pk), said)
        assert answer.status_code == 302

    row = OutboxMessage.objects.get()
    assert row.rung_note == "Brings ten."
    assert not OutboxMessage.objects.to_ring().exists()
    assert OutboxMessage.objects.told().get() == row
    assert LogLine.objects.filter(verb="outbox: rung up").count() == 1


def test_a_message_is_tried_again_at_the_address_of_today(
    silent: Silent, django_capture_on_commit_callbacks: Any
) -> None:
    silent.grower.email = "manor@farm.example"
    silent.grower.save()

    assert try_again(message=silent.message, client_key=uuid4(), by=None, now=NOW)

    row = OutboxMessage.objects.get()
    assert (row.to_address, row.given_up_at, row.attempts) == ("manor@farm.example", None, 0)
    assert send_waiting(now=NOW).sent == 1


def test_without_any_address_nothing_is_tried_and_the_click_is_free_again(silent: Silent) -> None:
    key = uuid4()
    with pytest.raises(NoAddress, match="no e-mail address of Manor Farm on file"):
        try_again(message=silent.message, client_key=key, by=None, now=NOW)

    assert OutboxMessage.objects.to_ring().count() == 1
    assert not LogLine.objects.filter(verb="outbox: try again").exists()
    assert note_rung(message=silent.message, note="", client_key=key, by=None, now=NOW)


def test_what_is_on_its_way_is_not_done_by_hand(silent: Silent) -> None:
    waiting = silent.tell("day:2", to_address="cook@school.example")

    with pytest.raises(NotGivenUp):
        note_rung(message=waiting, note="", client_key=uuid4(), by=None, now=NOW)

    waiting.refresh_from_db()
    assert waiting.rung_at is None


def test_a_refusal_keeps_the_note(silent: Silent) -> None:
    client = silent.coordinator()

    answer = client.post(silent.address("outbox-rung", silent.message.pk), {"client_key": "old", "note": "Brings ten"})

    assert answer.status_code == 422
    assert 'value="Brings ten"' in answer.text
    assert OutboxMessage.objects.to_ring().count() == 1


def test_a_secret_is_shown_to_nobody(silent: Silent) -> None:
    silent.tell("invitation:1", body="https://hub.example/secret-token", carries_secret=True)

    page = silent.coordinator().get(silent.address("outbox")).text

    assert "secret-token" not in page
    assert HIDDEN in page


def test_another_hubs_message_is_not_there(silent: Silent) -> None:
    other = Silent.__new__(Silent)
    other.hub = cast.a_hub("Fenland", "fenland")
    other.base = cast.add_enterprise(hub=other.hub, kind="hub", name="Fen", email="hub@fen.example", by=None, now=NOW)
    client = other.coordinator()

    assert client.get(silent.address("outbox")).status_code == 404
    assert client.post(other.address("outbox-rung", silent.message.pk), {"client_key": uuid4()}).status_code == 404
    assert OutboxMessage.objects.to_ring().count() == 1


def test_states_and_an_enterprise_narrow_the_list(silent: Silent, django_assert_num_queries: Any) -> None:
    buyer = cast.a_buyer(silent.hub)
    for number in range(5):
        silent.tell(f"order:{number}", enterprise=buyer)
    with django_assert_num_queries(2):
        page = outbox_page(silent.hub, state="waiting")
    narrowed = outbox_page(silent.hub, state="waiting", enterprise_id=silent.grower.pk)

    assert [(state.code, state.number) for state in page.states] == [("given-up", 1), ("waiting", 5), ("told", 0)]
    assert (len(page.messages), len(narrowed.messages)) == (5, 0)
