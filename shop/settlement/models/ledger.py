"""The double-entry ledger: every transaction's entries sum to zero."""

from django.db import models
from django.db.models import Q

from shop.rows.append_only import AppendOnlyRow
from shop.rows.scoping import OfHub
from shop.settlement.queries import LedgerEntryQuerySet, PaperQuerySet


class LedgerAccount(models.Model):
    """An account of the hub's books, named; an enterprise's own account carries the enterprise."""

    class Kind(models.TextChoices):
        RECEIVABLE = "receivable", "owed by a buyer"
        PAYABLE = "payable", "owed to a grower or processor"
        PRICE_DIFFERENCE = "price_difference", "published price less growers' prices"
        PROCESSING = "processing", "processing fees"
        VAT = "vat", "VAT"
        LOSS = "loss", "shorts and refusals the hub bears"
        HOUSEHOLDS = "households", "owed by households"
        CARD = "card", "card money at Stripe"
        PAYOUT = "payout", "payouts on their way"
        BANK = "bank", "the hub’s bank account"
        DELIVERY_FEES = "delivery_fees", "fees of doorstep rounds"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="ledger_accounts")
    kind = models.CharField(max_length=20, choices=Kind)
    enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_accounts",
    )
    name = models.CharField(max_length=200)

    objects = OfHub.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "kind", "enterprise"],
                name="account_once_per_kind",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return self.name


class LedgerTransaction(AppendOnlyRow):
    """One event in money; `key` makes it happen once."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="ledger_transactions")
    delivery_day = models.ForeignKey(
        "cycles.DeliveryDay",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ledger_transactions",
    )
    key = models.CharField(max_length=160, unique=True)
    reason = models.CharField(max_length=240)
    at = models.DateTimeField()

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.reason


class LedgerEntry(AppendOnlyRow):
    """Pence on one account: positive is a debit, negative a credit."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="entries")
    amount_pence = models.BigIntegerField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "ledger entries"
        constraints = [models.CheckConstraint(condition=~Q(amount_pence=0), name="an_entry_moves_money")]

    def __str__(self) -> str:
        return f"{self.amount_pence:+d}p {self.account}"
