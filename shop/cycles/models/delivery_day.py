"""A delivery day of a cycle: the pair that carries the state from ordering to settled."""

from django.db import models
from django.db.models import F, Q

from shop.cycles.queries import DeliveryDayQuerySet
from shop.rows.moves import Moves


class DeliveryDay(models.Model):
    """One day on which vans reach kitchens. Ordering is open while status is `ordering` and now < orders_close_at."""

    class Status(models.TextChoices):
        ORDERING = "ordering", "open for orders"
        CLOSED = "closed", "closed"
        ALLOCATED = "allocated", "allocated"
        CONFIRMED = "confirmed", "confirmed"
        ROUTED = "routed", "routed"
        PACKED = "packed", "packed"
        OUT = "out", "out for delivery"
        DELIVERED = "delivered", "delivered"
        SETTLED = "settled", "settled"

    cycle = models.ForeignKey("cycles.OrderCycle", on_delete=models.PROTECT, related_name="delivery_days")
    day = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ORDERING)
    listings_close_at = models.DateTimeField()
    orders_close_at = models.DateTimeField()
    answers_due_at = models.DateTimeField()
    late_changes_close_at = models.DateTimeField()
    collection_day = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryDayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "day"], name="delivery_day_once_per_cycle"),
            models.CheckConstraint(
                condition=Q(orders_close_at__gte=F("listings_close_at")),
                name="orders_close_after_listings",
            ),
            models.CheckConstraint(
                condition=Q(answers_due_at__gte=F("orders_close_at")),
                name="answers_are_due_after_orders_close",
            ),
            models.CheckConstraint(
                condition=Q(late_changes_close_at__gte=F("orders_close_at")),
                name="late_changes_close_after_orders",
            ),
            models.CheckConstraint(
                condition=Q(collection_day__lte=F("day")),
                name="collections_come_before_drops",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%A} {self.day.day} {self.day:%B %Y}"


STATUS = DeliveryDay.Status
MOVES: Moves = {
    STATUS.ORDERING: frozenset({STATUS.CLOSED}),
    STATUS.CLOSED: frozenset({STATUS.ALLOCATED}),
    STATUS.ALLOCATED: frozenset({STATUS.CONFIRMED}),
    STATUS.CONFIRMED: frozenset({STATUS.ROUTED}),
    STATUS.ROUTED: frozenset({STATUS.PACKED, STATUS.OUT}),
    STATUS.PACKED: frozenset({STATUS.OUT}),
    STATUS.OUT: frozenset({STATUS.DELIVERED}),
    STATUS.DELIVERED: frozenset({STATUS.SETTLED}),
}
