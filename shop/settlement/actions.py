"""Settling a delivered day: invoices by what was accepted, statements by what was bought, and the books.

Left out, because the rows don't hold it yet: catch weight, VAT that sellers charge.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.journal.actions import Letter, log, tell_all
from shop.procurement.locks import lock_day
from shop.procurement.models import AllocationRun, DeliveredLine, LineConfirmation, PurchaseLine
from shop.settlement.crediting import credit_agreed
from shop.settlement.errors import NotDelivered, SettlementRefused
from shop.settlement.ledger import KIND, Posting, post
from shop.settlement.models import Invoice, LedgerEntry, SettlementTerms, Statement
from shop.settlement.papers import write_invoices, write_statements
from shop.settlement.shares import Deduction, Losses, cost_kind, losses_of
from shop.settlement.telling import invoice_message, statement_message

STATUS = DeliveryDay.Status
HUB = None


@dataclass(frozen=True, slots=True)
class SettledDay:
    """How many papers, and where the money goes: billed (gross), VAT in it, owed to sellers, kept, lost."""

    invoices: int
    statements: int
    gross_pence: int
    vat_pence: int
    payable_pence: int
    difference_pence: int
    loss_pence: int


@transaction.atomic
def settle_day(*, delivery_day: DeliveryDay, by: Any, now: datetime) -> SettledDay:
    """Invoice what was accepted, state what is paid to whom and when, post it to the books. Once.

    A second call changes nothing. Raises NotDelivered when the day is not delivered, or while what became of a
    confirmed line is not recorded.
    """
    lock_day(delivery_day)
    if delivery_day.status == STATUS.SETTLED:
        return settled_day(delivery_day)
    if delivery_day.status != STATUS.DELIVERED:
        raise NotDelivered(f"{delivery_day} is {delivery_day.get_status_display()}, not delivered.")
    run = AllocationRun.objects.current_for(delivery_day)
    delivered = delivered_lines(run)
    purchases = list(PurchaseLine.objects.filter(run=run).standing().select_related("seller").order_by("id"))
    losses = losses_of(delivery_day=delivery_day, run=run, purchases=purchases, delivered=delivered)
    hub = delivery_day.cycle.hub
    invoices = write_invoices(hub=hub, delivered=delivered, now=now)
    statements = write_statements(delivery_day=delivery_day, purchases=purchases, deductions=losses.deductions, now=now)
    postings = [
        *(invoice_posting(invoice) for invoice in invoices),
        *statement_postings(statements, purchases, losses.deductions),
        loss_posting(delivery_day, losses),
    ]
    post(hub=hub, delivery_day=delivery_day, postings=postings, now=now)
    tell_of(hub, invoices, statements, now)
    credit_agreed(delivery_day=delivery_day, by=by, now=now)
    done = settled_day(delivery_day)
    log(
        hub=hub,
        verb="settle",
        subject=delivery_day,
        by=by,
        now=now,
        invoices=done.invoices,
        statements=done.statements,
        gross_pence=done.gross_pence,
        payable_pence=done.payable_pence,
    )
    move_day(delivery_day=delivery_day, to=STATUS.SETTLED, by=by, now=now)
    return done


@transaction.atomic
def set_terms(*, hub: Any, invoice_due_days: int, payout_days: int, by: Any, now: datetime) -> SettlementTerms:
    """Choose after how many days buyers pay and sellers are paid; papers that stand keep their dates."""
    if not (0 <= invoice_due_days <= 365 and 0 <= payout_days <= 365):
        raise SettlementRefused("Choose between 0 and 365 days.")
    terms, _ = SettlementTerms.objects.update_or_create(
        hub=hub, defaults={"invoice_due_days": invoice_due_days, "payout_days": payout_days}
    )
    log(
        hub=hub,
        verb="set settlement terms",
        subject=terms,
        by=by,
        now=now,
        invoice_due_days=invoice_due_days,
        payout_days=payout_days,
    )
    return terms


def delivered_lines(run: AllocationRun) -> list[DeliveredLine]:
    """What became of every confirmed line. Raises NotDelivered while one of them has no record."""
    unrecorded = LineConfirmation.objects.filter(run=run, delivered=None).standing().count()
    if unrecorded:
        raise NotDelivered(f"What became of {unrecorded} confirmed lines is not recorded yet.")
    rows = DeliveredLine.objects.filter(confirmation__run=run)
    return list(rows.select_related("confirmation__order_line__drop__order__buyer").order_by("confirmation_id"))


def settled_day(delivery_day: DeliveryDay) -> SettledDay:
    """What stands settled for the day, counted from papers and books."""
    invoices = Invoice.objects.filter(order__delivery_day=delivery_day)
    billed = invoices.aggregate(gross=Sum("gross_pence", default=0), vat=Sum("vat_pence", default=0))
    statements = Statement.objects.filter(delivery_day=delivery_day)
    balances = LedgerEntry.objects.filter(transaction__delivery_day=delivery_day).per_kind()
    return SettledDay(
        invoices=invoices.count(),
        statements=statements.count(),
        gross_pence=billed["gross"],
        vat_pence=billed["vat"],
        payable_pence=statements.aggregate(pence=Sum("total_pence", default=0))["pence"],
        difference_pence=-balances.get(KIND.PRICE_DIFFERENCE, 0),
        loss_pence=balances.get(KIND.LOSS, 0),
    )


def invoice_posting(invoice: Invoice) -> Posting:
    """The buyer owes the gross amount: its VAT is the tax office's, the rest goes to the price difference."""
    return Posting(
        key=f"invoice:{invoice.order_id}",
        reason=f"Invoice {invoice.number} for order {invoice.order.number}",
        entries=(
            ((KIND.RECEIVABLE, invoice.order.buyer_id), invoice.gross_pence),
            ((KIND.VAT, HUB), -invoice.vat_pence),
            ((KIND.PRICE_DIFFERENCE, HUB), -invoice.net_pence),
        ),
    )


