"""Who was reminded of what in a cycle, and who wants no reminders."""

from django.conf import settings
from django.db import models

from shop.rows.scoping import OfHub


class ReminderQuerySet(OfHub):
    """Reminders of a hub's cycles."""

    hub_path = "cycle__hub"


class Reminder(models.Model):
    """An enterprise was reminded once in a cycle of one kind of thing; the message itself is the outbox's."""

    class Kind(models.TextChoices):
        LISTING = "listing", "to list before listing closes"
        ORDERING = "ordering", "to order before the cut-off"
        ANSWER = "answer", "to answer what was asked"

    cycle = models.ForeignKey("cycles.OrderCycle", on_delete=models.CASCADE, related_name="reminders")
    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.CASCADE, related_name="reminders")
    enterprise = models.ForeignKey("enterprises.Enterprise", on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=8, choices=Kind)
    at = models.DateTimeField()

    objects = ReminderQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "enterprise", "kind"], name="reminded_once_in_a_cycle"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} was reminded {self.get_kind_display()}"

    @property
    def key(self) -> str:
        """The outbox's key of its message."""
        return f"reminder:{self.cycle_id}:{self.kind}:{self.enterprise_id}"


class NoReminders(models.Model):
    """The enterprise has switched its reminders off."""

    enterprise = models.OneToOneField(
        "enterprises.Enterprise", on_delete=models.CASCADE, related_name="no_reminders", primary_key=True
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.enterprise} wants no reminders"
