"""Promised, counted, wasted: a lot's quantity is the sum of its movements."""

from datetime import date, timedelta

import pytest

from shop.journal.models import LogLine
from shop.supply.actions import correct_stock, dispatch, promise_harvest, reserve, waste
from shop.supply.errors import BadLot, KeyUsed, LotCodeTaken, NotEnoughStock, SupplyError
from shop.supply.models import Lot, StockMovement
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lot() -> Lot:
    hub = cast.a_hub()
    return cast.a_lot(cast.a_grower(hub), cast.a_specification(hub), 100_000, "CARROTS-1")


def test_a_promise_makes_a_lot_with_one_movement(lot: Lot) -> None:
    movement = lot.movements.get()

    assert (lot.quantity_base, lot.reserved_base, lot.dispatched_base) == (100_000, 0, 0)
    assert (movement.kind, movement.quantity_base, movement.at) == ("promised", 100_000, cast.NOW)
    line = LogLine.objects.about(lot).get()
    assert (line.verb, line.on_behalf_of, line.detail) == ("promised", lot.producer, {"quantity_base": 100_000})


def test_the_same_promise_again_changes_nothing(lot: Lot) -> None:
    again = promise_harvest(
        producer=lot.producer,
        specification=lot.specification,
        quantity_base=70_000,
        code="CARROTS-1",
        by=None,
        now=cast.NOW,
    )

    assert (again.pk, again.quantity_base) == (lot.pk, 100_000)
    assert StockMovement.objects.count() == 1
    assert LogLine.objects.about(lot).count() == 1


def test_a_code_stands_for_one_growers_lot(lot: Lot) -> None:
    other = cast.a_grower(lot.hub, "Glebe Farm")

    with pytest.raises(LotCodeTaken, match="CARROTS-1 stands for another lot"):
        cast.a_lot(other, lot.specification, 5_000, "CARROTS-1")

    assert Lot.objects.count() == 1


def test_a_code_of_one_hub_is_free_in_another(lot: Lot) -> None:
    other = cast.a_hub("Fenland Food Hub", "fenland")

    theirs = cast.a_lot(cast.a_grower(other), cast.a_specification(other), 5_000, "CARROTS-1")

    assert theirs.pk != lot.pk
    assert Lot.objects.of(other).get() == theirs


@pytest.mark.parametrize(("base", "code"), [(0, "X"), (-5, "X"), (5, "  ")])
def test_a_promise_of_nothing_or_without_a_code_is_refused(lot: Lot, base: int, code: str) -> None:
    with pytest.raises(BadLot):
        promise_harvest(
            producer=lot.producer,
            specification=lot.specification,
            quantity_base=base,
            code=code,
            by=None,
            now=cast.NOW,
        )

    assert Lot.objects.count() == 1


def test_a_grower_promises_only_what_their_hub_specifies(lot: Lot) -> None:
    other = cast.a_hub("Fenland Food Hub", "fenland")

    with pytest.raises(BadLot, match="belongs to another hub"):
        cast.a_lot(cast.a_grower(other), lot.specification)


@pytest.mark.parametrize(("by_base", "left"), [(5_000, 105_000), (-100_000, 0)])
def test_a_count_corrects_the_quantity(lot: Lot, by_base: int, left: int) -> None:
    fresh = correct_stock(lot=lot, quantity_base=by_base, reason="counted", key="count:1", by=None, now=cast.NOW)

    assert fresh.quantity_base == left
    assert lot.movements.total_base() == left
    assert LogLine.objects.about(lot).last().detail == {"quantity_base": by_base, "reason": "counted"}


def test_a_count_never_goes_below_what_is_reserved_or_gone(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=60_000, key="a", now=cast.NOW)
    reserve(lot=lot, quantity_base=30_000, key="b", now=cast.NOW)
    dispatch(key="b", now=cast.NOW)

    with pytest.raises(NotEnoughStock) as refusal:
        correct_stock(lot=lot, quantity_base=-10_001, reason="counted", key="count:1", by=None, now=cast.NOW)

    assert (refusal.value.asked, refusal.value.available) == (10_001, 10_000)
    assert str(refusal.value) == "Lot CARROTS-1 has 10 kg left; 10.001 kg were asked for."
    assert Lot.objects.get().quantity_base == 100_000
    assert StockMovement.objects.count() == 1


def test_the_same_count_again_changes_nothing(lot: Lot) -> None:
    for _ in range(2):
        fresh = correct_stock(lot=lot, quantity_base=-7, reason="counted", key="count:1", by=None, now=cast.NOW)

    assert fresh.quantity_base == 99_993
    assert StockMovement.objects.count() == 2


@pytest.mark.parametrize("by_base", [-8, 7])
def test_a_key_stands_for_one_movement(lot: Lot, by_base: int) -> None:
    correct_stock(lot=lot, quantity_base=-7, reason="counted", key="count:1", by=None, now=cast.NOW)

    with pytest.raises(KeyUsed):
        correct_stock(lot=lot, quantity_base=by_base, reason="counted", key="count:1", by=None, now=cast.NOW)
    with pytest.raises(KeyUsed):
        waste(lot=lot, quantity_base=7, reason="frost", key="count:1", by=None, now=cast.NOW)

    assert Lot.objects.get().quantity_base == 99_993


def test_waste_is_taken_off_and_says_why(lot: Lot) -> None:
    fresh = waste(lot=lot, quantity_base=40_000, reason="frost", key="waste:1", by=None, now=cast.NOW)

    movement = StockMovement.objects.get(key="waste:1")
    assert (movement.kind, movement.quantity_base, movement.reason) == ("wasted", -40_000, "frost")
    assert fresh.quantity_base == fresh.available_base == 60_000


def test_what_is_reserved_is_not_wasted(lot: Lot) -> None:
    reserve(lot=lot, quantity_base=100_000, key="a", now=cast.NOW)

    with pytest.raises(NotEnoughStock):
        waste(lot=lot, quantity_base=1, reason="frost", key="waste:1", by=None, now=cast.NOW)

    assert Lot.objects.get().quantity_base == 100_000


def test_a_change_of_nothing_is_refused(lot: Lot) -> None:
    with pytest.raises(BadLot):
        correct_stock(lot=lot, quantity_base=0, reason="counted", key="count:1", by=None, now=cast.NOW)
    with pytest.raises(BadLot):
        waste(lot=lot, quantity_base=-1, reason="frost", key="waste:1", by=None, now=cast.NOW)

    assert StockMovement.objects.count() == 1


def test_every_refusal_is_of_the_family() -> None:
    assert all(issubclass(refusal, SupplyError) for refusal in (BadLot, KeyUsed, LotCodeTaken, NotEnoughStock))


def test_lots_past_their_date_are_not_good() -> None:
    hub = cast.a_hub()
    grower, specification = cast.a_grower(hub), cast.a_specification(hub)
    kept = cast.a_lot(grower, specification, best_before=cast.DAY)
    lasting = cast.a_lot(grower, specification)
    cast.a_lot(grower, specification, best_before=cast.DAY - timedelta(days=1))

    assert set(Lot.objects.of(hub).good_on(cast.DAY)) == {kept, lasting}
    assert Lot.objects.of(hub).good_on(date(2027, 1, 1)).count() == 3
