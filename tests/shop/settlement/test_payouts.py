"""Payouts: of what is due by the books, once, to accounts that have cooled, and through to the bank and back."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from shop.journal.models import LogLine
from shop.rows.moves import NotAllowedMove
from shop.settlement.errors import NothingToPay, SettlementRefused
from shop.settlement.ledger import KIND, Posting, post
from shop.settlement.models import LedgerEntry, LedgerTransaction, Payout, PayoutRun
from shop.settlement.payouts import make_payouts, note_failed, note_paid, write_bank_file
from shop.settlement.reading.due import due_to_sellers
from tests import cast
from tests.shop.settlement.paying import BEFORE_DUE, DUE, OWED_PENCE, Owed, with_account

pytestmark = pytest.mark.django_db


def books(owed: Owed) -> dict[str, int]:
    """Balances that payouts move: what sellers are owed, what is on its way, what left the bank."""
    found = LedgerEntry.objects.of(owed.hub).per_kind()
    return {kind: found.get(kind, 0) for kind in ("payable", "payout", "bank")}


def a_run(owed: Owed) -> PayoutRun:
    return make_payouts(hub=owed.hub, client_key=uuid4(), by=None, now=DUE)


def test_a_run_pays_what_is_due_to_whom_it_can() -> None:
    owed = Owed("Manor Farm", "Hill Farm", "Lane Farm")
    manor, hill, _ = owed.growers
    with_account(manor)
    with_account(hill, DUE - timedelta(days=4))

    due = {str(row.seller): (row.pence, row.why_not) for row in due_to_sellers(owed.hub, on=DUE.date())}
    run = a_run(owed)

    assert due == {
        "Hill Farm": (OWED_PENCE, "new bank details, paid from 24 March 2027 on"),
        "Lane Farm": (OWED_PENCE, "no bank details yet"),
        "Manor Farm": (OWED_PENCE, ""),
    }
    assert [(row.seller, row.amount_pence, row.status) for row in run.payouts.all()] == [(manor, OWED_PENCE, "made")]
    assert (run.number, run.up_to) == ("PR-00001", date(2027, 3, 23))
    assert books(owed) == {"payable": -2 * OWED_PENCE, "payout": -OWED_PENCE, "bank": 0}
    assert LogLine.objects.get(verb="make payouts").detail == {"payouts": 1, "total_pence": OWED_PENCE}


def test_nothing_goes_out_before_the_printed_day() -> None:
    owed = Owed()
    with_account(owed.grower)

    assert due_to_sellers(owed.hub, on=BEFORE_DUE.date()) == []
    with pytest.raises(NothingToPay):
        make_payouts(hub=owed.hub, client_key=uuid4(), by=None, now=BEFORE_DUE)
    assert PayoutRun.objects.count() == 0
    assert books(owed) == {"payable": -OWED_PENCE, "payout": 0, "bank": 0}


def test_a_second_click_returns_the_run_and_a_second_run_finds_nothing() -> None:
    owed = Owed()
    with_account(owed.grower)
    key = uuid4()

    first = make_payouts(hub=owed.hub, client_key=key, by=None, now=DUE)

    assert make_payouts(hub=owed.hub, client_key=key, by=None, now=DUE) == first
    with pytest.raises(NothingToPay):
        a_run(owed)
    assert Payout.objects.count() == 1


@hypothesis_settings(max_examples=10, deadline=None)
@given(movements=st.lists(st.integers(min_value=-9999, max_value=9999), min_size=1, max_size=4))
def test_what_is_paid_is_the_balance_of_the_books_and_never_below_nothing(movements: list[int]) -> None:
    with transaction.atomic():
        hub = cast.a_hub()
        grower = cast.a_grower(hub)
        cast.a_member(grower)
        with_account(grower)
        moved = [
            Posting(str(n), "moved", (((KIND.PAYABLE, grower.pk), -pence), ((KIND.LOSS, None), pence)))
            for n, pence in enumerate(movements)
        ]
        post(hub=hub, delivery_day=None, postings=moved, now=DUE)
        paid = make_payouts(hub=hub, client_key=uuid4(), by=None, now=DUE) if sum(movements) > 0 else None

        assert [row.pence for row in due_to_sellers(hub, on=DUE.date())] == []
        assert [row.amount_pence for row in Payout.objects.all()] == ([sum(movements)] if paid else [])
        assert LedgerEntry.objects.sum_pence() == 0
        transaction.set_rollback(True)


def test_the_bank_s_file_holds_what_goes_out_and_can_be_written_again() -> None:
    owed = Owed("Manor Farm", "Hill Farm")
    with_account(owed.growers[0])
    with_account(owed.growers[1], account_number="779911", sort_code="40-11-22")
    run = a_run(owed)

    table = write_bank_file(run=run, by=None, now=DUE)

    assert table == (
        "\ufeffName,Sort code,Account number,Amount,Reference\r\n"
        "Hill Farm,40-11-22,00779911,57.00,PR-00001\r\n"
        "Manor Farm,20-00-00,55779911,57.00,PR-00001\r\n"
    )
    assert write_bank_file(run=run, by=None, now=DUE + timedelta(hours=1)) == table
    assert set(run.payouts.values_list("status", "exported_at")) == {("exported", DUE)}
    lines = LogLine.objects.filter(verb="write the bank’s file")
    assert [line.detail for line in lines] == [{"payouts": 2}] * 2


def test_the_books_follow_a_payout_to_the_bank() -> None:
    owed = Owed()
    with_account(owed.grower)
    run = a_run(owed)
    assert note_paid(run=run, by=None, now=DUE) == 0, "what is in no file is not paid"
    write_bank_file(run=run, by=None, now=DUE)

    assert note_paid(run=run, by=None, now=DUE) == 1
    assert note_paid(run=run, by=None, now=DUE) == 0

    assert books(owed) == {"payable": 0, "payout": 0, "bank": -OWED_PENCE}
    assert run.payouts.get().status == "paid"
    with pytest.raises(SettlementRefused, match="nothing to send"):
        write_bank_file(run=run, by=None, now=DUE)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_what_fails_is_owed_again_and_comes_with_the_next_run(steps: int) -> None:
    owed = Owed()
    with_account(owed.grower)
    run = a_run(owed)
    if steps > 0:
        write_bank_file(run=run, by=None, now=DUE)
    if steps > 1:
        note_paid(run=run, by=None, now=DUE)
    payout = run.payouts.get()
    with pytest.raises(SettlementRefused, match="Say what the bank said"):
        note_failed(payout=payout, why=" ", by=None, now=DUE)

    note_failed(payout=payout, why="account closed", by=None, now=DUE)

    assert books(owed) == {"payable": -OWED_PENCE, "payout": 0, "bank": 0}
    with pytest.raises(NotAllowedMove):
        note_failed(payout=payout, why="account closed", by=None, now=DUE)
    assert books(owed) == {"payable": -OWED_PENCE, "payout": 0, "bank": 0}
    again = a_run(owed)
    assert again.payouts.get().amount_pence == OWED_PENCE
    assert LedgerEntry.objects.sum_pence() == 0


def test_another_hub_s_money_is_not_touched() -> None:
    owed = Owed()
    with_account(owed.grower)
    vale = cast.a_hub("Vale Food Hub", "vale")

    assert due_to_sellers(vale, on=DUE.date()) == []
    with pytest.raises(NothingToPay):
        make_payouts(hub=vale, client_key=uuid4(), by=None, now=DUE)
    assert not LedgerTransaction.objects.filter(key__startswith="payout:").exists()


def test_a_coordinator_pays_from_the_page_and_the_grower_sees_it() -> None:
    owed = Owed()
    with_account(owed.grower)
    base = owed.hub.enterprises.get(kind="hub")
    with time_machine.travel(DUE, tick=False):
        client = Client()
        client.force_login(cast.a_member(base, role="coordinator"))
        page = client.get(f"/papers/payouts/{owed.hub.pk}/")
        assert "Make 1 payout, £57.00" in page.content.decode()
        key = {"client_key": page.context["client_key"]}
        assert client.post(f"/papers/payouts/{owed.hub.pk}/make/", key)["Location"].startswith("/account/again/")
        assert Payout.objects.count() == 0
        client.post("/account/again/", {"password": "a long password"})
        for _ in range(2):
            made = client.post(f"/papers/payouts/{owed.hub.pk}/make/", key)
        run = PayoutRun.objects.get()
        payout = run.payouts.get()
        assert made["Location"] == f"/papers/payout-runs/{run.pk}/"
        file = client.post(f"{made['Location']}bank-file/")
        assert (file["Content-Type"], "55779911" in file.content.decode()) == ("text/csv; charset=utf-8", True)
        assert "55779911" not in client.get(made["Location"]).content.decode()
        refused = client.post(f"{made['Location']}{payout.pk}/failed/", {"why": ""})
        assert refused.status_code == 422
        client.post(f"{made['Location']}paid/")
        grower = Client()
        grower.force_login(owed.grower.memberships.get().user)
        words = grower.get(f"/papers/of/{owed.grower.pk}/").content.decode()

    payout.refresh_from_db()
    assert payout.status == "paid"
    assert "PR-00001" in words
    assert "paid 23 Mar 2027" in words
