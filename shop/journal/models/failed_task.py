"""What a worker was asked to do and could not: one row for a task and its arguments until it is done or set aside."""

import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.rows.scoping import OfHub


class FailedTaskQuerySet(OfHub):
    """Failed tasks of a hub."""

    def unresolved(self) -> Self:
        """Neither done since nor set aside, the latest first."""
        return self.filter(resolved_at=None).order_by("-last_at", "-id")


class FailedTask(models.Model):
    """A task that ended with an exception, however often it did since it last went well.

    `arguments` are ids, as a JSON list. `error` names the exception and the line that raised it, never its words:
    they may quote what people typed. `task_id` finds the words in the server's log. `hub` is empty for what concerns
    the whole installation.
    """

    hub = models.ForeignKey(
        "enterprises.Hub", on_delete=models.CASCADE, null=True, blank=True, related_name="failed_tasks"
    )
    task = models.CharField(max_length=120)
    arguments = models.CharField(max_length=200)
    task_id = models.CharField(max_length=60)
    error = models.CharField(max_length=200)
    times = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    run_again_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="When it went well, or was set aside.")

    objects = FailedTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "arguments"], condition=Q(resolved_at=None), name="a_task_fails_in_one_row"
            ),
            models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="a_task_fails_first_before_last"),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"

    @property
    def values(self) -> list[Any]:
        """The arguments as the task takes them."""
        found: list[Any] = json.loads(self.arguments)
        return found
