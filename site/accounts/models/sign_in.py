"""What signing in leaves behind for minutes: mailed codes and counted attempts. No address or code in clear."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.queries import AttemptQuerySet, SignInCodeQuerySet


class SignInCode(models.Model):
    """One request for a code. The row exists for unknown addresses too: nothing tells them apart from outside."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sign_in_codes"
    )
    digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries_left = models.PositiveSmallIntegerField()
    used_at = models.DateTimeField(null=True)

    objects = SignInCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="a_code_expires_after_it_is_asked"),
        ]

    def __str__(self) -> str:
        return f"code asked at {self.asked_at:%Y-%m-%d %H:%M}"


class Attempts(models.Model):
    """How often something was tried by or for one subject within one window of time."""

    class Kind(models.TextChoices):
        """What is counted."""

        MAIL = "mail", "mail asked for"
        TRY = "try", "password or code tried"

    kind = models.CharField(max_length=8, choices=Kind)
    subject_digest = models.CharField(max_length=64)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "attempts"
        constraints = [
            models.UniqueConstraint("kind", "subject_digest", "window_start", name="one_count_per_subject_and_window"),
        ]

    def __str__(self) -> str:
        return f"{self.count} × {self.get_kind_display()}"
