"""Where households get their orders: a collection point, or a round that brings boxes from there to doors."""

from django.db import models
from django.db.models import F, Q

from shop.rows.scoping import OfHub


class HandoverPoint(models.Model):
    """Vans bring the boxes to `place` before `opens`; households come until `closes`, or a round sets out from there.

    A doorstep round goes to the outcodes it names (LE15) and takes a fee per order.
    """

    class Kind(models.TextChoices):
        COLLECTION = "collection", "collection point"
        ROUND = "round", "doorstep round"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="handover_points")
    place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="handover_points")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COLLECTION)
    name = models.CharField(max_length=80)
    opens = models.TimeField()
    closes = models.TimeField()
    weekdays = models.JSONField(default=list, blank=True, help_text="0 is Monday; an empty list is every delivery day.")
    outcodes = models.JSONField(default=list, blank=True, help_text="Where a round goes: LE15, PE9.")
    fee_pence = models.PositiveIntegerField(default=0)
    how_to_find = models.CharField(max_length=240, blank=True)
    is_offered = models.BooleanField(default=True)

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "name"],
                name="handover_point_name_once_per_hub",
                violation_error_message="The hub has a handover point of this name.",
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="a_handover_point_closes_after_it_opens",
                violation_error_message="It closes after it opens.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_round(self) -> bool:
        """Whether boxes are brought to doors."""
        return self.kind == self.Kind.ROUND

    def serves(self, postcode: str) -> bool:
        """Whether a round goes to this postcode: its outcode is what stands before the last three characters."""
        return "".join(postcode.upper().split())[:-3] in self.outcodes
