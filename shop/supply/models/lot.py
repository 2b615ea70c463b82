"""A lot: one product, one producer, one harvest (or the promise of one, or one processing run)."""

from django.db import models
from django.db.models import F, Q

from shop.supply.queries import LotQuerySet


class Lot(models.Model):
    """Stock held once, in base units; packs are views on it.

    quantity = the sum of its movements; reserved = what orders hold; dispatched = what has left.
    """

    class Kind(models.TextChoices):
        PROMISE = "promise", "promised harvest"
        HARVEST = "harvest", "harvest"
        PROCESSED = "processed", "processing run"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="lots")
    producer = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="lots")
    specification = models.ForeignKey("produce.Specification", on_delete=models.PROTECT, related_name="lots")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=Kind)
    harvested_on = models.DateField(null=True, blank=True)
    best_before = models.DateField(null=True, blank=True)
    quantity_base = models.PositiveBigIntegerField(default=0)
    reserved_base = models.PositiveBigIntegerField(default=0)
    dispatched_base = models.PositiveBigIntegerField(default=0)

    objects = LotQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hub", "code"], name="lot_code_once_per_hub"),
            models.CheckConstraint(
                condition=Q(quantity_base__gte=F("reserved_base") + F("dispatched_base")),
                name="a_lot_never_promises_more_than_it_holds",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def available_base(self) -> int:
        """Base units that nobody holds, as of when the row was read."""
        return self.quantity_base - self.reserved_base - self.dispatched_base
