"""Movements: why a lot's quantity is what it is. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.append_only import AppendOnlyRow
from shop.supply.queries import StockMovementQuerySet


class StockMovement(AppendOnlyRow):
    """Base units that came into a lot (positive) or left it otherwise than by an order (negative)."""

    class Kind(models.TextChoices):
        PROMISED = "promised", "promised by the grower"
        HARVESTED = "harvested", "harvested"
        MADE = "made", "made by a processing run"
        CORRECTED = "corrected", "corrected by count"
        WASTED = "wasted", "wasted"

    lot = models.ForeignKey("supply.Lot", on_delete=models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=10, choices=Kind)
    quantity_base = models.BigIntegerField()
    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    reason = models.CharField(max_length=160, blank=True)

    objects = StockMovementQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(quantity_base=0), name="a_movement_moves_something"),
            models.CheckConstraint(
                condition=~Q(kind__in=["promised", "harvested", "made"]) | Q(quantity_base__gt=0),
                name="what_comes_in_is_counted_positive",
            ),
            models.CheckConstraint(
                condition=~Q(kind="wasted") | Q(quantity_base__lt=0), name="what_is_wasted_is_counted_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity_base:+d} {self.lot} {self.kind}"
