"""A second factor: an authenticator app's secret, sealed, and ten recovery codes, as digests."""

from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """One per person. It counts from `confirmed_at` on, when its first code was right.

    `last_step` is the time step (30 s each since 1970) of the last code that was taken: no code of that step or an
    earlier one is taken again.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="second_factor")
    sealed_secret = models.TextField()
    begun_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    last_step = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"second factor of {self.person}"


class RecoveryCode(models.Model):
    """Opens the door once in place of the app."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return "used recovery code" if self.used_at else "recovery code"
