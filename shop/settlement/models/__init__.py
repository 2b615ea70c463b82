"""Rows of the settlement room."""

from shop.settlement.models.invoice import Invoice, InvoiceLine, NumberSeries
from shop.settlement.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from shop.settlement.models.statement import Statement, StatementLine

__all__ = [
    "Invoice",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "NumberSeries",
    "Statement",
    "StatementLine",
]
