"""What came in at the packhouse's door: counted, refused, weighed, its temperature taken. Append-only."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from shop.procurement.queries import GoodsInQuerySet
from shop.rows.append_only import AppendOnlyRow
from shop.rows.scoping import OfHub


class GoodsIn(AppendOnlyRow):
    """One count of one purchase. A later count (goods came late, or were miscounted) says the whole anew.

    `number` counts the counts of a purchase: two packers who saw the same one can't both follow it.
    `packs_expected` is what was to come to the hub; `packs_refused` are part of `packs_counted`. What nobody counted
    and somebody took as the grower said it `is_as_said`.
    """

    purchase = models.ForeignKey("procurement.PurchaseLine", on_delete=models.PROTECT, related_name="goods_in")
    number = models.PositiveSmallIntegerField()
    packs_expected = models.PositiveIntegerField()
    packs_counted = models.PositiveIntegerField()
    packs_refused = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True, help_text="As weighed with the crates.")
    temperature_tenths_c = models.SmallIntegerField(null=True, blank=True, help_text="Of the food, not of the air.")
    is_as_said = models.BooleanField(default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects = GoodsInQuerySet.as_manager()

    class Meta:
        verbose_name = "goods-in"
        verbose_name_plural = "goods-in"
        ordering = ["purchase", "number"]
        constraints = [
            models.UniqueConstraint(fields=["purchase", "number"], name="a_count_follows_the_one_that_was_seen"),
            models.CheckConstraint(
                condition=Q(packs_counted__lte=F("packs_expected")), name="no_more_comes_in_than_is_expected"
            ),
            models.CheckConstraint(
                condition=Q(packs_refused__lte=F("packs_counted")), name="no_more_is_refused_than_was_counted"
            ),
            models.CheckConstraint(condition=Q(packs_refused=0) | ~Q(fault=""), name="a_refusal_names_its_fault"),
        ]

    def __str__(self) -> str:
        return f"{self.packs_counted} of {self.packs_expected} for {self.purchase}"

    @property
    def packs_accepted(self) -> int:
        """Packs that may be packed."""
        return self.packs_counted - self.packs_refused

    @property
    def packs_missing(self) -> int:
        """Packs that were expected and did not come, or were refused."""
        return self.packs_expected - self.packs_accepted


class ReceivingRules(models.Model):
    """How warm goods may come in, in tenths of a degree; a hub without a row goes by the defaults.

    8 °C for chilled food is the law's figure (Food Safety and Hygiene (England) Regulations 2013, Schedule 4);
    frozen food may rise to -15 °C for a short while on the way (Quick-frozen Foodstuffs Regulations 2007).
    """

    hub = models.OneToOneField("enterprises.Hub", on_delete=models.CASCADE, related_name="receiving_rules")
    chilled_at_most_tenths_c = models.SmallIntegerField(
        default=80, validators=[MinValueValidator(-50), MaxValueValidator(100)]
    )
    frozen_at_most_tenths_c = models.SmallIntegerField(
        default=-150, validators=[MinValueValidator(-400), MaxValueValidator(0)]
    )

    objects = OfHub.as_manager()

    class Meta:
        verbose_name_plural = "receiving rules"

    def __str__(self) -> str:
        return f"Receiving rules of {self.hub}"

    def at_most_tenths_c(self, temperature_class: str) -> int | None:
        """The warmest that goods of the class may come in; None where no temperature is taken."""
        return {"chilled": self.chilled_at_most_tenths_c, "frozen": self.frozen_at_most_tenths_c}.get(temperature_class)
