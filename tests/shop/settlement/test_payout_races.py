"""Two coordinators pay at the same moment: everybody is paid once. Seen on PostgreSQL, a connection for each."""

from contextlib import ExitStack
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from shop.settlement import payouts
from shop.settlement.errors import NothingToPay
from shop.settlement.models import LedgerEntry, Payout
from shop.settlement.payouts import make_payouts
from tests.shop.meeting import WAIT_S, MeetAfter, all_at_once
from tests.shop.settlement.paying import DUE, OWED_PENCE, Owed, with_account

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORKERS = 4


def runs_made(owed: Owed, meet: MeetAfter | None = None) -> list[bool]:
    """Each worker's answer: whether they made a run."""
    looked = Barrier(WORKERS)

    def pay() -> bool:
        looked.wait(WAIT_S)
        with ExitStack() as watched:
            if meet is not None:
                watched.enter_context(connection.execute_wrapper(meet))
            try:
                make_payouts(hub=owed.hub, client_key=uuid4(), by=None, now=DUE)
            except NothingToPay:
                return False
            return True

    return sorted(all_at_once([pay] * WORKERS))


def test_everybody_is_paid_once() -> None:
    owed = Owed("Manor Farm", "Hill Farm")
    for grower in owed.growers:
        with_account(grower)

    assert runs_made(owed) == [False, False, False, True]

    assert sorted(Payout.objects.values_list("amount_pence", flat=True)) == [OWED_PENCE, OWED_PENCE]
    assert LedgerEntry.objects.per_kind()["payout"] == -2 * OWED_PENCE
    assert LedgerEntry.objects.sum_pence() == 0


def test_without_the_lock_everybody_would_be_paid_again(monkeypatch: pytest.MonkeyPatch) -> None:
    owed = Owed()
    with_account(owed.grower)
    monkeypatch.setattr(payouts, "lock_hub", lambda _hub: None)

    made = runs_made(owed, MeetAfter('SELECT "settlement_bankdetails"', threads=WORKERS))

    assert made == [True] * WORKERS
    assert Payout.objects.count() == WORKERS
