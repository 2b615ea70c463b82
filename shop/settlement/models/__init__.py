"""Rows of the settlement room."""

from shop.settlement.models.bank import BankDetails
from shop.settlement.models.credit import ClaimCost, CreditLine, CreditNote, StatementCorrection
from shop.settlement.models.invoice import Invoice, InvoiceLine
from shop.settlement.models.ledger import LedgerAccount, LedgerEntry, LedgerTransaction
from shop.settlement.models.payout import Payout, PayoutRun
from shop.settlement.models.statement import SettlementTerms, Statement, StatementDeduction, StatementLine

__all__ = [
    "BankDetails",
    "ClaimCost",
    "CreditLine",
    "CreditNote",
    "Invoice",
    "InvoiceLine",
    "LedgerAccount",
    "LedgerEntry",
    "LedgerTransaction",
    "Payout",
    "PayoutRun",
    "SettlementTerms",
    "Statement",
    "StatementCorrection",
    "StatementDeduction",
    "StatementLine",
]
