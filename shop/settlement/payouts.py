"""Verbs about payouts: make a run of what is due, write the bank's file, note what was paid and what failed.

The books follow each step: what is owed to a seller goes to “payouts on their way” when a run is made, from there to
the hub's bank when it is paid, and back to the seller when it fails.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shop.enterprises.models import Hub
from shop.journal.actions import log
from shop.procurement.numbering import PAYOUT_RUNS, take_numbers
from shop.rows.local_time import local_date
from shop.rows.moves import move
from shop.settlement.bank_details import numbers_of
from shop.settlement.errors import NothingToPay, SettlementRefused
from shop.settlement.ledger import KIND, AccountKey, Posting, post
from shop.settlement.models import Payout, PayoutRun
from shop.settlement.models.payout import MOVES
from shop.settlement.reading.due import Due, due_to_sellers
from shop.spreadsheets.writing import comma_separated, pounds_cell

STATUS = Payout.Status
HEADINGS = ("Name", "Sort code", "Account number", "Amount", "Reference")
ON_ITS_WAY: AccountKey = (KIND.PAYOUT, None)
AT_THE_BANK: AccountKey = (KIND.BANK, None)


@transaction.atomic
def make_payouts(*, hub: Any, client_key: UUID, by: Any, now: datetime) -> PayoutRun:
    """One payout to each seller who is owed something that is due today and can be paid. Never twice.

    The hub's row is locked while the books are read: of two at once, the second finds nothing left. A second click
    returns the run that it made. Raises NothingToPay.
    """
    lock_hub(hub)
    standing: PayoutRun | None = PayoutRun.objects.of(hub).filter(client_key=client_key).first()
    if standing is not None:
        return standing
    today = local_date(now, hub.time_zone)
    payable = [row for row in due_to_sellers(hub, on=today) if row.can_be_paid]
    if not payable:
        raise NothingToPay("Nobody is owed anything that is due and can be paid today.")
    run = write_run(hub, payable, today, client_key, now)
    total = sum(row.pence for row in payable)
    log(hub=hub, verb="make payouts", subject=run, by=by, now=now, payouts=len(payable), total_pence=total)
    return run


def lock_hub(hub: Any) -> None:
    """Only one at a time makes a hub's payouts."""
    Hub.objects.select_for_update(no_key=True).get(pk=hub.pk)


def write_run(hub: Any, payable: list[Due], up_to: date, client_key: UUID, now: datetime) -> PayoutRun:
    """The run, its payouts and the postings."""
    [number] = take_numbers(hub=hub, series=PAYOUT_RUNS, how_many=1)
    run = PayoutRun.objects.create(hub=hub, number=number, up_to=up_to, made_at=now, client_key=client_key)
    payouts = Payout.objects.bulk_create(
        Payout(hub=hub, run=run, seller=row.seller, bank_details=row.details, amount_pence=row.pence) for row in payable
    )
    moves = [posting(each, "made", of=(KIND.PAYABLE, each.seller_id), to=ON_ITS_WAY) for each in payouts]
    post(hub=hub, delivery_day=None, postings=moves, now=now)
    return run


@transaction.atomic
def write_bank_file(*, run: PayoutRun, by: Any, now: datetime) -> str:
    """The table that the hub's bank takes. Payouts that were made are in the file from now on.

    The same file can be written again while nothing of it is paid. Raises SettlementRefused when nothing is left.
    """
    rows = list(
        run.payouts.select_for_update(of=("self",)).select_related("bank_details").order_by("seller__name", "id")
    )
    written = [row for row in rows if row.status in {STATUS.MADE, STATUS.EXPORTED}]
    if not written:
        raise SettlementRefused("Everything in this run is paid or failed: there is nothing to send.")
    for payout in written:
        if payout.status == STATUS.MADE:
            move(payout, to=STATUS.EXPORTED, moves=MOVES, exported_at=now)
    log(hub=run.hub, verb="write the bank’s file", subject=run, by=by, now=now, payouts=len(written))
    return comma_separated(HEADINGS, (file_row(run, payout) for payout in written))


def file_row(run: PayoutRun, payout: Payout) -> tuple[object, ...]:
    """One payout as the bank reads it: pounds with two places."""
    numbers = numbers_of(payout.bank_details)
    amount = pounds_cell(payout.amount_pence)
    return (numbers.name, numbers.sort_code_in_pairs, numbers.account_number, amount, run.number)


@transaction.atomic
def note_paid(*, run: PayoutRun, by: Any, now: datetime) -> int:
    """The bank has carried out the file: what is in it and did not fail is paid. Returns how many; 0 a second time."""
    in_file = list(run.payouts.select_for_update(of=("self",)).filter(status=STATUS.EXPORTED).order_by("id"))
    for payout in in_file:
        move(payout, to=STATUS.PAID, moves=MOVES, paid_at=now)
    if in_file:
        postings = [posting(each, "paid", of=ON_ITS_WAY, to=AT_THE_BANK) for each in in_file]
        post(hub=run.hub, delivery_day=None, postings=postings, now=now)
        log(hub=run.hub, verb="note payouts paid", subject=run, by=by, now=now, payouts=len(in_file))
    return len(in_file)


@transaction.atomic
def note_failed(*, payout: Payout, why: str, by: Any, now: datetime) -> Payout:
    """The money did not arrive, or came back: it is owed again. Raises NotAllowedMove and SettlementRefused."""
    reason = " ".join(why.split())[:200]
    if not reason:
        raise SettlementRefused("Say what the bank said.")
    held: Payout = (
        Payout.objects.select_for_update(of=("self",)).select_related("run", "seller", "hub").get(pk=payout.pk)
    )
    came_from = AT_THE_BANK if held.status == STATUS.PAID else ON_ITS_WAY
    move(held, to=STATUS.FAILED, moves=MOVES, failed_at=now, failed_why=reason)
    back = posting(held, "failed", of=came_from, to=(KIND.PAYABLE, held.seller_id))
    post(hub=held.hub, delivery_day=None, postings=[back], now=now)
    log(hub=held.hub, verb="note payout failed", subject=held, by=by, now=now, on_behalf_of=held.seller, why=reason)
    return held


def posting(payout: Payout, step: str, *, of: AccountKey, to: AccountKey) -> Posting:
    """The payout's amount leaves the account `of` for the account `to`; once for each step."""
    return Posting(
        key=f"payout:{payout.pk}:{step}",
        reason=f"Payout {payout.run} to {payout.seller}: {step}"[:240],
        entries=((of, payout.amount_pence), (to, -payout.amount_pence)),
    )
