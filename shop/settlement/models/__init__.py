"""Rows of the settlement room."""

from shop.settlement.models.invoice import Invoice, InvoiceLine
from shop.settlement.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from shop.settlement.models.statement import SettlementTerms, Statement, StatementDeduction, StatementLine

__all__ = [
    "Invoice",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "SettlementTerms",
    "Statement",
    "StatementDeduction",
    "StatementLine",
]
