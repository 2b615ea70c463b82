"""What households buy in the demonstration: planned without a database, for every month."""

from datetime import date

import pytest

from logistics.demonstration.household_days import HOUSEHOLD, asking_pence, household_day, small_pack
from logistics.demonstration.scales import SCALES
from logistics.demonstration.wishes import goods_by_choice


@pytest.mark.parametrize("scale", ["small", "region"])
@pytest.mark.parametrize("month", range(1, 13))
def test_what_is_ordered_is_listed_and_only_an_open_day_has_more(scale: str, month: int) -> None:
    size, day = SCALES[scale](), date(2027, month, 9)
    for is_open in (False, True):
        plan = household_day(size, day, seed=20, is_open=is_open)
        listed = {(each.grower, each.good.product): each.packs for each in plan.listed}
        wanted: dict[tuple[str, str], int] = {}
        for order in plan.orders:
            for grower, product, packs in order.packs:
                wanted[grower, product] = wanted.get((grower, product), 0) + packs

        assert len(listed) == len(plan.listed)
        assert all(packs <= listed[key] for key, packs in wanted.items())
        assert is_open or listed == wanted
        assert plan == household_day(size, day, seed=20, is_open=is_open)
        assert (HOUSEHOLD in {order.who for order in plan.orders}) is not is_open


def test_a_household_buys_less_than_a_kitchen_and_pays_more_a_kilo() -> None:
    for each in household_day(SCALES["region"](), date(2027, 9, 14), seed=20, is_open=True).listed:
        pack = small_pack(each.good, 9)
        smallest = goods_by_choice()[each.good.product, "whole"][-1]
        assert pack.quantity_base < smallest.quantity_base
        assert pack.gross_weight_g > 0
        pence = asking_pence(each.good, pack, 9)
        assert pence >= 5
        assert pence % 5 == 0
