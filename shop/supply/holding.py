"""Changing how much is held under a key that stands: late changes take more of a lot, or give some of it back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from shop.journal.actions import log
from shop.rows.local_time import local_date
from shop.supply.actions import HELD, not_enough, reread, reservation_under
from shop.supply.errors import BadLot, KeyUsed, PastBestBefore
from shop.supply.models import Lot, Reservation


@transaction.atomic
def change_held(*, key: str, quantity_base: int, by: Any, now: datetime) -> Reservation:
    """Hold `quantity_base` base units under `key` instead of what is held; the same quantity again changes nothing.

    Raises UnknownReservation, KeyUsed when it is no longer held, NotEnoughStock and PastBestBefore for more than
    the lot has. To give all of it back, release it.
    """
    if quantity_base < 1:
        raise BadLot("A reservation holds more than nothing.")
    reservation = reservation_under(key)
    before, lot = reservation.quantity_base, reservation.lot
    if reservation.status == HELD and before == quantity_base:
        return reservation
    changed = Reservation.objects.filter(pk=reservation.pk, status=HELD, quantity_base=before)
    if not changed.update(quantity_base=quantity_base):
        raise KeyUsed(f"What is held under {key} has changed meanwhile. Look again.")
    more = quantity_base - before
    free = Lot.objects.filter(pk=lot.pk)
    if more > 0:
        today = local_date(now, lot.hub.time_zone)
        free = free.good_on(today).with_available(more)
    if not free.update(reserved_base=F("reserved_base") + more):
        fresh = reread(lot)
        if fresh.best_before is not None and fresh.best_before < local_date(now, lot.hub.time_zone):
            raise PastBestBefore(fresh, fresh.best_before)
        raise not_enough(lot, asked=more)
    log(hub=lot.hub, verb="holds now", subject=lot, by=by, now=now, key=key, quantity_base=quantity_base)
    reservation.quantity_base = quantity_base
    return reservation
