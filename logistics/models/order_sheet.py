"""What a cook has typed for a delivery day and not ordered yet."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from shop.rows.scoping import OfHub


class OrderSheetQuerySet(OfHub):
    """Order sheets of a hub's buyers."""

    hub_path = "buyer__hub"


class OrderSheet(models.Model):
    """One person's sheet for one buyer and delivery day, or for one order that is being changed.

    It holds texts as they were typed, wrong ones too, and decides nothing: prices, windows and ceilings are checked
    when it is ordered, and then it is gone. `key` becomes the client key of the order that is placed from it.
    """

    buyer = models.ForeignKey("enterprises.Enterprise", on_delete=models.CASCADE, related_name="order_sheets")
    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.CASCADE, related_name="order_sheets")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="order_sheets")
    order = models.ForeignKey(
        "procurement.BulkOrder",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="order_sheets",
        help_text="The order that is being changed; empty for a new one.",
    )
    stood_as = models.CharField(max_length=64, blank=True, help_text="Digest of the order when its change was begun.")
    key = models.UUIDField(unique=True, default=uuid4)
    basis = models.ForeignKey(
        "procurement.BuyingBasis", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    po_number = models.CharField(max_length=200, blank=True)
    cells = models.JSONField(default=dict, blank=True, help_text="“kitchen-pack” to what was typed.")
    rules = models.JSONField(default=dict, blank=True, help_text="Pack to its substitution rule and price ceiling.")
    windows = models.JSONField(default=dict, blank=True, help_text="Kitchen to times from and until, where typed.")
    written_at = models.DateTimeField()

    objects = OrderSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["buyer", "delivery_day", "person"], condition=Q(order=None), name="one_new_sheet_per_day"
            ),
            models.UniqueConstraint(
                fields=["order", "person"], condition=Q(order__isnull=False), name="one_sheet_per_changed_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.buyer} for {self.delivery_day}, not ordered yet"
