"""The hub's clock: how long before a delivery day each step is due."""

from datetime import time

from django.db import models
from django.db.models import F, Q


class HubClock(models.Model):
    """Offsets from which a new delivery day takes its own times; changing them changes no day that stands.

    Each step is due at a local time so many days before the delivery day. A listing that says nothing else is ready
    between the two collection times on the collection day.
    """

    hub = models.OneToOneField("enterprises.Hub", on_delete=models.CASCADE, related_name="clock")
    listings_close_days = models.PositiveSmallIntegerField(default=3)
    listings_close_time = models.TimeField(default=time(17))
    orders_close_days = models.PositiveSmallIntegerField(default=2)
    orders_close_time = models.TimeField(default=time(12))
    answers_due_days = models.PositiveSmallIntegerField(default=2)
    answers_due_time = models.TimeField(default=time(17))
    late_changes_close_days = models.PositiveSmallIntegerField(default=1)
    late_changes_close_time = models.TimeField(default=time(12))
    collection_days = models.PositiveSmallIntegerField(default=1)
    collection_starts_time = models.TimeField(default=time(7))
    collection_ends_time = models.TimeField(default=time(17))
    remind_listing_hours = models.PositiveSmallIntegerField(
        default=24, help_text="So long before listing closes, who has not listed is reminded. 0: nobody is."
    )
    remind_ordering_hours = models.PositiveSmallIntegerField(
        default=24, help_text="So long before ordering closes, who has not ordered is reminded. 0: nobody is."
    )
    remind_answer_hours = models.PositiveSmallIntegerField(
        default=2, help_text="So long before answers are due, who has not answered is reminded. 0: nobody is."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(collection_ends_time__gt=F("collection_starts_time")),
                name="collection_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Clock of {self.hub}"
