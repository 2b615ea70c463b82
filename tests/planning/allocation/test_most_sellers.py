"""The most sellers that a kitchen takes one product from: a hard rule."""

import pytest

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.problem import BuyerTerms
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import CRATE, demand, dicing, filled, listing, problem, sold

BUDGET = Budget(deterministic=5.0, gap=0.0)
SAME = {"buyer": "B", "kitchen_place": "K"}


@pytest.mark.parametrize("budget", [BUDGET, Budget(deterministic=0.0)])
@pytest.mark.parametrize(("most", "sellers"), [(None, 3), (2, 2), (1, 1)])
def test_no_more_sellers_come_to_the_door_than_the_kitchen_takes(budget, most, sellers):
    asked = problem([demand("D", 9, most_sellers=most)], [listing(name, 20) for name in "LMN"])

    answer = solve(asked, budget=budget, seed=1)

    assert (filled(answer), len(sold(answer))) == ({"D": 9}, sellers)
    assert check(asked, answer) == []


def test_the_largest_stock_is_chosen_where_few_sellers_may_come():
    asked = problem([demand("D", 9, most_sellers=1)], [listing("L", 3), listing("M", 8), listing("N", 5)])

    assert sold(solve(asked, budget=BUDGET, seed=1)) == {"M": 8}


def test_lines_of_one_kitchen_for_one_product_count_together_and_other_products_do_not():
    wanted = [
        demand("crates", 4, most_sellers=1, **SAME),
        demand("halves", 4, most_sellers=1, pack_base=CRATE // 2, **SAME),
        demand("leeks", 4, product="leeks", most_sellers=1, **SAME),
    ]
    sellers = [
        listing("L", 9),
        listing("L2", 9, grower="grower L", pack_base=CRATE // 2),
        listing("M", 9),
        listing("M2", 9, grower="grower M", pack_base=CRATE // 2),
        listing("P", 9, product="leeks"),
    ]
    answer = solve(problem(wanted, sellers), budget=BUDGET, seed=1)

    assert filled(answer) == {"crates": 4, "halves": 4, "leeks": 4}
    assert set(sold(answer)) - {"P"} in ({"L", "L2"}, {"M", "M2"})


def test_the_wholesaler_and_a_processor_are_sellers_too():
    diced = {"product": "diced", "pack_base": CRATE // 2}
    wanted = [demand("D", 9, most_sellers=1), demand("E", 9, most_sellers=1, **diced)]
    sellers = [
        listing("L", 5),
        listing("W", 9, backup=True),
        listing("R", 4, product="diced", pack_base=CRATE // 2),
    ]
    asked = problem(wanted, sellers, recipes=(dicing(capacity_base=6 * CRATE // 2),))

    answer = solve(asked, budget=BUDGET, seed=1)

    assert check(asked, answer) == []
    assert [(line.demand, line.listing, line.packs) for line in answer.lines] == [("D", "W", 9)]
    assert [(made.demand, made.packs) for made in answer.processed] == [("E", 6)]


def test_a_kitchen_at_its_most_keeps_the_wholesaler_rather_than_a_further_grower():
    wanted = [demand("D", 9, most_sellers=2), demand("E", 4)]
    asked = problem(
        wanted,
        [listing("L", 6), listing("M", 4), listing("W", 9, backup=True)],
        buyers=(BuyerTerms(buyer="buyer D"),),
    )

    answer = solve(asked, budget=BUDGET, seed=1)

    assert check(asked, answer) == []
    assert len({line.listing for line in answer.lines if line.demand == "D"}) <= 2
    assert filled(answer) == {"D": 9, "E": 4}
