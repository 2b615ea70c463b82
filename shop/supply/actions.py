"""What moves stock. A lot changes by one conditional UPDATE, never by looking first; each call is idempotent by a key.

Whoever moves several lots in one transaction takes them in the order of their ids.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from shop.enterprises.models import Enterprise
from shop.journal.actions import log
from shop.pricing.quantities import quantity
from shop.produce.models import Specification
from shop.rows.local_time import local_date
from shop.rows.moves import NotAllowedMove, move
from shop.supply.errors import BadLot, KeyUsed, LotCodeTaken, NotEnoughStock, PastBestBefore, UnknownReservation
from shop.supply.models import Lot, Reservation, StockMovement
from shop.supply.models.reservation import MOVES

HELD, RELEASED, DISPATCHED = Reservation.Status.HELD, Reservation.Status.RELEASED, Reservation.Status.DISPATCHED


@transaction.atomic
def promise_harvest(  # noqa: PLR0913 - keyword-only
    *,
    producer: Enterprise,
    specification: Specification,
    quantity_base: int,
    code: str,
    by: User | None,
    now: datetime,
    best_before: date | None = None,
) -> Lot:
    """A lot that is still in the field, with one movement. The same code again returns the lot unchanged.

    Raises BadLot, and LotCodeTaken when the code stands for another producer's or specification's lot.
    """
    hub = producer.hub
    if specification.product.hub_id != hub.pk:
        raise BadLot(f"{specification} belongs to another hub.")
    if quantity_base < 1:
        raise BadLot("A promised harvest is more than nothing.")
    if not code.strip():
        raise BadLot("A lot needs a code.")
    lot, is_new = Lot.objects.get_or_create(
        hub=hub,
        code=code,
        defaults={
            "producer": producer,
            "specification": specification,
            "kind": Lot.Kind.PROMISE,
            "best_before": best_before,
            "quantity_base": quantity_base,
        },
    )
    if not is_new:
        if (lot.producer_id, lot.specification_id) != (producer.pk, specification.pk):
            raise LotCodeTaken(f"The code {code} stands for another lot.")
        return lot
    StockMovement.objects.create(
        lot=lot,
        kind=StockMovement.Kind.PROMISED,
        quantity_base=quantity_base,
        key=f"promise:{lot.pk}",
        at=now,
        by=by,
    )
    log(hub=hub, verb="promised", subject=lot, by=by, now=now, on_behalf_of=producer, quantity_base=quantity_base)
    return lot


@transaction.atomic
def correct_stock(*, lot: Lot, quantity_base: int, reason: str, key: str, by: User | None, now: datetime) -> Lot:
    """Count again: `quantity_base` base units more (or, negative, fewer). The same key again changes nothing.

    Raises NotEnoughStock when less would be left than is reserved or has gone out.
    """
    return change_quantity(lot, StockMovement.Kind.CORRECTED, quantity_base, reason=reason, key=key, by=by, now=now)


@transaction.atomic
def waste(*, lot: Lot, quantity_base: int, reason: str, key: str, by: User | None, now: datetime) -> Lot:
    """`quantity_base` base units (positive) are lost. The same key again changes nothing. Raises NotEnoughStock."""
    if quantity_base < 1:
        raise BadLot("What is wasted is more than nothing.")
    return change_quantity(lot, StockMovement.Kind.WASTED, -quantity_base, reason=reason, key=key, by=by, now=now)


def change_quantity(  # noqa: PLR0913 - one movement has this many facts
    lot: Lot, kind: str, by_base: int, *, reason: str, key: str, by: User | None, now: datetime
) -> Lot:
    """Write one movement and move the lot's quantity with it. Returns the lot as it stands now."""
    if by_base == 0:
        raise BadLot("A change of nothing is no change.")
    try:
        with transaction.atomic():
            StockMovement.objects.create(
                lot=lot, kind=kind, quantity_base=by_base, key=key, at=now, by=by, reason=reason
            )
    except IntegrityError:
        standing = StockMovement.objects.get(key=key)
        if (standing.lot_id, standing.kind, standing.quantity_base) != (lot.pk, kind, by_base):
            raise KeyUsed(f"The key {key} stands for another movement.") from None
        return reread(lot)
    free = Lot.objects.filter(pk=lot.pk)
    if by_base < 0:
        free = free.with_available(-by_base)
    if not free.update(quantity_base=F("quantity_base") + by_base):
        raise not_enough(lot, asked=-by_base)
    log(hub=lot.hub, verb=str(kind), subject=lot, by=by, now=now, quantity_base=by_base, reason=reason)
    return reread(lot)