def statement_postings(
    statements: Iterable[Statement], purchases: Iterable[Any], deductions: Iterable[Deduction]
) -> list[Posting]:
    """The hub owes each seller the statement's total, out of the price difference or, for fees, of processing."""
    cost: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in purchases:
        cost[row.seller_id][cost_kind(row)] += row.packs_standing * row.price_pence
    for deduction in deductions:
        row = deduction.purchase
        cost[row.seller_id][cost_kind(row)] -= deduction.packs * row.price_pence
    return [
        Posting(
            key=f"statement:{statement.delivery_day_id}:{statement.seller_id}",
            reason=f"Statement {statement.number} to {statement.seller}",
            entries=(
                *(((kind, HUB), pence) for kind, pence in sorted(cost[statement.seller_id].items())),
                ((KIND.PAYABLE, statement.seller_id), -statement.total_pence),
            ),
        )
        for statement in statements
    ]


def loss_posting(delivery_day: DeliveryDay, losses: Losses) -> Posting:
    """What the hub paid for packs that no kitchen accepted leaves the price difference and the fees for the losses."""
    return Posting(
        key=f"loss:{delivery_day.pk}",
        reason=f"Packs of {delivery_day} that were bought and that no kitchen accepted",
        entries=(
            ((KIND.LOSS, HUB), losses.produce_pence + losses.fees_pence),
            ((KIND.PRICE_DIFFERENCE, HUB), -losses.produce_pence),
            ((KIND.PROCESSING, HUB), -losses.fees_pence),
        ),
    )


def tell_of(hub: Any, invoices: Iterable[Invoice], statements: Iterable[Statement], now: datetime) -> None:
    """Put a message per paper into the outbox."""
    letters = [Letter(f"order:{row.order_id}:invoiced", row.order.buyer, *invoice_message(row)) for row in invoices]
    letters += [
        Letter(f"day:{row.delivery_day_id}:seller:{row.seller_id}:stated", row.seller, *statement_message(row))
        for row in statements
    ]
    tell_all(hub=hub, letters=letters, now=now)
