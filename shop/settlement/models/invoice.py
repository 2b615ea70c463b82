"""Invoices to buyers: by accepted quantity, numbered without gaps, never edited."""

from django.db import models
from django.db.models import F, Q

from shop.rows.append_only import AppendOnlyRow
from shop.settlement.queries import InvoiceLineQuerySet, PaperQuerySet


class Invoice(AppendOnlyRow):
    """One invoice per bulk order and delivery day. VAT is rounded once per rate group (EN 16931)."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="invoices")
    number = models.CharField(max_length=20)
    order = models.OneToOneField("procurement.BulkOrder", on_delete=models.PROTECT, related_name="invoice")
    po_number = models.CharField(max_length=40, blank=True)
    issued_on = models.DateField()
    due_on = models.DateField()
    net_pence = models.BigIntegerField()
    vat_pence = models.BigIntegerField()
    gross_pence = models.BigIntegerField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "number"], name="invoice_number_once_per_hub"),
            models.CheckConstraint(
                condition=Q(gross_pence=F("net_pence") + F("vat_pence")),
                name="gross_is_net_and_vat",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class InvoiceLine(AppendOnlyRow):
    """Accepted packs at the confirmed price."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    confirmation = models.OneToOneField("procurement.LineConfirmation", on_delete=models.PROTECT, related_name="+")
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()
    net_pence = models.BigIntegerField()
    vat_permille = models.PositiveIntegerField()

    objects = InvoiceLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(net_pence=F("packs") * F("price_pence")),
                name="a_line_is_packs_times_price",
            )
        ]

    def __str__(self) -> str:
        return f"{self.packs} at {self.price_pence}p"
