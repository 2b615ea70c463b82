"""Who conducts a delivery day just now: at most one worker, and only as long as it is heard."""

from django.db import models

from shop.rows.scoping import OfHub


class LeaseQuerySet(OfHub):
    """Leases of a hub's delivery days."""

    hub_path = "delivery_day__cycle__hub"


class Lease(models.Model):
    """The conductor's place for one delivery day. `holder` is empty when nobody conducts."""

    delivery_day = models.OneToOneField(
        "cycles.DeliveryDay",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="lease",
    )
    holder = models.UUIDField(null=True, blank=True)
    heard_at = models.DateTimeField(help_text="When the holder last gave a sign of life.")

    objects = LeaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.delivery_day}: {self.holder or 'nobody'}"
