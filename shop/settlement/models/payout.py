"""Payouts: what is owed and due goes out by bank, in runs, each payout once."""

from django.db import models
from django.db.models import Q

from shop.rows.append_only import AppendOnlyRow
from shop.rows.moves import Moves
from shop.rows.scoping import OfHub
from shop.settlement.queries import PaperQuerySet


class PayoutRun(AppendOnlyRow):
    """Everything that was due by `up_to` and could be paid, as one file for the bank."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="payout_runs")
    number = models.CharField(max_length=20)
    up_to = models.DateField()
    made_at = models.DateTimeField()
    client_key = models.UUIDField(unique=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["hub", "number"], name="payout_run_number_once_per_hub")]

    def __str__(self) -> str:
        return self.number


class Payout(models.Model):
    """One amount to one seller's account."""

    class Status(models.TextChoices):
        MADE = "made", "made"
        EXPORTED = "exported", "in the bank’s file"
        PAID = "paid", "paid"
        FAILED = "failed", "failed"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="payouts")
    run = models.ForeignKey(PayoutRun, on_delete=models.PROTECT, related_name="payouts")
    seller = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="payouts")
    bank_details = models.ForeignKey("settlement.BankDetails", on_delete=models.PROTECT, related_name="payouts")
    amount_pence = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.MADE)
    exported_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    failed_why = models.CharField(max_length=200, blank=True)

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "seller"], name="one_payout_per_seller_and_run"),
            models.CheckConstraint(condition=Q(amount_pence__gt=0), name="a_payout_moves_money"),
        ]

    def __str__(self) -> str:
        return f"payout {self.run} to {self.seller}"


MOVES: Moves = {
    Payout.Status.MADE: {Payout.Status.EXPORTED, Payout.Status.FAILED},
    Payout.Status.EXPORTED: {Payout.Status.PAID, Payout.Status.FAILED},
    # A bank may send money back days after it was paid.
    Payout.Status.PAID: {Payout.Status.FAILED},
    Payout.Status.FAILED: frozenset(),
}
