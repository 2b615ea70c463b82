"""Handing households' boxes out: collected, kept, given away, taken back, and what turns out missing at the door."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from logistics.packing.actions import finish_day, note_packed
from shop.journal.models import OutboxMessage
from shop.settlement.models import LedgerEntry
from shop.storefront.boxes import BoxPackedNow
from shop.storefront.models import BoxHandOut, HouseholdLine, HouseholdOrder, ShortBox
from tests.logistics.conducting import conduct
from tests.logistics.packing.scene import at_work, words
from tests.logistics.small_day import ANSWERS_DUE, SmallDay
from tests.logistics.test_households_goods import a_day_with_a_household

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    """A household's three crates are packed whole, to be fetched at the packhouse."""
    return a_packed_box()


def a_packed_box() -> SmallDay:
    """A day whose one box is packed, and packing is done."""
    small = a_day_with_a_household(in_village=False)
    conduct(small)
    line = HouseholdLine.objects.shown().get()
    each = BoxPackedNow(line=line, packs_packed=line.packs, key="box")
    note_packed(delivery_day=small.day, packings=[], boxes=[each], by=None, now=ANSWERS_DUE)
    finish_day(delivery_day=small.day, by=None, now=ANSWERS_DUE, uncounted="as said")
    return small


@pytest.fixture
def client(small: SmallDay) -> Client:
    return at_work(small)


def path(small: SmallDay) -> str:
    return f"/pack/days/{small.day.pk}/boxes/"


def send(client: Client, small: SmallDay, outcome: str = "collected", seen: int = 0, **form: Any) -> Any:
    """One press on the box's card."""
    order = HouseholdOrder.objects.get().pk
    what = {"client_key": str(uuid4()), "order": order, "outcome": outcome, "seen": seen, **form}
    return client.post(path(small), what)


def test_a_box_is_collected_with_one_press_and_once(small: SmallDay, client: Client) -> None:
    page = words(client.get(path(small)))
    for said in ("Hetty House", "3 × Carrots", '1 <span class="hint">of 1 wait', "Takes £35.64 when it is handed over"):
        assert said in page
    key = str(uuid4())

    answers = [send(client, small, client_key=key) for _ in range(2)]

    order = HouseholdOrder.objects.get()
    assert [answer["Location"] for answer in answers] == [f"{path(small)}#box-{order.pk}"] * 2
    assert BoxHandOut.objects.get().outcome == "collected"
    page = words(client.get(path(small)))
    assert '0 <span class="hint">of 1 wait' in page
    assert "Collected at" in page
    assert "Takes £" not in page
    mine = f"/shop/accounts/order-status/{order.order.number}/{order.order.verification_hash()}/"
    assert "You have your box" in words(Client().get(mine))


def test_who_does_not_come_is_told_and_gets_no_money_back(small: SmallDay, client: Client) -> None:
    before = LedgerEntry.objects.per_kind()

    send(client, small, "kept")
    assert "We keep it for you" in OutboxMessage.objects.get(key__contains=":hand-out:1").body
    send(client, small, "given_away", seen=1)

    assert "it was given away" in OutboxMessage.objects.get(key__contains=":hand-out:2").body
    assert LedgerEntry.objects.per_kind() == before
    assert not ShortBox.objects.exists()
    assert "Not collected: given away" in words(client.get(path(small)))


def test_a_wrong_press_is_taken_back_and_an_old_page_is_told_so(small: SmallDay, client: Client) -> None:
    send(client, small)
    late = send(client, small, "given_away")
    assert late.status_code == 422
    assert "Somebody has noted something of Hetty House’s box since" in words(late)
    again = send(client, small, "given_away", seen=1)
    assert "It is collected already" in words(again)

    send(client, small, "taken_back", seen=1)
    send(client, small, seen=2)

    assert [row.outcome for row in BoxHandOut.objects.order_by("number")] == ["collected", "taken_back", "collected"]


@pytest.mark.parametrize("bad", [{"outcome": "eaten"}, {"outcome": ""}, {"seen": "x"}, {"seen": ""}, {"order": "0"}])
def test_what_can_t_be_understood_is_refused_in_words(small: SmallDay, client: Client, bad: dict[str, str]) -> None:
    answer = send(client, small, **bad)

    assert answer.status_code == 422
    assert "That was not noted" in words(answer)
    assert not BoxHandOut.objects.exists()


def test_what_is_missing_at_the_door_is_not_charged(small: SmallDay, client: Client) -> None:
    line = HouseholdLine.objects.get().pk
    form = {"missing": "1", "shorts_seen": "0", f"missing-{line}": "4", "fault": "damaged on the way"}
    refused = send(client, small, **form)
    assert "3 packs can be missing, not 4" in words(refused)
    assert f'id="missing-{line}" value="4"' in words(refused)

    send(client, small, **{**form, f"missing-{line}": "1"})

    assert HouseholdOrder.objects.get().charged_pence == 2 * 1188
    page = words(client.get(path(small)))
    assert "1 of 3 missing" in page
    assert "Takes £23.76 when it is handed over" in page


def test_no_box_is_handed_out_before_packing_is_done() -> None:
    small = a_day_with_a_household(in_village=False)
    conduct(small)

    answer = send(at_work(small), small)

    assert answer.status_code == 422
    assert "is not done yet: no box is handed out before" in words(answer)


def test_a_cancelled_order_has_no_box(small: SmallDay, client: Client) -> None:
    page = client.get(path(small)).content
    assert b"Hetty House" in page
    HouseholdOrder.objects.update(status="cancelled", cancelled_at=ANSWERS_DUE)

    assert "No household has ordered" in words(client.get(path(small)))
    assert "on the list no more" in words(send(client, small))
