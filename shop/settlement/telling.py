"""The words in which papers are told of."""

from datetime import date

from shop.pricing.money import pounds
from shop.settlement.models import Invoice, Statement


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
