"""Holding more or less under a key that stands."""

import pytest

from shop.journal.models import LogLine
from shop.supply.actions import release, reserve
from shop.supply.errors import BadLot, KeyUsed, NotEnoughStock, UnknownReservation
from shop.supply.holding import change_held
from shop.supply.models import Lot, Reservation
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot() -> Lot:
    hub = cast.a_hub()
    lot = cast.a_lot(cast.a_grower(hub), cast.a_specification(hub), 100_000)
    reserve(lot=lot, quantity_base=60_000, key="day:1", now=cast.NOW)
    return lot


def hold(quantity_base: int, key: str = "day:1") -> Reservation:
    return change_held(key=key, quantity_base=quantity_base, by=None, now=cast.NOW)


@pytest.mark.parametrize("quantity_base", [1, 40_000, 60_000, 80_000, 100_000])
def test_exactly_so_much_is_held_and_the_rest_is_free(lot: Lot, quantity_base: int) -> None:
    hold(quantity_base)

    lot.refresh_from_db()
    assert Reservation.objects.get().quantity_base == lot.reserved_base == quantity_base
    assert lot.quantity_base == 100_000


def test_the_same_again_changes_and_logs_nothing(lot: Lot) -> None:
    hold(40_000)
    before = LogLine.objects.count()

    hold(40_000)

    assert LogLine.objects.count() == before


def test_more_than_the_lot_has_is_refused_and_what_was_held_stays(lot: Lot) -> None:
    with pytest.raises(NotEnoughStock, match="has 40 kg left; 50 kg were asked for"):
        hold(110_000)

    lot.refresh_from_db()
    assert Reservation.objects.get().quantity_base == lot.reserved_base == 60_000


def test_nothing_and_what_is_not_held_are_refused(lot: Lot) -> None:
    with pytest.raises(BadLot):
        hold(0)
    with pytest.raises(UnknownReservation):
        hold(1, "day:2")
    release(key="day:1", now=cast.NOW)
    with pytest.raises(KeyUsed):
        hold(1)
    assert Lot.objects.get().reserved_base == 0
