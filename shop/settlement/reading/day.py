"""All papers of a delivery day, for the coordinator: invoices, statements, sums and where the money went."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shop.settlement.models import CreditNote, Invoice, Statement, StatementCorrection
from shop.settlement.reading.breakdown import Breakdown, breakdown_of


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper in a list: to whom, how much, and the day on which it is due or paid.

    `address` names its page; what credits and corrections take off is negative.
    """

    address: str
    id: int
    number: str
    party: str
    reference: str
    day: str
    issued_on: date
    due_on: date
    pence: int


@dataclass(frozen=True, slots=True)
class DayPapers:
    """`is_settled` is False while there are no papers yet; `can_settle` when settling is the next thing."""

    id: int
    day: str
    is_settled: bool
    can_settle: bool
    put_right: tuple[PaperRow, ...]
    invoices: tuple[PaperRow, ...]
    statements: tuple[PaperRow, ...]
    invoiced_pence: int
    stated_pence: int
    breakdown: Breakdown


def day_papers(delivery_day: Any) -> DayPapers:
    """Read the day's papers, in a number of queries that does not grow with them."""
    invoices = tuple(invoice_row(row) for row in invoices_with_parties().filter(order__delivery_day=delivery_day))
    statements = tuple(statement_row(row) for row in statements_with_parties().filter(delivery_day=delivery_day))
    return DayPapers(
        id=delivery_day.pk,
        day=str(delivery_day),
        is_settled=delivery_day.status == "settled",
        can_settle=delivery_day.status == "delivered",
        put_right=tuple(
            [credit_row(row) for row in credits_with_parties().filter(invoice__order__delivery_day=delivery_day)]
            + [correction_row(row) for row in corrections_with_parties().filter(statement__delivery_day=delivery_day)]
        ),
        invoices=invoices,
        statements=statements,
        invoiced_pence=sum(row.pence for row in invoices),
        stated_pence=sum(row.pence for row in statements),
        breakdown=breakdown_of(delivery_day),
    )


def invoices_with_parties() -> Any:
    """Invoices with what their rows in a list say."""
    return Invoice.objects.select_related("order__buyer", "order__delivery_day").order_by("number")


def statements_with_parties() -> Any:
    """Statements with what their rows in a list say."""
    return Statement.objects.select_related("seller", "delivery_day").order_by("number")


def credits_with_parties() -> Any:
    """Credit notes with what their rows in a list say."""
    rows = CreditNote.objects.select_related("invoice__order__buyer", "invoice__order__delivery_day")
    return rows.order_by("number")


def corrections_with_parties() -> Any:
    """Corrections with what their rows in a list say."""
    rows = StatementCorrection.objects.select_related("statement__seller", "statement__delivery_day")
    return rows.order_by("number")


def invoice_row(row: Invoice) -> PaperRow:
    """An invoice in a list."""
    return PaperRow(
        "papers:invoice",
        row.pk,
        row.number,
        str(row.order.buyer),
        row.po_number,
        str(row.order.delivery_day),
        row.issued_on,
        row.due_on,
        row.gross_pence,
    )


def statement_row(row: Statement) -> PaperRow:
    """A statement in a list."""
    return PaperRow(
        "papers:statement",
        row.pk,
        row.number,
        str(row.seller),
        "",
        str(row.delivery_day),
        row.issued_on,
        row.payout_on,
        row.total_pence,
    )


def credit_row(row: CreditNote) -> PaperRow:
    """A credit note in a list; it falls due with its invoice."""
    invoice = row.invoice
    return PaperRow(
        "papers:credit",
        row.pk,
        row.number,
        str(invoice.order.buyer),
        invoice.po_number,
        str(invoice.order.delivery_day),
        row.issued_on,
        invoice.due_on,
        -row.gross_pence,
    )


def correction_row(row: StatementCorrection) -> PaperRow:
    """A correction in a list; it counts on the day its statement is paid."""
    statement = row.statement
    return PaperRow(
        "papers:correction",
        row.pk,
        row.number,
        str(statement.seller),
        "",
        str(statement.delivery_day),
        row.issued_on,
        statement.payout_on,
        -row.total_pence,
    )


def papers_of(enterprise: Any) -> tuple[PaperRow, ...]:
    """An enterprise's statements or, for a buyer, invoices, with what put them right: the latest first."""
    if enterprise.kind == "buyer":
        rows = [invoice_row(row) for row in invoices_with_parties().filter(order__buyer=enterprise)]
        rows += [credit_row(row) for row in credits_with_parties().filter(invoice__order__buyer=enterprise)]
    else:
        rows = [statement_row(row) for row in statements_with_parties().filter(seller=enterprise)]
        rows += [correction_row(row) for row in corrections_with_parties().filter(statement__seller=enterprise)]
    return tuple(sorted(rows, key=lambda row: (row.issued_on, row.id), reverse=True))
