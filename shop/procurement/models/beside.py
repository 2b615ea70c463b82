"""Packs that were bought beside the kitchens' and did not reach whom they were for. Append-only."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.procurement.queries import LostBesideQuerySet
from shop.rows.append_only import AppendOnlyRow


class LostBeside(AppendOnlyRow):
    """Packs of one purchase that a household was to get and did not, and the fault that says who bears them."""

    purchase = models.ForeignKey("procurement.PurchaseLine", on_delete=models.PROTECT, related_name="lost_beside")
    packs = models.PositiveIntegerField()
    fault = models.CharField(max_length=60)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)

    objects = LostBesideQuerySet.as_manager()

    class Meta:
        verbose_name = "packs lost beside"
        verbose_name_plural = "packs lost beside"
        constraints = [
            models.CheckConstraint(condition=Q(packs__gte=1), name="what_was_lost_beside_is_something"),
            models.CheckConstraint(condition=~Q(fault=""), name="what_was_lost_beside_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} of {self.purchase} for households: {self.fault}"
