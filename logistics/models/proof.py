"""Proof of delivery: who received what, how cold it was, and which crates changed hands."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from logistics.models.stop_progress import StopProgress
from shop.rows.append_only import AppendOnlyQuerySet, AppendOnlyRow

SIGNATURE_LONGEST = 8_000


class ProofQuerySet(AppendOnlyQuerySet):
    """Proofs of a hub's deliveries."""

    hub_path = "progress__stop__route__plan_run__delivery_day__cycle__hub"


class Proof(AppendOnlyRow):
    """What the driver noted when a stop was done. The signature is a path of lines on a pad 300 wide and 120 high."""

    progress = models.OneToOneField(StopProgress, on_delete=models.PROTECT, related_name="proof")
    received_by = models.CharField(max_length=80, blank=True)
    signature = models.CharField(max_length=SIGNATURE_LONGEST, blank=True)
    temperature_tenths_c = models.SmallIntegerField(null=True, blank=True, help_text="Of the chilled goods.")
    crates_out = models.PositiveSmallIntegerField(default=0, help_text="Crates left here.")
    crates_in = models.PositiveSmallIntegerField(default=0, help_text="Empty crates taken back.")
    note = models.CharField(max_length=200, blank=True)

    forgettable: ClassVar = ("received_by", "signature", "note")
    objects = ProofQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(temperature_tenths_c=None) | Q(temperature_tenths_c__range=(-500, 500)),
                name="a_temperature_is_one_of_food",
            )
        ]

    def __str__(self) -> str:
        return f"{self.progress}, received by {self.received_by or 'nobody named'}"
