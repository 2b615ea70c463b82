"""What must be told outside: written with the fact, sent after it."""

from django.db import models
from django.db.models import Q

from shop.journal.models.outgoing import Outgoing
from shop.journal.queries import OutboxQuerySet


class OutboxMessage(Outgoing):
    """One message to one address, written once, however often the action that wrote it is repeated.

    It waits until it is sent or, after the last try, given up: then somebody must ring. Without an address it is given
    up from the start. The body of a message that carries a secret link is forgotten once it is sent. Who was rung up
    instead has been told: the message needs nobody any more.
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
    rung_at = models.DateTimeField(null=True, blank=True)
    rung_note = models.CharField(max_length=200, blank=True)

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
            models.CheckConstraint(
                condition=Q(rung_at=None) | Q(given_up_at__isnull=False),
                name="rung_up_is_who_could_not_be_written_to",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to_address}"
