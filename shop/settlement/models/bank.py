"""Where a seller is paid. The numbers are sealed; a change is a row of its own."""

from django.db import models

from shop.rows.append_only import AppendOnlyRow
from shop.settlement.queries import BankDetailsQuerySet


class BankDetails(AppendOnlyRow):
    """A seller's account from `entered_at` on, until a later row. No payout goes there before `payable_from`."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="bank_details")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="bank_details")
    sealed = models.TextField()
    entered_at = models.DateTimeField()
    payable_from = models.DateField()
    client_key = models.UUIDField(unique=True)

    objects = BankDetailsQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "set of bank details"
        verbose_name_plural = "bank details"

    def __str__(self) -> str:
        return f"bank details of {self.enterprise}"
