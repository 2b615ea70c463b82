"""What waits to go out: its turn, its tries, and how it ended."""

from django.db import models


class Outgoing(models.Model):
    """A row that is sent after the transaction that wrote it: it waits until it is sent or given up.

    Its `objects` come of an OutgoingQuerySet.
    """

    written_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        abstract = True
