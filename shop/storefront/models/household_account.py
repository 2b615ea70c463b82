"""Who may pay later: a household whose account the hub agreed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.scoping import OfHub


class HouseholdAccount(models.Model):
    """A person's orders at a hub go on account until the agreement ends."""

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="household_accounts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="household_accounts")
    agreed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfHub.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["hub", "user"], condition=Q(ended_at=None), name="one_account_per_household_and_hub"
            )
        ]

    def __str__(self) -> str:
        return f"Account of {self.user}"
