"""Goods that somebody held and that never came, or came and had to be thrown away."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.models import User
from shop.journal.actions import log
from shop.rows.moves import move
from shop.supply.actions import RELEASED, reservation_under
from shop.supply.errors import BadLot, KeyUsed, NotEnoughStock
from shop.supply.models import Lot, Reservation, StockMovement
from shop.supply.models.reservation import MOVES

CORRECTED, WASTED = StockMovement.Kind.CORRECTED, StockMovement.Kind.WASTED


@transaction.atomic
def lose_held(  # noqa: PLR0913 - one loss has this many facts
    *, key: str, quantity_base: int, is_waste: bool, reason: str, movement_key: str, by: User | None, now: datetime
) -> None:
    """Take `quantity_base` base units out of what is held under `key` and out of its lot, as wasted or as never come.

    The same `movement_key` again changes nothing. Raises UnknownReservation, and NotEnoughStock when less is held.
    """
    if quantity_base < 1:
        raise BadLot("What is lost is more than nothing.")
    reservation = reservation_under(key)
    lot = reservation.lot
    kind = WASTED if is_waste else CORRECTED
    fields = {"lot": lot, "kind": kind, "quantity_base": -quantity_base, "at": now, "by": by, "reason": reason}
    movement, is_new = StockMovement.objects.get_or_create(key=movement_key, defaults=fields)
    if not is_new:
        if (movement.lot_id, movement.kind, movement.quantity_base) != (lot.pk, kind, -quantity_base):
            raise KeyUsed(f"The key {movement_key} stands for another movement.")
        return
    take_from(reservation, quantity_base)
    Lot.objects.filter(pk=lot.pk).update(
        quantity_base=F("quantity_base") - quantity_base, reserved_base=F("reserved_base") - quantity_base
    )
    log(hub=lot.hub, verb=str(kind), subject=lot, by=by, now=now, key=key, quantity_base=quantity_base, reason=reason)


def take_from(reservation: Reservation, quantity_base: int) -> None:
    """Let the reservation hold less; one that would hold nothing is released. Raises NotEnoughStock."""
    standing = Reservation.objects.select_for_update(no_key=True).get(pk=reservation.pk)
    held_base = standing.quantity_base if standing.status == Reservation.Status.HELD else 0
    if quantity_base > held_base:
        base_unit = reservation.lot.specification.product.base_unit
        raise NotEnoughStock(reservation.lot, asked=quantity_base, available=held_base, base_unit=base_unit)
    if quantity_base == held_base:
        move(standing, to=RELEASED, moves=MOVES)
    else:
        Reservation.objects.filter(pk=standing.pk).update(quantity_base=F("quantity_base") - quantity_base)
