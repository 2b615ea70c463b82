"""What must be told outside: written with the fact, sent after it."""

from django.db import models
from django.db.models import Q

from shop.journal.queries import OutboxQuerySet


class OutboxMessage(models.Model):
    """One message to one address, written once, however often the action that wrote it is repeated.

    It waits until it is sent or, after the last try, given up: then somebody must ring. Without an address it is given
    up from the start. The body of a message that carries a secret link is forgotten once it is sent.
    """

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="outbox_messages")
    key = models.CharField(max_length=200, unique=True)
    to_address = models.EmailField(blank=True)
    to_enterprise = models.ForeignKey(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="outbox_messages",
    )
    subject = models.CharField(max_length=200)
    body = models.TextField()
    carries_secret = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="outbox_waiting",
                condition=Q(sent_at=None) & Q(given_up_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None),
                name="a_message_is_not_both_sent_and_given_up",
            ),
            models.CheckConstraint(
                condition=~Q(to_address="") | Q(given_up_at__isnull=False),
                name="a_message_without_an_address_never_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to_address}"
