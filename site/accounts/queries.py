"""Questions over codes and attempts."""

from datetime import datetime
from typing import Any, Self

from django.db import models


class SignInCodeQuerySet(models.QuerySet[Any]):
    """Codes by what can still be done with them."""

    def usable_at(self, now: datetime) -> Self:
        """Codes that are neither used, expired nor worn out."""
        return self.filter(used_at__isnull=True, expires_at__gt=now, tries_left__gt=0)

    def unsent(self) -> Self:
        """Requests whose code was not made yet."""
        return self.filter(digest="", used_at__isnull=True, person__isnull=False)


class AttemptQuerySet(models.QuerySet[Any]):
    """Counts by age."""

    def older_than(self, moment: datetime) -> Self:
        """Windows that began before `moment`."""
        return self.filter(window_start__lt=moment)
