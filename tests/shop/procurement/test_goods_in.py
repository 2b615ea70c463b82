"""Goods in: counted, refused, weighed; nothing warm, nothing twice, nothing after packing is done."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shop.procurement.actions import record_goods_in
from shop.procurement.at_the_packhouse import Counted
from shop.procurement.errors import GoodsInRefused
from shop.procurement.models import GoodsIn, PurchaseLine, ReceivingRules
from shop.rows.append_only import AppendOnly
from tests.cast import a_grower, a_listing, a_pack, a_specification
from tests.shop.procurement.scene import ON_THE_DAY, a_confirmed_day, a_price, an_order, move_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def bought(day: Any, hub: Any, pack: Any, kitchen: Any) -> PurchaseLine:
    """Twelve crates bought of one grower."""
    a_listing(day, a_grower(hub), pack, 12)
    an_order(day, kitchen, {pack: 12})
    a_confirmed_day(day)
    return PurchaseLine.objects.get()


def count_of(purchase: PurchaseLine, counted: int, **fields: Any) -> Counted:
    fields = {"packs_expected": purchase.packs, "key": f"k{counted}", **fields}
    return Counted(purchase=purchase, packs_counted=counted, **fields)


def record(day: Any, *counts: Counted) -> list[GoodsIn]:
    return record_goods_in(delivery_day=day, counts=counts, by=None, now=ON_THE_DAY)


def test_nine_of_twelve_came_and_one_was_bad(day: Any, bought: PurchaseLine) -> None:
    (row,) = record(day, count_of(bought, 9, packs_refused=1, fault="poor quality", weight_g=98_000))

    assert (row.number, row.packs_accepted, row.packs_missing, row.weight_g) == (1, 8, 4, 98_000)


def test_the_same_click_again_changes_nothing(day: Any, bought: PurchaseLine) -> None:
    (first,) = record(day, count_of(bought, 9))
    (again,) = record(day, count_of(bought, 9))

    assert first.pk == again.pk
    assert GoodsIn.objects.count() == 1


def test_what_comes_late_is_a_new_count_that_holds(day: Any, bought: PurchaseLine) -> None:
    record(day, count_of(bought, 9))
    record(day, count_of(bought, 12, seen=1))

    assert GoodsIn.objects.latest_for(day)[bought.pk].packs_counted == 12
    assert list(GoodsIn.objects.values_list("number", "packs_counted")) == [(1, 9), (2, 12)]


def test_whoever_did_not_see_the_last_count_is_asked_to_look_again(day: Any, bought: PurchaseLine) -> None:
    record(day, count_of(bought, 9))

    with pytest.raises(GoodsInRefused, match="Look again"):
        record(day, count_of(bought, 12))

    assert GoodsIn.objects.count() == 1


@pytest.mark.parametrize(
    ("counted", "fields", "says"),
    [
        (13, {}, "12 packs are expected, not 13"),
        (-1, {}, "12 packs are expected, not -1"),
        (9, {"packs_refused": 10, "fault": "poor quality"}, "10 refused is more than the 9 counted"),
        (9, {"packs_refused": 1}, "say why 1 are refused"),
        (9, {"packs_expected": 13}, "12 packs are bought"),
        (9, {"weight_g": -1}, "a weight of .* can't be right"),
        (9, {"weight_g": 20_000_001}, "a weight of .* can't be right"),
        (9, {"temperature_tenths_c": -991}, "a temperature of .* can't be right"),
        (9, {"packs_refused": 1, "fault": "x" * 61}, "Fault"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(
    day: Any, bought: PurchaseLine, counted: int, fields: dict[str, Any], says: str
) -> None:
    with pytest.raises(GoodsInRefused, match=says):
        record(day, count_of(bought, counted, **fields))

    assert GoodsIn.objects.count() == 0


def test_nothing_is_counted_before_the_day_is_confirmed_or_after_it_is_packed(day: Any, bought: PurchaseLine) -> None:
    record(day, count_of(bought, 9))
    move_to(day, "routed", "packed")

    assert record(day, count_of(bought, 9))[0].packs_counted == 9
    with pytest.raises(GoodsInRefused, match="Packing for .* is done"):
        record(day, count_of(bought, 12, seen=1))
    assert GoodsIn.objects.count() == 1


def test_a_day_that_is_only_closed_has_bought_nothing(day: Any, hub: Any, pack: Any, bought: PurchaseLine) -> None:
    from datetime import timedelta

    from tests.cast import a_cycle

    other = a_cycle(hub, (day.day + timedelta(days=7),), "Week 11").delivery_days.get()

    with pytest.raises(GoodsInRefused, match="not confirmed yet"):
        record(other, count_of(bought, 9))


@pytest.fixture
def milk(day: Any, hub: Any, kitchen: Any) -> PurchaseLine:
    """Six boxes of chilled milk."""
    box = a_pack(a_specification(hub, "Milk", base_unit="ml", temperature_class="chilled"), "10 litre box", 10_000)
    a_price(box, 1000)
    a_listing(day, a_grower(hub, "Vale Dairy"), box, 6)
    an_order(day, kitchen, {box: 6})
    a_confirmed_day(day)
    return PurchaseLine.objects.get()


@pytest.mark.parametrize(("tenths", "taken"), [(None, False), (81, False), (80, True), (45, True), (-5, True)])
def test_chilled_goods_come_in_only_as_cold_as_the_rules_say(
    day: Any, milk: PurchaseLine, tenths: int | None, taken: bool
) -> None:
    if taken:
        record(day, count_of(milk, 6, temperature_tenths_c=tenths))
    else:
        with pytest.raises(GoodsInRefused, match=r"take the temperature|is 8.1 °C; 8 °C is the most"):
            record(day, count_of(milk, 6, temperature_tenths_c=tenths))

    assert GoodsIn.objects.count() == (1 if taken else 0)


def test_the_limit_is_the_hubs_data(day: Any, hub: Any, milk: PurchaseLine) -> None:
    ReceivingRules.objects.create(hub=hub, chilled_at_most_tenths_c=50)

    with pytest.raises(GoodsInRefused, match="5 °C is the most"):
        record(day, count_of(milk, 6, temperature_tenths_c=60))


def test_warm_goods_that_are_refused_may_be_noted(day: Any, milk: PurchaseLine) -> None:
    (row,) = record(day, count_of(milk, 6, packs_refused=6, fault="too warm", temperature_tenths_c=112))

    assert row.packs_accepted == 0


def test_a_count_is_written_once_and_the_database_keeps_its_rules(day: Any, bought: PurchaseLine) -> None:
    (row,) = record(day, count_of(bought, 9))
    row.packs_counted = 12
    with pytest.raises(AppendOnly):
        row.save()

    fields = {"purchase": bought, "packs_expected": 12, "at": ON_THE_DAY, "packs_counted": 9}
    for broken in (
        {"number": 1, "key": "a"},
        {"number": 2, "key": "k9"},
        {"number": 2, "key": "b", "packs_counted": 13},
        {"number": 2, "key": "c", "packs_refused": 10, "fault": "x"},
        {"number": 2, "key": "d", "packs_refused": 1},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            GoodsIn.objects.create(**{**fields, **broken})
    assert GoodsIn.objects.count() == 1


def test_nothing_of_another_day_is_counted(day: Any, bought: PurchaseLine, hub: Any, pack: Any, kitchen: Any) -> None:
    from datetime import timedelta

    from tests.cast import a_cycle

    other = a_cycle(hub, (day.day + timedelta(days=7),), "Week 11").delivery_days.get()
    a_listing(other, a_grower(hub, "Hill Farm"), pack, 3)
    an_order(other, kitchen, {pack: 3})
    close_and_confirm(other)

    with pytest.raises(GoodsInRefused, match="not bought for"):
        record(other, count_of(bought, 9))


def close_and_confirm(day: Any) -> None:
    from datetime import timedelta

    from shop.cycles.actions import close_day
    from tests.shop.procurement.scene import AFTER_CUT_OFF, allocate, confirm

    close_day(delivery_day=day, by=None, now=AFTER_CUT_OFF + timedelta(days=7))
    confirm(day, allocate(day, now=AFTER_CUT_OFF + timedelta(days=7)))