@transaction.atomic
def reserve(*, lot: Lot, quantity_base: int, key: str, now: datetime, by: User | None = None) -> Reservation:
    """Hold `quantity_base` base units of `lot`. The same key again returns the standing reservation.

    Raises NotEnoughStock, PastBestBefore, and KeyUsed when the key held something else or was released.
    """
    if quantity_base < 1:
        raise BadLot("A reservation holds more than nothing.")
    try:
        with transaction.atomic():
            reservation = Reservation.objects.create(lot=lot, key=key, quantity_base=quantity_base, made_at=now)
    except IntegrityError:
        return standing_reservation(lot, quantity_base, key)
    today = local_date(now, lot.hub.time_zone)
    free = Lot.objects.filter(pk=lot.pk).good_on(today).with_available(quantity_base)
    if not free.update(reserved_base=F("reserved_base") + quantity_base):
        fresh = reread(lot)
        if fresh.best_before is not None and fresh.best_before < today:
            raise PastBestBefore(fresh, fresh.best_before)
        raise not_enough(lot, asked=quantity_base)
    log(hub=lot.hub, verb="reserved", subject=lot, by=by, now=now, key=key, quantity_base=quantity_base)
    return reservation


def standing_reservation(lot: Lot, quantity_base: int, key: str) -> Reservation:
    """The reservation under `key`. Raises KeyUsed when it is not the one asked for, or no longer holds."""
    standing: Reservation = Reservation.objects.get(key=key)
    if (standing.lot_id, standing.quantity_base) != (lot.pk, quantity_base):
        raise KeyUsed(f"The key {key} stands for {quantity_text(standing.quantity_base, lot)} of lot {standing.lot}.")
    if standing.status == RELEASED:
        raise KeyUsed(f"The reservation {key} was released. Reserve again under another key.")
    return standing


@transaction.atomic
def release(*, key: str, now: datetime, by: User | None = None) -> Reservation:
    """Let go what is held under `key`; again changes nothing.

    Raises UnknownReservation, and NotAllowedMove when the goods have gone out.
    """
    return end_reservation(key, RELEASED, dispatched=0, by=by, now=now)


@transaction.atomic
def dispatch(*, key: str, now: datetime, by: User | None = None) -> Reservation:
    """What is held under `key` has left; again changes nothing.

    Raises UnknownReservation, and NotAllowedMove when it was released.
    """
    return end_reservation(key, DISPATCHED, dispatched=1, by=by, now=now)


def end_reservation(key: str, to: str, *, dispatched: int, by: User | None, now: datetime) -> Reservation:
    """Move a held reservation to `to` and the lot's figures with it; exactly one of two callers does so."""
    reservation = reservation_under(key)
    if reservation.status == to:
        return reservation
    try:
        move(reservation, to=to, moves=MOVES)
    except NotAllowedMove:
        if reservation.status == to:
            return reservation
        raise
    size, lot = reservation.quantity_base, reservation.lot
    Lot.objects.filter(pk=lot.pk).update(
        reserved_base=F("reserved_base") - size, dispatched_base=F("dispatched_base") + dispatched * size
    )
    log(hub=lot.hub, verb=str(to), subject=lot, by=by, now=now, key=key, quantity_base=size)
    return reservation


def reservation_under(key: str) -> Reservation:
    """The reservation with its lot and hub. Raises UnknownReservation."""
    reservation: Reservation | None = Reservation.objects.select_related("lot__hub").filter(key=key).first()
    if reservation is None:
        raise UnknownReservation(f"Nothing is reserved under {key}.")
    return reservation


def not_enough(lot: Lot, *, asked: int) -> NotEnoughStock:
    """The refusal with the figures as they stand now."""
    fresh = reread(lot)
    return NotEnoughStock(
        fresh, asked=asked, available=fresh.available_base, base_unit=fresh.specification.product.base_unit
    )


def reread(lot: Lot) -> Lot:
    """The lot as it stands now; the caller's copy is left alone."""
    fresh: Lot = Lot.objects.named().get(pk=lot.pk)
    return fresh


def quantity_text(amount_base: int, lot: Lot) -> str:
    """An amount of the lot's product in words."""
    return quantity(amount_base, lot.specification.product.base_unit)
