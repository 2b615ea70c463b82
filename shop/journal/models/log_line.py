"""Who did what, for whom, and when: append-only."""

from django.conf import settings
from django.db import models

from shop.journal.queries import LogLineQuerySet
from shop.rows.append_only import AppendOnlyRow


class LogLine(AppendOnlyRow):
    """One action, as one line. `by` is empty when the hub's clock did it."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="log_lines")
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="log_lines",
    )
    on_behalf_of = models.ForeignKey(
        "enterprises.Enterprise",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="log_lines",
    )
    verb = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    detail = models.JSONField(default=dict, blank=True)

    objects = LogLineQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="log_by_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or 'the clock'} {self.verb} {self.subject_kind} {self.subject_id}"
