"""How long things are kept, as data with the days on which it holds and its source. The same for every hub."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from privacy.errors import NoPeriod


class RetentionPeriodQuerySet(models.QuerySet["RetentionPeriod"]):
    """Periods by the day on which they hold."""

    def holding_on(self, day: date) -> Self:
        """Periods that hold on `day`; of two for one code the later one comes last."""
        still_holds = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(still_holds, valid_from__lte=day).order_by("code", "valid_from")

    def by_code(self, day: date) -> dict[str, "RetentionPeriod"]:
        """Code to the period that holds on `day`, in one query."""
        return {row.code: row for row in self.holding_on(day)}

    def days_of(self, code: str, day: date) -> int:
        """How many days. Raises NoPeriod."""
        row = self.holding_on(day).filter(code=code).last()
        if row is None:
            raise NoPeriod(f"There is no period “{code}” for {day:%d %B %Y}.")
        return row.days


class RetentionPeriod(models.Model):
    """A number of days, what it is counted for, and who says so."""

    code = models.CharField(max_length=30)
    days = models.PositiveIntegerField()
    words = models.CharField(max_length=120, help_text="How the period reads on a page.")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    objects = RetentionPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="retention_period_once_per_day"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="a_retention_period_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.days} days from {self.valid_from}"
