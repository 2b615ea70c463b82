"""A reservation: somebody holds base units of a lot."""

from django.db import models
from django.db.models import Q

from shop.rows.moves import Moves
from shop.supply.queries import ReservationQuerySet


class Reservation(models.Model):
    """Made once per `key`; held until released or dispatched."""

    class Status(models.TextChoices):
        HELD = "held", "held"
        RELEASED = "released", "released"
        DISPATCHED = "dispatched", "dispatched"

    lot = models.ForeignKey("supply.Lot", on_delete=models.PROTECT, related_name="reservations")
    key = models.CharField(max_length=120, unique=True)
    quantity_base = models.PositiveBigIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.HELD)
    made_at = models.DateTimeField()

    objects = ReservationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity_base__gte=1), name="a_reservation_holds_something")]

    def __str__(self) -> str:
        return f"{self.quantity_base} of {self.lot} for {self.key}"


MOVES: Moves = {
    Reservation.Status.HELD: frozenset({Reservation.Status.RELEASED, Reservation.Status.DISPATCHED}),
}
