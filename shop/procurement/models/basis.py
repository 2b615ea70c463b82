"""Under what a buyer buys, and what the hub's published prices are."""

from django.db import models
from django.db.models import F, Q

from shop.procurement.queries import PublishedPriceQuerySet
from shop.rows.scoping import OfHub


class BuyingBasis(models.Model):
    """Contract, framework, quotes or direct award, with its value, dates and ceiling."""

    class Kind(models.TextChoices):
        CONTRACT = "contract", "contract"
        FRAMEWORK = "framework", "framework"
        QUOTES = "quotes", "quotes"
        DIRECT_AWARD = "direct_award", "direct award"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="buying_bases")
    buyer = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="buying_bases")
    kind = models.CharField(max_length=12, choices=Kind)
    reference = models.CharField(max_length=60)
    estimated_value_pence_inc_vat = models.PositiveBigIntegerField()
    ceiling_pence = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text="What all orders under it may come to, net of VAT.",
    )
    starts = models.DateField()
    ends = models.DateField()

    objects = OfHub.as_manager()

    class Meta:
        verbose_name_plural = "buying bases"
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "buyer", "reference"],
                name="basis_reference_once_per_buyer",
            ),
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="a_basis_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"


class PublishedPrice(models.Model):
    """What institutions pay per pack over a period: the contract's list where `basis` is set, else the hub's."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="published_prices")
    pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT, related_name="published_prices")
    basis = models.ForeignKey(
        BuyingBasis,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="published_prices",
    )
    price_pence = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = PublishedPriceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "pack", "basis", "valid_from"],
                name="price_once_per_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_price_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}: {self.price_pence}p"
