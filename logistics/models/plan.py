"""What a run of the route planning answered. A run's rows never change; one pointer per day names the current run."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.scoping import OfHub


class PlanRunQuerySet(OfHub):
    """Plan runs of a hub."""

    hub_path = "delivery_day__cycle__hub"


class PlanRun(models.Model):
    """Collections and drops planned for one delivery day, as one answer to one snapshot."""

    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="plan_runs")
    number = models.PositiveIntegerField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the problems that were solved.")
    goods_fingerprint = models.CharField(
        max_length=64,
        blank=True,
        help_text="SHA-256 of the goods it moves: where those differ now, the plan is out of date.",
    )
    supersedes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    why = models.CharField(max_length=200, blank=True)
    travel_source = models.CharField(max_length=12, help_text="“estimated” or “by road”.")
    engine = models.CharField(max_length=40)
    problems = models.JSONField(help_text="The snapshots by day, so that the judge can be asked again.")
    cost_fixed_pence = models.PositiveBigIntegerField()
    cost_distance_pence = models.PositiveBigIntegerField()
    cost_time_pence = models.PositiveBigIntegerField()
    replayed = models.JSONField(
        default=dict, help_text="On how many mornings, and with which spread of times, “on time” was reckoned."
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)

    objects = PlanRunQuerySet.as_manager()

    class Meta:
        ordering = ["delivery_day", "number"]
        constraints = [models.UniqueConstraint(fields=["delivery_day", "number"], name="plan_run_number_once")]

    def __str__(self) -> str:
        return f"Routes {self.number} for {self.delivery_day}"

    @property
    def cost_pence(self) -> int:
        """The three parts together."""
        return self.cost_fixed_pence + self.cost_distance_pence + self.cost_time_pence


class CurrentPlan(models.Model):
    """The pointer: which run's routes stand for a delivery day."""

    delivery_day = models.OneToOneField(
        "cycles.DeliveryDay",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="current_plan",
    )
    run = models.ForeignKey(PlanRun, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.run)


class Route(models.Model):
    """One vehicle, one day."""

    plan_run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="routes")
    number = models.PositiveSmallIntegerField()
    day = models.DateField()
    vehicle = models.ForeignKey("logistics.Vehicle", on_delete=models.PROTECT, related_name="routes")
    driver = models.ForeignKey(
        "logistics.Driver",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="routes",
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    distance_m = models.PositiveIntegerField()
    travel_s = models.PositiveIntegerField()
    cost_pence = models.PositiveIntegerField()

    class Meta:
        ordering = ["day", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan_run", "number"], name="route_number_once_per_run"),
            models.UniqueConstraint(fields=["plan_run", "day", "vehicle"], name="one_route_per_van_and_day"),
        ]

    def __str__(self) -> str:
        return f"Route {self.number}, {self.vehicle}"


class Stop(models.Model):
    """A visit: arrive, perhaps wait, serve, leave; and what is on board after."""

    route = models.ForeignKey(Route, on_delete=models.CASCADE, related_name="stops")
    sequence = models.PositiveSmallIntegerField()
    place = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="stops")
    arrives_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    departs_at = models.DateTimeField()
    break_s = models.PositiveIntegerField(default=0, help_text="The driver's rest behind the service, before leaving.")
    load_g = models.PositiveIntegerField()
    load_crates = models.PositiveIntegerField()
    on_time_permille = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Mornings in a thousand on which the van keeps the window; empty where any time will do.",
    )
    repeats = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        help_text="The stop of the superseded run that this one repeats because it was done by then.",
    )

    class Meta:
        ordering = ["route", "sequence"]
        constraints = [models.UniqueConstraint(fields=["route", "sequence"], name="stop_sequence_once_per_route")]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.place}"

    @property
    def break_min(self) -> int:
        """The driver's rest in whole minutes."""
        return self.break_s // 60

    @property
    def on_time_of_100(self) -> int | None:
        """Mornings in a hundred on which the van keeps the window, rounded down."""
        return None if self.on_time_permille is None else self.on_time_permille // 10


class Task(models.Model):
    """Pick up or drop one shipment at a stop."""

    class Kind(models.TextChoices):
        PICKUP = "pickup", "pick up"
        DROP = "drop", "drop"

    stop = models.ForeignKey(Stop, on_delete=models.CASCADE, related_name="tasks")
    shipment = models.ForeignKey("logistics.Shipment", on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=6, choices=Kind)
    sequence = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["stop", "sequence"]
        constraints = [models.UniqueConstraint(fields=["shipment", "kind"], name="task_once_per_shipment")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.shipment}"


class UnservedShipment(models.Model):
    """A shipment that no van could take, and the constraint that stopped it."""

    plan_run = models.ForeignKey(PlanRun, on_delete=models.CASCADE, related_name="unserved")
    shipment = models.OneToOneField("logistics.Shipment", on_delete=models.CASCADE, related_name="unserved")
    reason_code = models.CharField(max_length=40)
    reason_numbers = models.JSONField(default=dict)
    reason_text = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason_text=""), name="unserved_says_why")]

    def __str__(self) -> str:
        return f"{self.shipment}: {self.reason_text}"
