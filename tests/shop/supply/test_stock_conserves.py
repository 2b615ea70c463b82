"""Whatever happens in whatever order: the kilos add up."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.rows.moves import NotAllowedMove
from shop.supply.actions import correct_stock, dispatch, release, reserve, waste
from shop.supply.errors import KeyUsed, NotEnoughStock, UnknownReservation
from shop.supply.models import Lot, Reservation
from tests import cast

# Few keys, so that repeats, releases and clashes happen often.
KEYS = st.sampled_from("abcdef")
SIZES = st.integers(1, 60)
STEPS = st.one_of(
    st.tuples(st.just("reserve"), KEYS, SIZES),
    st.tuples(st.just("release"), KEYS, st.just(0)),
    st.tuples(st.just("dispatch"), KEYS, st.just(0)),
    st.tuples(st.just("waste"), KEYS, SIZES),
    st.tuples(st.just("correct"), KEYS, st.integers(-60, 60).filter(bool)),
)
REFUSALS = (NotEnoughStock, KeyUsed, UnknownReservation, NotAllowedMove)


class StockModel:
    """The same rules in plain integers, written apart from the actions."""

    def __init__(self, quantity: int) -> None:
        self.quantity = quantity
        self.reservations: dict[str, tuple[int, str]] = {}
        self.movements: dict[tuple[str, str], int] = {}

    def free(self) -> int:
        return self.quantity - sum(size for size, status in self.reservations.values() if status != "released")

    def step(self, verb: str, key: str, size: int) -> bool:
        """Whether the step is carried out (or stands already)."""
        if verb == "reserve":
            if key in self.reservations:
                return self.reservations[key][0] == size and self.reservations[key][1] != "released"
            if size > self.free():
                return False
            self.reservations[key] = (size, "held")
            return True
        if verb in ("release", "dispatch"):
            held, status = self.reservations.get(key, (0, "unknown"))
            goal = f"{verb}d" if verb == "release" else "dispatched"
            if status == goal:
                return True
            if status != "held":
                return False
            self.reservations[key] = (held, goal)
            return True
        signed = -size if verb == "waste" else size
        if (verb, key) in self.movements:
            return self.movements[verb, key] == signed
        if -signed > self.free():
            return False
        self.movements[verb, key] = signed
        self.quantity += signed
        return True


def act(lot: Lot, verb: str, key: str, size: int) -> None:
    if verb == "reserve":
        reserve(lot=lot, quantity_base=size, key=key, now=cast.NOW)
    elif verb == "release":
        release(key=key, now=cast.NOW)
    elif verb == "dispatch":
        dispatch(key=key, now=cast.NOW)
    elif verb == "waste":
        waste(lot=lot, quantity_base=size, reason="frost", key=f"waste:{key}", by=None, now=cast.NOW)
    else:
        correct_stock(lot=lot, quantity_base=size, reason="count", key=f"correct:{key}", by=None, now=cast.NOW)


def sums_of(lot: Lot) -> dict[str, int]:
    sums: dict[str, int] = defaultdict(int)
    for reservation in Reservation.objects.filter(lot=lot):
        sums[reservation.status] += reservation.quantity_base
    return sums


@contextmanager
def rolled_back() -> Iterator[None]:
    """One example's rows, gone when it ends."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None)
@given(st.integers(1, 150), st.lists(STEPS, max_size=25))
def test_stock_conserves(promised: int, steps: list[tuple[str, str, int]]) -> None:
    with rolled_back():
        hub = cast.a_hub()
        lot = cast.a_lot(cast.a_grower(hub), cast.a_specification(hub), promised)
        model = StockModel(promised)
        for step in steps:
            assert carried_out(lot, *step) == model.step(*step), step
            fresh, sums = Lot.objects.get(pk=lot.pk), sums_of(lot)
            assert fresh.quantity_base == fresh.movements.total_base() == model.quantity
            assert fresh.reserved_base == sums["held"]
            assert fresh.dispatched_base == sums["dispatched"]
            assert fresh.available_base == model.free() >= 0


def carried_out(lot: Lot, verb: str, key: str, size: int) -> bool:
    """Whether the actions carried the step out."""
    try:
        act(lot, verb, key, size)
    except REFUSALS:
        return False
    return True
