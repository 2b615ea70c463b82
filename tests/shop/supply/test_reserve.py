"""Held, let go, gone out: each once per key."""

from datetime import date, timedelta

import pytest

from shop.journal.models import LogLine
from shop.rows.moves import NotAllowedMove
from shop.supply.actions import dispatch, release, reserve
from shop.supply.errors import BadLot, KeyUsed, NotEnoughStock, PastBestBefore, UnknownReservation
from shop.supply.models import Lot, Reservation
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot() -> Lot:
    hub = cast.a_hub()
    return cast.a_lot(cast.a_grower(hub), cast.a_specification(hub), 100_000, "CARROTS-1")


def figures() -> tuple[int, int, int]:
    lot = Lot.objects.get()
    return lot.quantity_base, lot.reserved_base, lot.dispatched_base


def test_a_reservation_holds_stock(lot: Lot) -> None:
    reservation = reserve(lot=lot, quantity_base=30_000, key="order:1", now=cast.NOW)

    assert (reservation.status, reservation.quantity_base, reservation.made_at) == ("held", 30_000, cast.NOW)
    assert figures() == (100_000, 30_000, 0)
    assert LogLine.objects.about(lot).last().detail == {"key": "order:1", "quantity_base": 30_000}


def test_the_last_gram_can_be_held(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=100_000, key="order:1", now=cast.NOW)

    assert figures() == (100_000, 100_000, 0)


def test_more_than_is_left_is_refused_and_leaves_nothing_behind(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=95_000, key="order:1", now=cast.NOW)

    with pytest.raises(NotEnoughStock) as refusal:
        reserve(lot=lot, quantity_base=5_001, key="order:2", now=cast.NOW)

    assert (refusal.value.lot, refusal.value.asked, refusal.value.available) == (lot, 5_001, 5_000)
    assert figures() == (100_000, 95_000, 0)
    assert Reservation.objects.count() == 1
    assert not LogLine.objects.filter(detail__key="order:2").exists()


def test_a_stale_copy_of_the_lot_does_not_oversell(lot: Lot) -> None:
    stale = Lot.objects.get(pk=lot.pk)
    reserve(lot=lot, quantity_base=100_000, key="order:1", now=cast.NOW)

    with pytest.raises(NotEnoughStock):
        reserve(lot=stale, quantity_base=1, key="order:2", now=cast.NOW)


def test_the_same_key_again_returns_what_stands(lot: Lot) -> None:
    first = reserve(lot=lot, quantity_base=100_000, key="order:1", now=cast.NOW)
    second = reserve(lot=lot, quantity_base=100_000, key="order:1", now=cast.NOW + timedelta(hours=1))

    assert second == first
    assert second.made_at == cast.NOW
    assert figures() == (100_000, 100_000, 0)


def test_the_same_key_for_another_quantity_is_refused(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=10_000, key="order:1", now=cast.NOW)

    with pytest.raises(KeyUsed, match="order:1 stands for 10 kg of lot CARROTS-1"):
        reserve(lot=lot, quantity_base=20_000, key="order:1", now=cast.NOW)

    assert figures() == (100_000, 10_000, 0)


def test_a_released_key_is_not_used_again(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=10_000, key="order:1", now=cast.NOW)
    release(key="order:1", now=cast.NOW)

    with pytest.raises(KeyUsed, match="was released"):
        reserve(lot=lot, quantity_base=10_000, key="order:1", now=cast.NOW)

    assert figures() == (100_000, 0, 0)


def test_releasing_twice_frees_once(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=10_000, key="order:1", now=cast.NOW)
    reserve(lot=lot, quantity_base=10_000, key="order:2", now=cast.NOW)

    statuses = [release(key="order:1", now=cast.NOW).status for _ in range(2)]

    assert statuses == ["released", "released"]
    assert figures() == (100_000, 10_000, 0)
    assert LogLine.objects.filter(verb="released").count() == 1


def test_dispatching_twice_counts_once(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=10_000, key="order:1", now=cast.NOW)

    statuses = [dispatch(key="order:1", now=cast.NOW).status for _ in range(2)]

    assert statuses == ["dispatched", "dispatched"]
    assert figures() == (100_000, 0, 10_000)
    assert LogLine.objects.filter(verb="dispatched").count() == 1


def test_what_has_gone_out_is_not_released(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=10_000, key="order:1", now=cast.NOW)
    dispatch(key="order:1", now=cast.NOW)

    with pytest.raises(NotAllowedMove):
        release(key="order:1", now=cast.NOW)

    assert figures() == (100_000, 0, 10_000)


def test_what_was_released_does_not_go_out(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=10_000, key="order:1", now=cast.NOW)
    release(key="order:1", now=cast.NOW)

    with pytest.raises(NotAllowedMove):
        dispatch(key="order:1", now=cast.NOW)

    assert figures() == (100_000, 0, 0)


def test_an_unknown_key_is_refused(lot: Lot) -> None:
    with pytest.raises(UnknownReservation, match="Nothing is reserved under order:9"):
        release(key="order:9", now=cast.NOW)
    with pytest.raises(UnknownReservation):
        dispatch(key="order:9", now=cast.NOW)


def test_nothing_is_not_reserved(lot: Lot) -> None:
    with pytest.raises(BadLot):
        reserve(lot=lot, quantity_base=0, key="order:1", now=cast.NOW)

    assert not Reservation.objects.exists()


def test_a_lot_is_held_on_its_last_day_and_not_after() -> None:
    hub = cast.a_hub()
    last_day = date(2027, 3, 1)
    lot = cast.a_lot(cast.a_grower(hub), cast.a_specification(hub), best_before=last_day)

    reserve(lot=lot, quantity_base=1, key="order:1", now=cast.NOW)
    with pytest.raises(PastBestBefore, match="was best before 01 March 2027"):
        reserve(lot=lot, quantity_base=1, key="order:2", now=cast.NOW + timedelta(days=1))

    assert Lot.objects.get().reserved_base == 1


def test_the_database_itself_refuses_an_oversold_lot(lot: Lot) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError, match="a_lot_never_promises_more_than_it_holds"), transaction.atomic():
        Lot.objects.filter(pk=lot.pk).update(reserved_base=100_001)

    assert figures() == (100_000, 0, 0)
