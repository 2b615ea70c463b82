"""Term calendars: the days on which kitchens cook."""

from django.db import models
from django.db.models import F, Q

from shop.enterprises.queries import TermCalendarQuerySet


class TermCalendar(models.Model):
    """Named terms and the days closed within them. A day outside every term is closed."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="term_calendars")
    name = models.CharField(max_length=120)

    objects = TermCalendarQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "name"],
                name="calendar_name_once_per_hub",
                violation_error_message="The hub has a calendar of this name.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """First and last day of a term, both open."""

    calendar = models.ForeignKey(TermCalendar, on_delete=models.CASCADE, related_name="terms")
    name = models.CharField(max_length=60)
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="a_term_ends_after_it_starts"),
            models.UniqueConstraint(fields=["calendar", "starts"], name="term_start_once_per_calendar"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts} to {self.ends}"


class ClosedDay(models.Model):
    """A day within a term on which nobody cooks: half-term, bank holiday, training day."""

    calendar = models.ForeignKey(TermCalendar, on_delete=models.CASCADE, related_name="closed_days")
    day = models.DateField()
    reason = models.CharField(max_length=80)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["calendar", "day"], name="closed_day_once_per_calendar")]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}"
