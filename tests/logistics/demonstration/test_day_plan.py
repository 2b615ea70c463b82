"""What is ordered and listed on a day, before anything is entered."""

from datetime import date

import pytest

from logistics.demonstration.day_plan import DayPlan, due_day, open_day, past_day
from logistics.demonstration.menus import menu_for
from logistics.demonstration.promises import BOTTLENECK, NO_VAN, PROCESSED, SHORTAGE, TIGHT, Promise, promises_of
from logistics.demonstration.scales import Scale, region, small

SEED = 20
DAYS = [date(2026, 11, 24), date(2026, 9, 3), date(2027, 1, 5), date(2027, 11, 2), date(2028, 3, 28), date(2027, 6, 8)]


def promised(size: Scale, plan: DayPlan) -> dict[str, Promise]:
    return promises_of(plan.wishes, plan.harvests, size.kitchens, size.vans)


@pytest.mark.parametrize("day", DAYS)
def test_the_small_day_keeps_its_promises_on_every_date(day: date) -> None:
    size = small()

    found = promised(size, due_day(size, day, seed=SEED))

    assert set(found) == {SHORTAGE, BOTTLENECK, TIGHT, PROCESSED, NO_VAN}
    assert found[SHORTAGE].numbers["packs_wanted"] == 12
    assert 2 <= found[SHORTAGE].numbers["packs_listed"] <= 6
    assert found[BOTTLENECK].numbers == {"crates_wanted": 78, "crates_room": 60}
    assert found[PROCESSED].numbers == {"packs_wanted": 45}


@pytest.mark.parametrize("size", [small(), region()], ids=["small", "region"])
@pytest.mark.parametrize("day", DAYS)
def test_whatever_is_wanted_and_not_scarce_is_listed_with_some_to_spare(size: Scale, day: date) -> None:
    plan = due_day(size, day, seed=SEED)

    listed = {harvest.good: 0 for harvest in plan.harvests}
    for harvest in plan.harvests:
        listed[harvest.good] += harvest.packs
    wanted = {wish.good: 0 for wish in plan.wishes if not wish.good.is_processed}
    for wish in plan.wishes:
        if wish.good in wanted:
            wanted[wish.good] += wish.packs
    short = {good.product for good, packs in wanted.items() if listed.get(good, 0) < packs}
    assert short == {"Curly kale"}


@pytest.mark.parametrize("day", DAYS)
def test_growers_list_only_what_they_grow_and_nothing_that_a_processor_makes(day: date) -> None:
    size = region()
    grows = {farm.name: farm.products for farm in size.farms}

    for harvest in due_day(size, day, seed=SEED).harvests:
        assert harvest.good.product in grows[harvest.grower]
        assert not harvest.good.is_processed
        assert 0 <= harvest.packs_for_shop < harvest.packs
        assert harvest.price_pence > 0


@pytest.mark.parametrize("day", DAYS)
def test_no_collected_farm_lists_more_than_a_van_carries(day: date) -> None:
    size = region()
    handover = {farm.name: farm.handover for farm in size.farms}
    weight_g: dict[str, int] = {}
    for harvest in due_day(size, day, seed=SEED).harvests:
        if handover[harvest.grower] == "collected":
            weight_g[harvest.grower] = weight_g.get(harvest.grower, 0) + harvest.packs * harvest.good.gross_weight_g

    assert max(weight_g.values()) <= min(van.capacity_g for van in size.vans)


def test_every_kitchen_orders_on_the_due_day_and_each_good_once() -> None:
    size = region()

    plan = due_day(size, DAYS[0], seed=SEED)

    assert {wish.kitchen for wish in plan.wishes} == {kitchen.name for kitchen in size.kitchens}
    assert len({(wish.kitchen, wish.good) for wish in plan.wishes}) == len(plan.wishes)
    assert all(wish.packs >= 1 for wish in plan.wishes)


def test_a_past_day_is_thin_and_leaves_out_the_kitchen_that_no_van_reaches() -> None:
    size = small()

    kitchens = {wish.kitchen for wish in past_day(size, DAYS[0], number=1, seed=SEED).wishes}

    assert len(kitchens) == size.kitchens_on_a_past_day
    assert "Clipsham night kitchen" not in kitchens


def test_on_an_open_day_growers_have_listed_for_more_than_has_been_ordered() -> None:
    size = small()

    plan = open_day(size, DAYS[0], seed=SEED)

    assert len({wish.kitchen for wish in plan.wishes}) == size.kitchens_on_an_open_day
    assert {harvest.grower for harvest in plan.harvests} == {farm.name for farm in size.farms}


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    size = region()

    assert due_day(size, DAYS[0], seed=SEED) == due_day(size, DAYS[0], seed=SEED)
    assert due_day(size, DAYS[0], seed=SEED) != due_day(size, DAYS[0], seed=SEED + 1)


def test_menus_turn_by_the_week_and_differ_from_tuesday_to_thursday() -> None:
    assert menu_for(date(2026, 11, 24)) != menu_for(date(2026, 11, 26))
    assert menu_for(date(2026, 11, 24)) != menu_for(date(2026, 12, 1))
    assert menu_for(date(2026, 11, 24)) == menu_for(date(2026, 12, 15))
