"""Somebody is to be forgotten: who asked, when it is carried out, and what came of it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.moves import Moves
from shop.rows.scoping import OfHub


class ErasureQuerySet(OfHub):
    """Erasures; those of a hub are the ones that its coordinators asked for."""

    def standing(self) -> Self:
        """Asked for, neither withdrawn nor done."""
        return self.filter(status="asked")

    def due_at(self, now: datetime) -> Self:
        """Those whose time to change one's mind is over, the oldest first."""
        return self.standing().filter(due_at__lte=now).order_by("due_at", "id")


class Erasure(models.Model):
    """A wish to be forgotten. Until `due_at` it can be withdrawn."""

    class Status(models.TextChoices):
        ASKED = "asked", "asked for"
        WITHDRAWN = "withdrawn", "withdrawn"
        DONE = "done", "done"

    class Reason(models.TextChoices):
        THEMSELVES = "themselves", "they asked for it here"
        RANG = "rang", "they asked the hub"
        IDLE = "idle", "nobody signed in for long"

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasures")
    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, null=True, blank=True, related_name="erasures")
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    reason = models.CharField(max_length=10, choices=Reason)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True, help_text="Kind of row to how many were deleted or blanked.")

    objects = ErasureQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(status="asked"), name="a_person_is_forgotten_once"),
            models.CheckConstraint(
                condition=Q(status="asked", ended_at=None) | (~Q(status="asked") & Q(ended_at__isnull=False)),
                name="an_ended_erasure_says_when",
            ),
            models.CheckConstraint(
                condition=Q(due_at__gte=models.F("asked_at")), name="an_erasure_is_due_after_it_is_asked"
            ),
        ]

    def __str__(self) -> str:
        return f"Erasure of person {self.person_id}"


MOVES: Moves = {Erasure.Status.ASKED: frozenset({Erasure.Status.WITHDRAWN, Erasure.Status.DONE})}
