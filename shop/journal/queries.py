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


class OutboxQuerySet(OfHub):
    """Outbox messages of a hub."""

    def waiting(self) -> Self:
        """Neither sent nor given up."""
        return self.filter(sent_at=None, given_up_at=None)

    def due_at(self, now: datetime) -> Self:
        """Waiting messages whose turn has come, the longest waiting first."""
        return self.waiting().filter(next_try_at__lte=now).order_by("next_try_at", "id")

    def given_up(self) -> Self:
        """Those that a person must look at."""
        return self.exclude(given_up_at=None)

    def next_turn(self) -> Any:
        """When the next waiting message may be tried, or None when nothing waits."""
        return self.waiting().aggregate(turn=models.Min("next_try_at"))["turn"]
