"""Households' boxes: with the stop that hands them over, and in the rule of who goes short and what is lost."""

from typing import Any
from uuid import uuid4

import pytest

from logistics.packing.arrivals import arrivals_of
from logistics.packing.loads import loads_of, must_be_packed
from logistics.packing.rows import rows_of
from logistics.packing.shortages import suggested_shorts
from shop.procurement.actions import finish_packing, record_goods_in
from shop.procurement.at_the_packhouse import Counted
from shop.procurement.models import PurchaseLine
from shop.storefront.models import HouseholdLine
from shop.supply.models import Reservation
from tests.logistics.conducting import conduct
from tests.logistics.packing.scene import at_work, line_for, words
from tests.logistics.small_day import ANSWERS_DUE, SmallDay
from tests.logistics.test_households_goods import a_day_with_a_household

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    """A school has ordered all that the kitchens may have of two farms, and a household three crates of one of them."""
    small = a_day_with_a_household()
    small.order("Uppingham School", {"carrots": 27})
    conduct(small)
    return small


def count(small: SmallDay, packs: int) -> PurchaseLine:
    purchase = PurchaseLine.objects.get(listing=small.listings["manor"])
    expected = rows_of(small.day).expected(purchase.pk)
    each = Counted(purchase=purchase, packs_expected=expected, packs_counted=packs, key=str(uuid4()))
    record_goods_in(delivery_day=small.day, counts=[each], by=None, now=ANSWERS_DUE)
    return purchase


def boxes(small: SmallDay) -> list[Any]:
    return [box for load in loads_of(rows_of(small.day)) for drop in load.drops for box in drop.boxes]


def test_the_box_stands_with_its_stop_on_lists_sheets_and_labels(small: SmallDay) -> None:
    (box,) = boxes(small)
    assert (box.name, [line.packs for line in box.lines]) == ("Hetty House", [3])

    client, base = at_work(small), f"/pack/days/{small.day.pk}/"
    load = next(load for load in loads_of(rows_of(small.day)) if load.boxes)
    for page in (f"routes/{load.route}/", "sheets/", "labels/"):
        assert "Hetty House" in words(client.get(base + page))


def test_all_that_was_bought_is_to_come_in(small: SmallDay) -> None:
    rows = rows_of(small.day)
    straight = sum(sum(parts.values()) for parts in rows.straight.values())

    came = sum(line.expected for each in arrivals_of(rows) for line in each.lines)

    assert came == 30 - straight


def test_a_shortage_is_shared_by_the_same_rule_and_leaves_every_hold(small: SmallDay) -> None:
    rows = rows_of(small.day)
    purchase = PurchaseLine.objects.get(listing=small.listings["manor"])
    if rows.straight[purchase.pk]:
        pytest.skip("the plan drives them past the hub")
    count(small, 10)

    shorts = suggested_shorts(rows_of(small.day))

    school, household = line_for(small, "Uppingham School", "carrots"), HouseholdLine.objects.get()
    # 17 of the school's and 3 of the household's; 10 are missing: 8.5 and 1.5, and the school is served later.
    assert shorts == {school.pk: 9, -household.pk: 1}
    assert [line.short for box in boxes(small) for line in box.lines] == [1]

    finish_packing(
        delivery_day=small.day,
        to_pack=must_be_packed(rows_of(small.day)),
        rest_fault="short from the grower",
        by=None,
        now=ANSWERS_DUE,
    )

    lot = small.listings["manor"].lot
    lot.refresh_from_db()
    assert (lot.quantity_base, lot.reserved_base) == (100_000, 100_000)
    assert Reservation.objects.held().filter(lot=lot).total_base() == 100_000


def test_when_more_is_missing_than_kitchens_hold_the_households_hold_shrinks_too(small: SmallDay) -> None:
    purchase = PurchaseLine.objects.get(listing=small.listings["manor"])
    if rows_of(small.day).straight[purchase.pk]:
        pytest.skip("the plan drives them past the hub")
    count(small, 1)

    finish_packing(
        delivery_day=small.day,
        to_pack=must_be_packed(rows_of(small.day)),
        rest_fault="short from the grower",
        by=None,
        now=ANSWERS_DUE,
    )

    lot = small.listings["manor"].lot
    lot.refresh_from_db()
    assert (lot.quantity_base, lot.reserved_base) == (10_000, 10_000)
    held = Reservation.objects.filter(lot=lot).order_by("pk").values_list("status", "quantity_base")
    assert sorted(status for status, _ in held) == ["held", "released"]


def test_a_box_that_is_fetched_at_the_packhouse_stands_without_a_van() -> None:
    small = a_day_with_a_household(in_village=False)
    small.order("Uppingham School", {"carrots": 5})
    conduct(small)

    load = loads_of(rows_of(small.day))[-1]

    assert (load.route, [box.name for drop in load.drops for box in drop.boxes]) == (0, ["Hetty House"])
