"""Questions over the log and the outbox."""

from datetime import datetime
from typing import Any, Self

from django.db import models

from shop.rows.append_only import AppendOnlyQuerySet
from shop.rows.scoping import OfHub


class LogLineQuerySet(AppendOnlyQuerySet):
    """Log lines of a hub."""

    def about(self, subject: models.Model) -> Self:
        """Every line of one order, cycle, lot, ... in the order in which they were written."""
        return self.filter(subject_kind=subject._meta.model_name, subject_id=subject.pk)

    def named(self) -> Self:
        """Who did it and for whom come along."""
        return self.select_related("by", "on_behalf_of")


class OutgoingQuerySet(OfHub):
    """What waits to go out."""

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due_at(self, now: datetime) -> Self:
        """Waiting rows whose turn has come, the longest waiting first."""
        return self.waiting().filter(next_try_at__lte=now).order_by("next_try_at", "id")

    def given_up(self) -> Self:
        """Those that a person must look at."""
        return self.exclude(given_up_at=None)

    def next_turn(self) -> Any:
        """When the next waiting row may be tried, or None when nothing waits."""
        return self.waiting().aggregate(turn=models.Min("next_try_at"))["turn"]


class OutboxQuerySet(OutgoingQuerySet):
    """Outbox messages of a hub."""

    def to_ring(self) -> Self:
        """Given up, and nobody has rung up yet."""
        return self.given_up().filter(rung_at=None)

    def told(self) -> Self:
        """Sent, or said on the telephone."""
        return self.filter(models.Q(sent_at__isnull=False) | models.Q(rung_at__isnull=False))
