"""What must be told outside: written with the fact, sent after it."""

from django.db import models
from django.db.models import Q

from shop.rows.scoping import OfHub


class OutboxMessage(models.Model):
    """One message to one address, sent once, however often the action that wrote it is repeated."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="outbox_messages")
    key = models.CharField(max_length=200, unique=True)
    to_address = models.EmailField()
    to_enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outbox_messages",
    )
    subject = models.CharField(max_length=200)
    body = models.TextField()
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = OfHub.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["written_at"], name="outbox_waiting", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to_address}"
