"""What was handed over at the kitchen's door."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.procurement.queries import DeliveredLineQuerySet
from shop.rows.append_only import AppendOnlyRow
from shop.rows.scoping import OfHub


class DeliveredLine(AppendOnlyRow):
    """Accepted + short + refused packs of one confirmed line; written once."""

    confirmation = models.OneToOneField(
        "procurement.LineConfirmation",
        on_delete=models.PROTECT,
        related_name="delivered",
    )
    packs_accepted = models.PositiveIntegerField()
    packs_short = models.PositiveIntegerField(default=0)
    packs_refused = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)
    received_by = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    key = models.CharField(max_length=120, unique=True)

    forgettable: ClassVar = ("received_by",)
    objects = DeliveredLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(packs_short=0, packs_refused=0) | ~Q(fault=""),
                name="what_is_missing_has_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.packs_accepted} of {self.confirmation}"


class FaultBearer(models.Model):
    """Who bears the cost of a fault, from a day on: a row of the hub's published table. No row: the hub bears it."""

    class Bearer(models.TextChoices):
        HUB = "hub", "the hub"
        SELLER = "seller", "the grower or processor"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="fault_bearers")
    fault = models.CharField(max_length=60)
    bearer = models.CharField(max_length=8, choices=Bearer)
    valid_from = models.DateField()

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["fault", "valid_from"]
        constraints = [models.UniqueConstraint(fields=["hub", "fault", "valid_from"], name="fault_borne_once_a_day")]

    def __str__(self) -> str:
        return f"{self.fault}: {self.get_bearer_display()} from {self.valid_from}"
