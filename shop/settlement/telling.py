"""The words in which papers are told of."""

from datetime import date
from typing import Any

from shop.pricing.money import pounds
from shop.settlement.models import CreditNote, Invoice, Statement, StatementCorrection


def day_text(day: date) -> str:
    """5 January 2027."""
    return f"{day.day} {day:%B %Y}"


def invoice_message(invoice: Invoice) -> tuple[str, str]:
    """Subject and text to the buyer."""
    gross = pounds(invoice.gross_pence)
    order = f"order {invoice.order.number}" + (f" (your PO number {invoice.po_number})" if invoice.po_number else "")
    vat = f", of which VAT {pounds(invoice.vat_pence)}" if invoice.vat_pence else ""
    body = (
        f"Invoice {invoice.number} for {order} comes to {gross}{vat}. "
        f"It counts what you accepted at the door. It is due on {day_text(invoice.due_on)}."
    )
    return f"Invoice {invoice.number}: {gross}", body


def statement_message(statement: Statement) -> tuple[str, str]:
    """Subject and text to the grower or processor."""
    total = pounds(statement.total_pence)
    body = (
        f"Statement {statement.number} for {statement.delivery_day} comes to {total}. "
        f"It is paid on {day_text(statement.payout_on)}."
    )
    return f"Statement {statement.number}: {total}", body


def bank_details_message(enterprise: Any, by: Any, payable_from: date) -> tuple[str, str]:
    """Subject and text to each member, without a digit of the account."""
    body = (
        f"{by} changed the bank account that {enterprise} is paid to. Until {day_text(payable_from)} nothing is paid "
        "there. If you don’t know of this, ring the hub today: somebody may be using an account that isn’t theirs."
    )
    return f"New bank details for {enterprise}", body


def credit_message(note: CreditNote) -> tuple[str, str]:
    """Subject and text to the buyer."""
    gross = pounds(note.gross_pence)
    body = (
        f"Credit note {note.number} takes {gross} off invoice {note.invoice.number} "
        f"for order {note.invoice.order.number}. Pay so much less."
    )
    return f"Credit note {note.number}: {gross}", body


def correction_message(row: StatementCorrection) -> tuple[str, str]:
    """Subject and text to the grower or processor."""
    total = pounds(row.total_pence)
    body = (
        f"Correction {row.number} takes {total} off statement {row.statement.number}: "
        "a kitchen claimed packs through a fault that you bear. The paper says which, where and why."
    )
    return f"Correction to statement {row.statement.number}: {total} off", body
