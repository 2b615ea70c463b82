"""What is put right after a claim: credit notes to buyers, corrections to sellers' statements. Never edited."""

from django.db import models
from django.db.models import F, Q

from shop.rows.append_only import AppendOnlyRow
from shop.settlement.queries import ClaimCostQuerySet, CreditLineQuerySet, PaperQuerySet


class CreditNote(AppendOnlyRow):
    """Takes off an invoice what a claim was agreed to; several may follow one invoice."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="credit_notes")
    number = models.CharField(max_length=20)
    invoice = models.ForeignKey("settlement.Invoice", on_delete=models.PROTECT, related_name="credit_notes")
    issued_on = models.DateField()
    net_pence = models.BigIntegerField()
    vat_pence = models.BigIntegerField()
    gross_pence = models.BigIntegerField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "number"], name="credit_note_number_once_per_hub"),
            models.CheckConstraint(
                condition=Q(gross_pence=F("net_pence") + F("vat_pence")), name="credited_gross_is_net_and_vat"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class CreditLine(AppendOnlyRow):
    """The packs that one answer agreed to, at the price of the invoice's line."""

    note = models.ForeignKey(CreditNote, on_delete=models.PROTECT, related_name="lines")
    answer = models.OneToOneField("procurement.ClaimAnswer", on_delete=models.PROTECT, related_name="credit_line")
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()
    net_pence = models.BigIntegerField()
    vat_permille = models.PositiveIntegerField()

    objects = CreditLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(net_pence=F("packs") * F("price_pence")), name="a_credit_is_packs_times_price"
            )
        ]

    def __str__(self) -> str:
        return f"{self.packs} at {self.price_pence}p"


class StatementCorrection(AppendOnlyRow):
    """Takes off a seller's statement the packs of claims that the seller bears."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="statement_corrections")
    number = models.CharField(max_length=20)
    statement = models.ForeignKey("settlement.Statement", on_delete=models.PROTECT, related_name="corrections")
    issued_on = models.DateField()
    total_pence = models.BigIntegerField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["hub", "number"], name="correction_number_once_per_hub")]

    def __str__(self) -> str:
        return self.number


class ClaimCost(AppendOnlyRow):
    """Packs of a purchase behind an agreed claim, at the purchase price. Without a correction the hub bears them."""

    answer = models.ForeignKey("procurement.ClaimAnswer", on_delete=models.PROTECT, related_name="costs")
    purchase = models.ForeignKey("procurement.PurchaseLine", on_delete=models.PROTECT, related_name="claim_costs")
    correction = models.ForeignKey(
        StatementCorrection, on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()
    amount_pence = models.BigIntegerField()

    objects = ClaimCostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "purchase"], name="claim_cost_once"),
            models.CheckConstraint(
                condition=Q(amount_pence=F("packs") * F("price_pence")), name="a_claim_cost_is_packs_times_price"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.packs} at {self.price_pence}p"
