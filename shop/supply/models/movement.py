"""Movements: why a lot's quantity is what it is. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class StockMovement(models.Model):
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

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(condition=~Q(quantity_base=0), name="a_movement_moves_something")]

    def __str__(self) -> str:
        return f"{self.quantity_base:+d} {self.lot} {self.kind}"
