"""The hub's clock: how long before a delivery day each step is due."""

from django.db import models


class HubClock(models.Model):
    """Offsets from which a new delivery day takes its own times; changing them changes no day that stands."""

    hub = models.OneToOneField("enterprises.Hub", on_delete=models.CASCADE, related_name="clock")
    listings_close_days = models.PositiveSmallIntegerField(default=3)
    listings_close_time = models.TimeField(default="17:00")
    orders_close_days = models.PositiveSmallIntegerField(default=2)
    orders_close_time = models.TimeField(default="12:00")
    answers_due_days = models.PositiveSmallIntegerField(default=2)
    answers_due_time = models.TimeField(default="17:00")
    late_changes_close_days = models.PositiveSmallIntegerField(default=1)
    late_changes_close_time = models.TimeField(default="12:00")
    collection_days = models.PositiveSmallIntegerField(default=1)

    def __str__(self) -> str:
        return f"Clock of {self.hub}"
