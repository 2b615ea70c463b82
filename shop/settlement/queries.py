"""Questions over the books."""

from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from shop.rows.append_only import AppendOnlyQuerySet


class PaperQuerySet(AppendOnlyQuerySet):
    """Invoices, statements and ledger transactions of a hub: never edited, put right by another."""


class InvoiceLineQuerySet(AppendOnlyQuerySet):
    """Lines of a hub's invoices."""

    hub_path = "invoice__hub"


class StatementLineQuerySet(AppendOnlyQuerySet):
    """Lines and deductions of a hub's statements."""

    hub_path = "statement__hub"


class CreditLineQuerySet(AppendOnlyQuerySet):
    """Lines of a hub's credit notes."""

    hub_path = "note__hub"


class ClaimCostQuerySet(AppendOnlyQuerySet):
    """Who bears the packs of a hub's agreed claims."""

    hub_path = "purchase__run__delivery_day__cycle__hub"


class LedgerEntryQuerySet(AppendOnlyQuerySet):
    """Ledger entries of a hub."""

    hub_path = "transaction__hub"

    def sum_pence(self) -> int:
        """Debits less credits."""
        return int(self.aggregate(pence=Coalesce(Sum("amount_pence"), 0))["pence"])

    def per_kind(self) -> dict[str, int]:
        """Kind of account to its balance in pence, debits positive."""
        rows: Any = self.values_list("account__kind").annotate(pence=Sum("amount_pence")).order_by("account__kind")
        return {kind: int(pence) for kind, pence in rows}


class BankDetailsQuerySet(AppendOnlyQuerySet):
    """Where sellers are paid: the latest row of each counts."""

    def current(self, enterprise: Any) -> Any:
        """The row that counts for one enterprise, or None."""
        return self.filter(enterprise=enterprise).order_by("-id").first()

    def current_by_enterprise(self) -> dict[int, Any]:
        """The row that counts, by enterprise."""
        return {row.enterprise_id: row for row in self.order_by("id")}
