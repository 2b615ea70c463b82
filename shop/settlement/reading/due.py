"""What is owed to whom and due, from the books and the printed dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from shop.enterprises.models import Enterprise
from shop.settlement.ledger import KIND
from shop.settlement.models import BankDetails, LedgerEntry, Statement, StatementCorrection


@dataclass(frozen=True, slots=True)
class Due:
    """What one seller is owed by now; `details` are where it goes, `why_not` says why it can't yet."""

    seller: Enterprise
    pence: int
    details: BankDetails | None
    why_not: str

    @property
    def can_be_paid(self) -> bool:
        """Whether a run made now takes it in."""
        return not self.why_not


def due_to_sellers(hub: Any, *, on: date) -> list[Due]:
    """Every seller whose balance in the books is above nothing, less statements printed for a later day as corrected.

    Corrections are read first, then the balance, then statements: what is written between the questions is then
    missing, never paid early.
    """
    corrected: Any = StatementCorrection.objects.of(hub).filter(statement__payout_on__gt=on)
    rows: Any = corrected.values_list("statement__seller_id").annotate(pence=Sum("total_pence")).order_by()
    taken_off = {seller: int(pence) for seller, pence in rows}
    rows = LedgerEntry.objects.of(hub).filter(account__kind=KIND.PAYABLE).values_list("account__enterprise_id")
    owed = {seller: -int(pence) for seller, pence in rows.annotate(pence=Sum("amount_pence")).order_by()}
    rows = Statement.objects.of(hub).filter(payout_on__gt=on).values_list("seller_id")
    later = {seller: int(pence) for seller, pence in rows.annotate(pence=Sum("total_pence")).order_by()}
    not_due = {seller: pence - taken_off.get(seller, 0) for seller, pence in later.items()}
    due = {seller: pence - not_due.get(seller, 0) for seller, pence in owed.items()}
    sellers = Enterprise.objects.of(hub).filter(pk__in=[seller for seller, pence in due.items() if pence > 0])
    details = BankDetails.objects.of(hub).current_by_enterprise()
    return [due_row(seller, due[seller.pk], details.get(seller.pk), on) for seller in sellers.order_by("name", "id")]


def due_row(seller: Enterprise, pence: int, details: BankDetails | None, on: date) -> Due:
    """The row, with the reason why it can't be paid yet."""
    why_not = ""
    if details is None:
        why_not = "no bank details yet"
    elif details.payable_from > on:
        day = details.payable_from
        why_not = f"new bank details, paid from {day.day} {day:%B %Y} on"
    return Due(seller, pence, details, why_not)
