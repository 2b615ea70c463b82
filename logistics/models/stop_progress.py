"""What a driver did, as facts: a route started and finished; a stop reached, done, skipped, or an arrival taken back.

Facts come from phones that were without signal: late, twice, in any order. Each is kept as it was told, with the
device's time and ours. `counted` says whether it moved anything; `remark` is what the driver was told.
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from logistics.models.plan import PlanRun, Stop
from shop.rows.append_only import AppendOnlyQuerySet, AppendOnlyRow


class ClockDoubt(models.TextChoices):
    """Why a device's time is not believed. It is kept all the same."""

    NONE = "", "none"
    AHEAD = "ahead", "ahead of our clock"
    BEFORE = "before", "before the route began"


class DriverFact(AppendOnlyRow):
    """What all facts of drivers carry. The client's key makes each happen once."""

    key = models.UUIDField(unique=True)
    at = models.DateTimeField(help_text="As the device told it.")
    noted_at = models.DateTimeField(help_text="When it reached us.")
    clock_doubt = models.CharField(max_length=10, choices=ClockDoubt, blank=True, default=ClockDoubt.NONE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    counted = models.BooleanField(default=True)
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        abstract = True


class RouteProgressQuerySet(AppendOnlyQuerySet):
    """What was told of a hub's routes."""

    hub_path = "route__plan_run__delivery_day__cycle__hub"


class RouteProgress(DriverFact):
    """A route was started or finished."""

    class Fact(models.TextChoices):
        STARTED = "started", "started"
        FINISHED = "finished", "finished"

    route = models.ForeignKey("logistics.Route", on_delete=models.PROTECT, related_name="progress")
    fact = models.CharField(max_length=8, choices=Fact)

    objects = RouteProgressQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "id"]
        verbose_name_plural = "route progress"
        constraints = [
            models.UniqueConstraint(
                fields=["route", "fact"], condition=Q(counted=True), name="a_route_starts_and_finishes_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.get_fact_display()}"


class StopProgressQuerySet(AppendOnlyQuerySet):
    """What was told of a hub's stops."""

    hub_path = "stop__route__plan_run__delivery_day__cycle__hub"

    def ends(self) -> Self:
        """What ended a stop: done or skipped."""
        return self.filter(fact__in=StopProgress.ENDS, counted=True)

    def done_stops(self, plan_run: PlanRun) -> Any:
        """Stops of the plan that are ended, or repeat one that was: no new plan may move them."""
        ended = Q(pk__in=self.ends().values("stop")) | Q(repeats__isnull=False)
        return Stop.objects.filter(ended, route__plan_run=plan_run)


class StopProgress(DriverFact):
    """A stop was reached, done or skipped; or an arrival was taken back (`undoes` is its key)."""

    class Fact(models.TextChoices):
        ARRIVED = "arrived", "arrived"
        DONE = "done", "done"
        SKIPPED = "skipped", "skipped"
        UNDONE = "undone", "arrival taken back"

    ENDS = (Fact.DONE, Fact.SKIPPED)

    stop = models.ForeignKey("logistics.Stop", on_delete=models.PROTECT, related_name="progress")
    fact = models.CharField(max_length=8, choices=Fact)
    reason = models.CharField(max_length=60, blank=True, help_text="Why it was skipped.")
    undoes = models.UUIDField(null=True, blank=True)

    objects = StopProgressQuerySet.as_manager()

    class Meta:
        ordering = ["noted_at", "id"]
        verbose_name_plural = "stop progress"
        constraints = [
            models.UniqueConstraint(
                fields=["stop"], condition=Q(counted=True, fact__in=["done", "skipped"]), name="a_stop_ends_once"
            ),
            models.CheckConstraint(condition=~Q(fact="skipped") | ~Q(reason=""), name="a_skipped_stop_says_why"),
            models.CheckConstraint(
                condition=Q(fact="undone", undoes__isnull=False) | ~Q(fact="undone") & Q(undoes=None),
                name="what_is_taken_back_names_its_arrival",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stop} {self.get_fact_display()}"


class HandoverLineQuerySet(AppendOnlyQuerySet):
    """Goods loaded and handed over on a hub's routes."""

    hub_path = "progress__stop__route__plan_run__delivery_day__cycle__hub"

    def counting(self) -> Self:
        """Only what moved something."""
        return self.filter(progress__counted=True)

    def drops(self) -> Self:
        """Only what was handed over, not what was loaded."""
        return self.filter(task__kind="drop")


class HandoverLine(AppendOnlyRow):
    """What became of the packs of one paper in one task: accepted (loaded or handed over), short, refused."""

    progress = models.ForeignKey(StopProgress, on_delete=models.PROTECT, related_name="lines")
    task = models.ForeignKey("logistics.Task", on_delete=models.PROTECT, related_name="handover_lines")
    confirmation = models.ForeignKey(
        "procurement.LineConfirmation", on_delete=models.PROTECT, null=True, blank=True, related_name="handover_lines"
    )
    purchase = models.ForeignKey(
        "procurement.PurchaseLine", on_delete=models.PROTECT, null=True, blank=True, related_name="handover_lines"
    )
    packs = models.PositiveIntegerField()
    packs_accepted = models.PositiveIntegerField()
    packs_short = models.PositiveIntegerField(default=0)
    packs_refused = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=60, blank=True)

    objects = HandoverLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(packs=F("packs_accepted") + F("packs_short") + F("packs_refused")),
                name="accepted_short_and_refused_are_all",
            ),
            models.CheckConstraint(
                condition=Q(packs_short=0, packs_refused=0) | ~Q(fault=""), name="packs_not_handed_over_say_why"
            ),
            models.CheckConstraint(
                condition=Q(confirmation=None) | Q(purchase=None), name="a_handover_line_has_one_paper_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.packs_accepted} of {self.packs} at {self.progress}"
