"""A shipment: goods from A to B."""

from django.db import models
from django.db.models import F, Q

from shop.rows.scoping import OfHub


class ShipmentQuerySet(OfHub):
    """Shipments of a hub."""

    hub_path = "plan_run__delivery_day__cycle__hub"


class Shipment(models.Model):
    """What one van takes from one place to another in one go, with its load and its windows."""

    class Leg(models.TextChoices):
        TO_HUB = "to_hub", "farm to hub"
        TO_PROCESSOR = "to_processor", "farm to processor"
        FROM_PROCESSOR = "from_processor", "processor to hub"
        TO_KITCHEN = "to_kitchen", "hub to kitchen"
        DIRECT = "direct", "farm to kitchen"

    plan_run = models.ForeignKey("logistics.PlanRun", on_delete=models.CASCADE, related_name="shipments")
    leg = models.CharField(max_length=14, choices=Leg)
    day = models.DateField()
    from_place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="+")
    to_place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="+")
    weight_g = models.PositiveIntegerField()
    crates = models.PositiveIntegerField()
    temperature_class = models.CharField(max_length=8)
    pickup_opens_at = models.DateTimeField()
    pickup_closes_at = models.DateTimeField()
    drop_opens_at = models.DateTimeField()
    drop_closes_at = models.DateTimeField()

    objects = ShipmentQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(from_place=F("to_place")), name="a_shipment_goes_somewhere"),
            models.CheckConstraint(condition=Q(weight_g__gte=1), name="a_shipment_weighs_something"),
        ]

    def __str__(self) -> str:
        return f"{self.from_place} to {self.to_place}: {self.crates} crates"


class ShipmentLine(models.Model):
    """Which confirmed goods a shipment carries: a kitchen's line, or what was bought of a seller."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    confirmation = models.ForeignKey(
        "procurement.LineConfirmation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shipment_lines",
    )
    purchase = models.ForeignKey(
        "procurement.PurchaseLine",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="shipment_lines",
    )
    packs = models.PositiveIntegerField()
    weight_g = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmation__isnull=False) | Q(purchase__isnull=False),
                name="a_shipment_line_has_a_source",
            ),
            models.CheckConstraint(condition=Q(packs__gte=1), name="a_shipment_line_carries_something"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} packs in {self.shipment}"
