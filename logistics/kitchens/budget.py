"""What is left of a buying basis' ceiling with a sheet in mind."""

from dataclasses import dataclass

from logistics.models import OrderSheet
from shop.procurement.models import BulkOrder

PERCENT = 100
NEARLY_PERCENT = 90


@dataclass(frozen=True, slots=True)
class Budget:
    """Pence before VAT: the ceiling, what other orders come to, and what this sheet comes to."""

    ceiling_pence: int
    others_pence: int
    sheet_pence: int

    @property
    def left_pence(self) -> int:
        """What is left once the sheet is ordered; below nought when it is too much."""
        return self.ceiling_pence - self.others_pence - self.sheet_pence

    @property
    def free_pence(self) -> int:
        """What the sheet may come to."""
        return max(0, self.ceiling_pence - self.others_pence)

    @property
    def used_percent(self) -> int:
        """How much of the ceiling is used, 0 to 100."""
        used = self.others_pence + self.sheet_pence
        return min(PERCENT, used * PERCENT // self.ceiling_pence) if self.ceiling_pence else PERCENT

    @property
    def over_pence(self) -> int:
        """By how much the sheet is too much."""
        return max(0, -self.left_pence)

    @property
    def level(self) -> str:
        """How the bar is coloured."""
        if self.left_pence < 0:
            return "danger"
        return "warning" if self.used_percent >= NEARLY_PERCENT else ""


def budget_of(sheet: OrderSheet, sheet_pence: int) -> Budget | None:
    """The budget of the sheet's basis, or None without a basis or a ceiling. Two queries."""
    basis = sheet.basis
    if basis is None or basis.ceiling_pence is None:
        return None
    others = BulkOrder.objects.filter(basis=basis).exclude(pk=sheet.order_id)
    return Budget(basis.ceiling_pence, others.spent_pence(), sheet_pence)
