"""How far a delivery day's run has come: one row per attempt at a step."""

from django.db import models

from shop.rows.scoping import OfHub


class StepRunQuerySet(OfHub):
    """Step runs of a hub."""

    hub_path = "delivery_day__cycle__hub"


class StepRun(models.Model):
    """One attempt at one step, with its counts and the solver's best so far."""

    class Step(models.TextChoices):
        CLOSE = "close", "close"
        AGGREGATE = "aggregate", "aggregate"
        ALLOCATE = "allocate", "allocate"
        CONFIRM = "confirm", "confirm"
        MOVE = "move", "move"

    class Status(models.TextChoices):
        RUNNING = "running", "running"
        DONE = "done", "done"
        WAITING = "waiting", "waiting"
        FAILED = "failed", "failed"

    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.CASCADE, related_name="step_runs")
    step = models.CharField(max_length=10, choices=Step)
    attempt = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.RUNNING)
    started_at = models.DateTimeField()
    heard_at = models.DateTimeField(help_text="When the step last said how far it was.")
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    best = models.JSONField(default=dict, help_text="The solver's best so far.")
    message = models.TextField(blank=True)

    objects = StepRunQuerySet.as_manager()

    class Meta:
        ordering = ["started_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery_day", "step", "attempt"], name="attempt_once_per_step")
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.attempt}: {self.status}"
