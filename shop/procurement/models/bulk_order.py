"""A bulk order: one buyer, one delivery day, one PO number, drops at one or many kitchens."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from shop.procurement.queries import BulkOrderLineQuerySet, BulkOrderQuerySet
from shop.rows.moves import Moves


class BulkOrder(models.Model):
    """Placed before the cut-off; frozen line by line at confirmation."""

    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        PLACED = "placed", "placed"
        CONFIRMED = "confirmed", "confirmed"
        CANCELLED = "cancelled", "cancelled"

    hub = models.ForeignKey("enterprises.Hub", on_delete=models.PROTECT, related_name="bulk_orders")
    number = models.CharField(max_length=20)
    delivery_day = models.ForeignKey("cycles.DeliveryDay", on_delete=models.PROTECT, related_name="bulk_orders")
    buyer = models.ForeignKey("enterprises.Enterprise", on_delete=models.PROTECT, related_name="bulk_orders")
    basis = models.ForeignKey(
        "procurement.BuyingBasis",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bulk_orders",
    )
    po_number = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    placed_at = models.DateTimeField(null=True, blank=True)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bulk_orders",
    )
    entered_on_behalf = models.BooleanField(default=False)
    client_key = models.UUIDField(unique=True)

    objects = BulkOrderQuerySet.as_manager()

    class Meta:
        ordering = ["delivery_day", "number"]
        constraints = [models.UniqueConstraint(fields=["hub", "number"], name="order_number_once_per_hub")]

    def __str__(self) -> str:
        return f"{self.number} {self.buyer}"


MOVES: Moves = {
    BulkOrder.Status.DRAFT: frozenset({BulkOrder.Status.PLACED, BulkOrder.Status.CANCELLED}),
    BulkOrder.Status.PLACED: frozenset({BulkOrder.Status.CONFIRMED, BulkOrder.Status.CANCELLED}),
}


class KitchenDrop(models.Model):
    """One kitchen of the order, and the window in which its drop is wanted (aware times of the delivery day)."""

    order = models.ForeignKey(BulkOrder, on_delete=models.CASCADE, related_name="drops")
    kitchen = models.ForeignKey("enterprises.Place", on_delete=models.PROTECT, related_name="drops")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "kitchen"], name="one_drop_per_kitchen"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="a_drop_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kitchen} for {self.order}"


class BulkOrderLine(models.Model):
    """Packs of a specification wanted at a kitchen. `price_pence` is the published price the cook saw."""

    class SubstitutionRule(models.TextChoices):
        NONE = "none", "no substitute"
        LISTED = "listed", "the hub's listed substitutes"
        ASK = "ask", "ask the kitchen first"

    drop = models.ForeignKey(KitchenDrop, on_delete=models.CASCADE, related_name="lines")
    pack = models.ForeignKey("produce.Pack", on_delete=models.PROTECT, related_name="bulk_order_lines")
    packs = models.PositiveIntegerField()
    price_pence = models.PositiveIntegerField()
    ceiling_pence = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="Nothing dearer than this per pack is bought for the line.",
    )
    substitution_rule = models.CharField(max_length=8, choices=SubstitutionRule, default=SubstitutionRule.NONE)

    objects = BulkOrderLineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drop", "pack"], name="one_line_per_pack_and_drop"),
            models.CheckConstraint(condition=Q(packs__gte=1), name="a_line_orders_something"),
        ]

    def __str__(self) -> str:
        return f"{self.packs} x {self.pack}"
