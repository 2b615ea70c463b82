"""Bank details: sealed at rest, masked on pages, changed by members alone, and told to all of them."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import User
from shop.enterprises.models import Enterprise
from shop.journal.actions import send_waiting
from shop.journal.models import LogLine
from shop.settlement.bank_details import numbers_of, readable_numbers, set_cooling_days
from shop.settlement.bank_numbers import BankNumbers, bank_numbers
from shop.settlement.errors import BadBankDetails, NotAMember, SettlementRefused
from shop.settlement.models import BankDetails
from tests import cast
from tests.shop.settlement.paying import member_of, with_account

pytestmark = pytest.mark.django_db

TYPED: dict[str, Any] = {"name": "Manor Farm Ltd", "sort_code": "20-00-00", "account_number": "55779911"}


@pytest.fixture
def grower() -> Enterprise:
    hub = cast.a_hub()
    cast.a_hub_base(hub)
    grower = cast.a_grower(hub)
    cast.a_member(grower, "ada@manor.example")
    return grower


# What is typed


@pytest.mark.parametrize(
    ("sort_code", "account_number", "read"),
    [
        ("20-00-00", "55779911", ("200000", "55779911")),
        (" 20 00 00 ", "5577 9911", ("200000", "55779911")),
        ("200000", "779911", ("200000", "00779911")),
        ("20–00–00", "5779911", ("200000", "05779911")),
    ],
)
def test_numbers_are_read_as_people_type_them(sort_code: str, account_number: str, read: tuple[str, str]) -> None:
    numbers = bank_numbers(name=" Manor  Farm & Sons ", sort_code=sort_code, account_number=account_number)

    assert (numbers.name, numbers.sort_code, numbers.account_number) == ("Manor Farm & Sons", *read)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "=cmd|' /C calc'!A0"),
        ("name", "A" * 71),
        ("sort_code", "20-00-0"),
        ("sort_code", "000000"),
        ("sort_code", "20-00-0x"),
        ("sort_code", "٢٠٠٠٠٠"),
        ("account_number", "12345"),
        ("account_number", "123456789"),
        ("account_number", "00000000"),
        ("account_number", "GB29NWBK"),
    ],
)
def test_what_can_be_no_account_is_refused_at_its_field(field: str, typed: str) -> None:
    with pytest.raises(BadBankDetails) as refusal:
        bank_numbers(**{**TYPED, field: typed})

    assert refusal.value.field == field


def test_numbers_show_neither_on_a_page_nor_in_a_log() -> None:
    numbers = bank_numbers(**TYPED)

    assert numbers.masked == "account ending 911, sort code 20-••-••"
    assert repr(numbers) == "BankNumbers(…)"


# The rule


def test_they_are_sealed_and_logged_without_a_digit(grower: Enterprise) -> None:
    row = with_account(grower, **TYPED)

    assert numbers_of(row) == BankNumbers("Manor Farm Ltd", "200000", "55779911")
    assert "55779911" not in row.sealed
    line = LogLine.objects.get(verb="bank details changed")
    assert line.by == member_of(grower)
    assert line.detail == {"payable_from": "2027-03-06"}
    assert row.payable_from == date(2027, 3, 6)


def test_the_hub_chooses_how_long_money_waits(grower: Enterprise) -> None:
    set_cooling_days(hub=grower.hub, days=10, by=None, now=cast.NOW)

    assert with_account(grower).payable_from == date(2027, 3, 11)
    for days in (-1, 61):
        with pytest.raises(SettlementRefused, match="between 0 and 60 days"):
            set_cooling_days(hub=grower.hub, days=days, by=None, now=cast.NOW)


def test_the_same_click_and_the_same_numbers_change_nothing(grower: Enterprise) -> None:
    key = uuid4()
    first = with_account(grower, client_key=key)
    later = cast.NOW + timedelta(days=3)

    assert with_account(grower, later, client_key=key, account_number="11112222") == first
    assert with_account(grower, later, account_number="5577 9911") == first
    assert BankDetails.objects.get().payable_from == date(2027, 3, 6)
    assert LogLine.objects.filter(verb="bank details changed").count() == 1


def test_a_change_is_a_row_of_its_own(grower: Enterprise) -> None:
    first = with_account(grower)
    second = with_account(grower, account_number="11112222")

    assert BankDetails.objects.current(grower) == second
    assert numbers_of(BankDetails.objects.get(pk=first.pk)).account_number == "55779911"


def test_every_member_and_nobody_else_is_told_without_a_digit(
    grower: Enterprise,
) -> None:
    cast.a_member(grower, "ben@manor.example", role="member")
    cast.a_member(cast.a_grower(grower.hub, "Hill Farm"), "eve@hill.example")
    mail.outbox.clear()

    with time_machine.travel(cast.NOW, tick=False):
        with_account(grower)
        send_waiting(now=cast.NOW)

    told = sorted(address for message in mail.outbox for address in message.to)
    assert told == sorted(["ada@manor.example", "ben@manor.example", grower.email])
    assert {message.subject for message in mail.outbox} == {"New bank details for Manor Farm"}
    assert not any(re.search(r"5577|9911|20-00", str(message.body)) for message in mail.outbox)


def test_nobody_but_a_member_changes_them(grower: Enterprise) -> None:
    base = grower.hub.enterprises.get(kind="hub")
    for stranger in (cast.a_person("x@home.example"), cast.a_member(base, role="coordinator")):
        with pytest.raises(NotAMember):
            with_account(grower, by=stranger)

    assert BankDetails.objects.count() == 0


def test_a_row_of_another_enterprise_does_not_open(grower: Enterprise) -> None:
    row = with_account(grower)
    moved = BankDetails(hub=row.hub, enterprise=cast.a_grower(row.hub, "Hill Farm"), sealed=row.sealed)

    assert readable_numbers(moved) is None


# The pages


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_member_is_asked_again_enters_them_and_sees_them_masked(grower: Enterprise) -> None:
    page = f"/papers/of/{grower.pk}/bank/"
    with time_machine.travel(cast.NOW, tick=False):
        client = signed_in(member_of(grower))
        assert "No bank details yet." in client.get(page).content.decode()
        asked = client.get(f"{page}change/")
        assert asked["Location"].startswith("/account/again/")
        assert client.post(f"{page}change/", {**TYPED, "client_key": uuid4()}).status_code == 302
        assert BankDetails.objects.count() == 0
        client.post("/account/again/", {"password": "a long password"})
        refused = client.post(f"{page}change/", {**TYPED, "sort_code": "2", "client_key": uuid4()})
        assert refused.status_code == 422
        assert 'value="Manor Farm Ltd"' in refused.content.decode()
        done = client.post(f"{page}change/", {**TYPED, "client_key": uuid4()}, follow=True)

    words = done.content.decode()
    assert "The first payout goes there on 6 March 2027 at the earliest." in words
    assert "Manor Farm Ltd, account ending 911, sort code 20-••-••." in words
    assert "55779911" not in words


def test_a_coordinator_sees_them_masked_and_cannot_change_them(grower: Enterprise) -> None:
    with_account(grower)
    client = signed_in(cast.a_member(grower.hub.enterprises.get(kind="hub"), role="coordinator"))

    assert "account ending 911" in client.get(f"/papers/of/{grower.pk}/bank/").content.decode()
    assert client.get(f"/papers/of/{grower.pk}/bank/change/").status_code == 404
    assert client.post(f"/papers/of/{grower.pk}/bank/change/", TYPED).status_code == 404


def test_what_cannot_be_opened_is_entered_again(grower: Enterprise, settings: Any) -> None:
    with_account(grower)
    settings.FOODSHED_FIELD_KEYS = ["quite another key"]

    words = signed_in(member_of(grower)).get(f"/papers/of/{grower.pk}/bank/").content.decode()
    assert "can’t be read any more" in words
    assert numbers_of(with_account(grower)).account_number == "55779911"
