"""Statements to growers and processors: what was bought, and when it is paid."""

from django.db import models
from django.db.models import F, Q

from shop.rows.append_only import AppendOnlyRow
from shop.settlement.queries import PaperQuerySet, StatementLineQuerySet


class Statement(AppendOnlyRow):
    """One statement per seller and delivery day."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="statements")
    number = models.CharField(max_length=20)
    seller = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="statements")
    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="statements")
    issued_on = models.DateField()
    payout_on = models.DateField()
    total_pence = models.BigIntegerField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "number"], name="statement_number_once_per_hub"),
            models.UniqueConstraint(
                fields=["seller", "delivery_day"],
                name="one_statement_per_seller_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class StatementLine(AppendOnlyRow):
    """Packs bought at the fixed price."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    purchase = models.OneToOneField(
        "procurement.PurchaseLine",
        on_delete=models.PROTECT,
        related_name="statement_line",
    )
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()
    amount_pence = models.BigIntegerField()

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_pence=F("packs") * F("price_pence")),
                name="an_amount_is_packs_times_price",
            )
        ]

    def __str__(self) -> str:
        return f"{self.packs} at {self.price_pence}p"


class StatementDeduction(AppendOnlyRow):
    """Packs that a kitchen or household did not get through a fault the seller bears: off at the purchase price.

    What became of a kitchen's packs is told by `delivered`, of a household's by `lost`.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="deductions")
    purchase = models.ForeignKey("procurement.PurchaseLine", on_delete=models.PROTECT, related_name="deductions")
    delivered = models.ForeignKey(
        "procurement.DeliveredLine", on_delete=models.PROTECT, null=True, blank=True, related_name="deductions"
    )
    lost = models.OneToOneField(
        "procurement.LostBeside", on_delete=models.PROTECT, null=True, blank=True, related_name="deduction"
    )
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()
    amount_pence = models.BigIntegerField()

    objects = StatementLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase", "delivered"], name="deducted_once"),
            models.CheckConstraint(
                condition=Q(delivered__isnull=False, lost=None) | Q(delivered=None, lost__isnull=False),
                name="a_deduction_is_a_kitchens_or_a_households",
            ),
            models.CheckConstraint(
                condition=Q(amount_pence=F("packs") * F("price_pence")),
                name="a_deduction_is_packs_times_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.packs} at {self.price_pence}p off"


class SettlementTerms(models.Model):
    """When a hub's buyers pay and when its sellers are paid, counted from the day of settling; its own choice."""

    hub = models.OneToOneField("enterprises.Hub", on_delete=models.CASCADE, related_name="settlement_terms")
    invoice_due_days = models.PositiveSmallIntegerField(default=30)
    payout_days = models.PositiveSmallIntegerField(default=14)
    cooling_days = models.PositiveSmallIntegerField(
        default=5, help_text="So long after a change of bank details no payout goes there."
    )

    class Meta:
        verbose_name_plural = "settlement terms"

    def __str__(self) -> str:
        return f"Terms of {self.hub}"
