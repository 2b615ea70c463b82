"""Many want the last packs at once. Seen on PostgreSQL, with a connection for each."""

from collections import Counter
from functools import partial
from threading import Barrier

import pytest
from django.db import transaction

from shop.rows.moves import NotAllowedMove
from shop.supply.actions import dispatch, release, reserve, waste
from shop.supply.errors import NotEnoughStock
from shop.supply.models import Lot, Reservation, StockMovement
from tests import cast
from tests.shop.meeting import WAIT_S, MeetAfter, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

BUYERS = 40
PACK = 10_000


def ten_packs() -> Lot:
    hub = cast.a_hub()
    return cast.a_lot(cast.a_grower(hub), cast.a_specification(hub), 10 * PACK)


def careless_reserve(*, lot: Lot, quantity_base: int, key: str, after_reading: Barrier) -> None:
    """Look, then write: what `reserve` must not do."""
    with transaction.atomic():
        read = Lot.objects.get(pk=lot.pk)
        if read.available_base < quantity_base:
            raise NotEnoughStock(read, asked=quantity_base, available=read.available_base, base_unit="g")
        after_reading.wait(WAIT_S)
        read.reserved_base += quantity_base
        read.save(update_fields=["reserved_base"])
        Reservation.objects.create(lot=lot, key=key, quantity_base=quantity_base, made_at=cast.NOW)


def test_forty_who_want_the_last_ten_packs_get_exactly_ten() -> None:
    lot = ten_packs()
    meeting = MeetAfter('INSERT INTO "supply_reservation"', threads=BUYERS)

    def buy(number: int) -> str:
        with meeting.here():
            try:
                reserve(lot=lot, quantity_base=PACK, key=f"order:{number}", now=cast.NOW)
            except NotEnoughStock:
                return "refused"
        return "sold"

    outcomes = all_at_once([partial(buy, number) for number in range(BUYERS)])

    lot.refresh_from_db()
    assert Counter(outcomes) == {"sold": 10, "refused": 30}
    assert (lot.quantity_base, lot.reserved_base) == (10 * PACK, 10 * PACK)
    assert Reservation.objects.held().total_base() == 10 * PACK


def test_looking_before_writing_would_sell_all_forty() -> None:
    lot = ten_packs()
    after_reading = Barrier(BUYERS)

    def buy(number: int) -> None:
        careless_reserve(lot=lot, quantity_base=PACK, key=f"order:{number}", after_reading=after_reading)

    all_at_once([partial(buy, number) for number in range(BUYERS)])

    assert Reservation.objects.held().total_base() == 40 * PACK > lot.quantity_base


def test_one_key_held_by_many_at_once_is_held_once() -> None:
    lot = ten_packs()

    def buy() -> int:
        return int(reserve(lot=lot, quantity_base=3 * PACK, key="order:1", now=cast.NOW).pk)

    reservations = all_at_once([buy] * 8)

    lot.refresh_from_db()
    assert len(set(reservations)) == 1
    assert lot.reserved_base == 3 * PACK


def test_goods_that_are_released_and_dispatched_at_once_do_one_of_both() -> None:
    lot = ten_packs()
    reserve(lot=lot, quantity_base=PACK, key="order:1", now=cast.NOW)
    meeting = MeetAfter('SELECT "supply_reservation"', threads=2)

    def end(verb: str) -> str:
        with meeting.here():
            try:
                {"release": release, "dispatch": dispatch}[verb](key="order:1", now=cast.NOW)
            except NotAllowedMove:
                return "refused"
        return verb

    # The one that is refused reads the row again: only the first reading is met after.
    meeting.barrier = Barrier(2, action=lambda: setattr(meeting, "words", "nothing more"))
    outcomes = all_at_once([partial(end, "release"), partial(end, "dispatch")])

    lot.refresh_from_db()
    assert Counter(outcomes)["refused"] == 1
    assert lot.reserved_base == 0
    assert lot.dispatched_base == (PACK if "dispatch" in outcomes else 0)
    assert Reservation.objects.get().status == ("dispatched" if "dispatch" in outcomes else "released")


def test_waste_and_a_buyer_never_take_the_same_pack() -> None:
    lot = ten_packs()
    reserve(lot=lot, quantity_base=9 * PACK, key="order:0", now=cast.NOW)

    def attempt(verb: str) -> str:
        try:
            if verb == "waste":
                waste(lot=lot, quantity_base=PACK, reason="frost", key="waste:1", by=None, now=cast.NOW)
            else:
                reserve(lot=lot, quantity_base=PACK, key="order:1", now=cast.NOW)
        except NotEnoughStock:
            return "refused"
        return verb

    outcomes = all_at_once([partial(attempt, "waste"), partial(attempt, "reserve")])

    lot.refresh_from_db()
    assert Counter(outcomes)["refused"] == 1
    assert lot.available_base == 0
    assert lot.quantity_base == StockMovement.objects.filter(lot=lot).total_base()
    assert lot.reserved_base == Reservation.objects.held().total_base()
