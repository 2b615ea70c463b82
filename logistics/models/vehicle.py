"""Vehicles, who drives them, and when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.rows.scoping import OfHub


class Vehicle(models.Model):
    """A shared van with its limits and its cost.

    `temperature_class` is the coldest it keeps: a chilled van also carries ambient goods. `gross_weight_kg` is what it
    may weigh laden, by its papers: drivers' hours go by it.
    """

    class TemperatureClass(models.TextChoices):
        AMBIENT = "ambient", "ambient"
        CHILLED = "chilled", "chilled"
        FROZEN = "frozen", "frozen"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="vehicles")
    name = models.CharField(max_length=60)
    registration = models.CharField(max_length=12, blank=True)
    start_place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="+")
    end_place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="+")
    gross_weight_kg = models.PositiveIntegerField(
        default=3_500, help_text="Maximum authorised mass, from the van's papers: drivers' hours go by it."
    )
    capacity_g = models.PositiveIntegerField()
    capacity_crates = models.PositiveIntegerField()
    temperature_class = models.CharField(max_length=8, choices=TemperatureClass, default=TemperatureClass.AMBIENT)
    cost_fixed_pence = models.PositiveIntegerField(default=0)
    cost_per_km_pence = models.PositiveIntegerField(default=0)
    cost_per_hour_pence = models.PositiveIntegerField(default=0)
    out_of_use_since = models.DateTimeField(null=True, blank=True)

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["hub", "name"], name="vehicle_name_once_per_hub"),
            models.CheckConstraint(condition=Q(capacity_g__gte=1), name="a_van_carries_weight"),
            models.CheckConstraint(condition=Q(gross_weight_kg__gte=1), name="a_van_weighs_something"),
            models.CheckConstraint(condition=Q(capacity_crates__gte=1), name="a_van_carries_crates"),
        ]

    def __str__(self) -> str:
        return self.name


class Driver(models.Model):
    """Somebody who drives for the hub."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="drivers")
    name = models.CharField(max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="drivers",
    )

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["hub", "name"], name="driver_name_once_per_hub")]

    def __str__(self) -> str:
        return self.name


class ShiftQuerySet(OfHub):
    """Shifts of a hub's vehicles."""

    hub_path = "vehicle__hub"


class Shift(models.Model):
    """Local hours in which a van is manned on a weekday (0 is Monday), and how long it may be driven."""

    vehicle = models.ForeignKey(Vehicle, on_delete=models.CASCADE, related_name="shifts")
    driver = models.ForeignKey(Driver, on_delete=models.PROTECT, null=True, blank=True, related_name="shifts")
    weekday = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()
    driving_limit_s = models.PositiveIntegerField(
        default=36_000,
        help_text="What the hub allows; less, where the drivers' hours of the van's weight are shorter.",
    )

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering = ["weekday", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["vehicle", "weekday"], name="one_shift_per_van_and_weekday"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="a_shift_ends_after_it_starts"),
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="a_shift_is_monday_to_sunday"),
        ]

    def __str__(self) -> str:
        return f"{self.vehicle} {self.starts:%H:%M}-{self.ends:%H:%M}"
