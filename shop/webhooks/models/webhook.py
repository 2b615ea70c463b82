"""An address of another program, what it is told of, and how well it listens."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.webhooks.addresses import LONGEST
from shop.webhooks.events import Event
from shop.webhooks.queries import WebhookQuerySet


class Webhook(models.Model):
    """Made by a coordinator; switched off by one, or by itself when it failed for long.

    The secret is in no table: it is derived of the server's key and `salt`, and `secret_hash` tells whether it still
    comes out the same.
    """

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="webhooks")
    url = models.CharField("address", max_length=LONGEST)
    events = models.JSONField(default=list)
    salt = models.CharField(max_length=64)
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    failures_in_a_row = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    switched_off_at = models.DateTimeField(null=True, blank=True)
    off_because = models.CharField(max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "url"], condition=Q(removed_at=None), name="webhook_address_once_per_hub"
            ),
            models.CheckConstraint(condition=~Q(events=[]), name="a_webhook_is_told_something"),
            models.CheckConstraint(
                condition=Q(failures_in_a_row=0, failing_since=None)
                | Q(failures_in_a_row__gt=0, failing_since__isnull=False),
                name="a_webhook_fails_since_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    @property
    def is_standing(self) -> bool:
        """Whether it is sent to."""
        return self.removed_at is None and self.switched_off_at is None

    @property
    def host(self) -> str:
        """The server's name."""
        return urlsplit(self.url).netloc

    @property
    def event_names(self) -> list[str]:
        """What it is told of, in words."""
        return [Event(event).label for event in self.events if event in Event.values]
