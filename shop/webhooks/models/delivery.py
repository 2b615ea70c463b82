"""One message to one webhook: written with the fact, sent after it, tried again."""

from django.db import models
from django.db.models import Q

from shop.journal.models import Outgoing
from shop.webhooks.queries import WebhookDeliveryQuerySet


class WebhookDelivery(Outgoing):
    """The body is the same at every try; `message_id` lets the receiver know what it had before."""

    webhook = models.ForeignKey("webhooks.Webhook", on_delete=models.PROTECT, related_name="deliveries")
    message_id = models.CharField(max_length=40, unique=True)
    event = models.CharField(max_length=40)
    key = models.CharField(max_length=120, help_text="What happened; told once to each webhook.")
    body = models.TextField()
    last_tried_at = models.DateTimeField(null=True, blank=True)
    last_status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP; empty without an answer.")

    objects = WebhookDeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], name="webhooks_waiting", condition=Q(sent_at=None) & Q(given_up_at=None)
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["webhook", "key"], name="told_once_per_webhook"),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(given_up_at=None), name="a_delivery_is_not_both_sent_and_given_up"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook}"
