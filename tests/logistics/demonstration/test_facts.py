"""The tables hold what is promised, and no name of anybody real."""

import csv

from logistics.demonstration import facts
from logistics.demonstration.scales import region, small
from tests.shared_data import shared


def test_the_region_is_as_large_as_promised() -> None:
    size = region()

    assert len(size.farms) == 68
    assert len(size.processors) == 6
    assert len({kitchen.buyer for kitchen in size.kitchens}) == 100
    assert len({good.product for good in size.goods}) == 300
    assert len(size.vans) == 15
    assert size.past_days == 12
    assert sum(kitchen.is_real_position for kitchen in size.kitchens) == 41


def test_the_small_hub_is_as_small_as_promised() -> None:
    size = small()

    assert (len(size.farms), len(size.processors), len(size.kitchens), len(size.vans)) == (12, 2, 10, 4)
    assert [van.temperature_class for van in size.vans].count("chilled") == 1
    assert len({kitchen.buyer for kitchen in size.kitchens}) == 8
    assert len({good.product for good in size.goods}) == 66


def test_every_product_is_grown_by_somebody_and_every_cut_has_a_recipe() -> None:
    grown = {product for farm in facts.farms() for product in farm.products}
    made = {(line.output_product, line.output_cut) for line in facts.recipes()}

    assert {good.product for good in facts.goods()} == grown
    assert {(good.product, good.cut) for good in facts.goods() if good.is_processed} <= made


def test_a_priced_product_is_in_season_in_the_months_that_have_a_price() -> None:
    asparagus = next(good for good in facts.goods() if good.product == "Asparagus")

    assert asparagus.months == (3, 4, 5, 6)
    assert asparagus.grower_pence(4) == 6930  # 990 p/kg, 5 kg, times 1.4
    assert asparagus.grower_pence(9) == asparagus.grower_pence(6)
    assert asparagus.grower_pence(12) == asparagus.grower_pence(3)


def test_months_are_read_as_ranges_and_single_months() -> None:
    assert facts.months_of("9-12 1 2") == (1, 2, 9, 10, 11, 12)
    assert facts.months_of("") == ()


def test_no_pack_weighs_less_than_it_holds() -> None:
    assert all(good.gross_weight_g >= good.quantity_base for good in facts.goods() if good.base_unit == "g")


def test_nobody_real_is_named() -> None:
    real = set()
    for path in ("uk-rutland-demo/buyers.csv", "uk-rutland-demo/suppliers.csv"):
        with shared(path).open(encoding="utf-8") as file:
            real |= {row["name"].casefold() for row in csv.DictReader(file)}
    ours = {
        *(kitchen.buyer for kitchen in facts.kitchens()),
        *(kitchen.name for kitchen in facts.kitchens()),
        *(farm.name for farm in facts.farms()),
        *(works.name for works in facts.processors()),
    }

    assert {name.casefold() for name in ours} & real == set()


def test_kitchens_at_real_positions_stand_where_an_open_school_or_care_home_stands() -> None:
    with shared("uk-rutland-demo/buyers.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in ("school", "care")]
    size_at = {
        (round(float(row["lat"]), 5), round(float(row["lon"]), 5), row["pupils_on_roll"])
        for row in rows
        if row["status"] in ("", "Open")
    }

    for kitchen in facts.kitchens():
        if not kitchen.is_real_position:
            continue
        pupils = str(kitchen.meals_base) if kitchen.size_basis == "pupils on roll" else ""
        assert (float(kitchen.latitude), float(kitchen.longitude), pupils) in size_at, kitchen.name


def test_growers_state_all_14_of_what_they_grow_and_unknown_is_left_where_nobody_could_say() -> None:
    by_cut = {(good.product, good.cut): good.allergens for good in facts.goods()}

    assert by_cut["Celery", "whole"]["celery"] == by_cut["Celeriac", "diced 10 mm"]["celery"] == "contains"
    assert set(by_cut["Leeks", "whole"].values()) == {"absent"}
    assert len(by_cut["Leeks", "whole"]) == 14
    assert by_cut["Whole milk", "whole"]["milk"] == "contains"
    cut = next(good.allergens for good in facts.goods() if good.product == "Carrots" and good.is_processed)
    assert (cut["celery"], cut["milk"]) == ("may_contain", "absent")
    assert by_cut["Beef mince", "whole"] == {}
    assert {presence for stated in by_cut.values() for presence in stated.values()} == {
        "absent",
        "contains",
        "may_contain",
    }
