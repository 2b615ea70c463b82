"""An order cycle: growers list and kitchens order for one or several delivery days."""

from django.db import models

from shop.rows.moves import Moves
from shop.rows.scoping import OfHub


class OrderCycle(models.Model):
    """Draft until opened; closed when its last delivery day has closed."""

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        OPEN = "open", "open"
        CLOSED = "closed", "closed"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="cycles")
    name = models.CharField(max_length=80)
    status = models.CharField(max_length=8, choices=Status, default=Status.DRAFT)
    opens_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "name"],
                name="cycle_name_once_per_hub",
                violation_error_message="The hub has a cycle of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


MOVES: Moves = {
    OrderCycle.Status.DRAFT: frozenset({OrderCycle.Status.OPEN}),
    OrderCycle.Status.OPEN: frozenset({OrderCycle.Status.CLOSED}),
}
