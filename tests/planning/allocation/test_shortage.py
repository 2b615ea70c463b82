"""Who gets what when there is too little: the published rules, whole packs, and nothing for asking."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.problem import BuyerTerms, Policy
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import demand, filled, listing, problem, short

BUDGET = Budget(deterministic=5.0, gap=0.0)
ASKED = {"small": 40, "middle": 100, "large": 160}


def shared(rule, asked=ASKED, stock=200, **more):
    demands = [demand(name, packs, **more) for name, packs in asked.items()]
    rules = Policy(shortage_rule=rule)
    return solve(problem(demands, [listing("L", stock)], policy=rules), budget=BUDGET, seed=1)


def test_max_min_shares_200_for_40_100_and_160_as_40_80_and_80():
    assert filled(shared("max_min")) == {"small": 40, "middle": 80, "large": 80}


def test_pro_rata_shares_200_for_40_100_and_160_as_27_67_and_106_or_107():
    assert filled(shared("pro_rata")) in (
        {"small": 27, "middle": 67, "large": 106},
        {"small": 27, "middle": 66, "large": 107},
        {"small": 26, "middle": 67, "large": 107},
    )


def test_a_shortage_says_its_numbers():
    texts = {name: each.reason.text for name, each in short(shared("max_min")).items()}

    assert texts == {
        "middle": "80 of 100 packs: stock was 200 for 300 asked, shared by max-min",
        "large": "80 of 160 packs: stock was 200 for 300 asked, shared by max-min",
    }


def test_entitlement_weighs_the_shares():
    demands = [demand("A", 100, entitlement=100), demand("B", 100, entitlement=300)]

    answer = solve(problem(demands, [listing("L", 80)]), budget=BUDGET, seed=1)

    assert filled(answer) == {"A": 20, "B": 60}


def test_an_earlier_claim_is_filled_first_and_the_later_one_hears_of_it():
    demands = [demand("floor", 30, claim=0), demand("rest", 30, claim=1)]

    answer = solve(problem(demands, [listing("L", 40)]), budget=BUDGET, seed=1)

    assert filled(answer) == {"floor": 30, "rest": 10}
    assert short(answer)["rest"].reason.text == (
        "10 of 30 packs: stock was 40 for 60 asked, and 30 went to earlier claims"
    )


def test_what_the_season_owes_is_given_back():
    demands = [demand("A", 20), demand("B", 20)]
    owed = (BuyerTerms(buyer="buyer A", carried=2000),)

    answer = solve(problem(demands, [listing("L", 20)], buyers=owed), budget=BUDGET, seed=1)

    assert filled(answer) == {"A": 11, "B": 9}


def test_an_order_split_in_two_lines_gains_nothing():
    same = {"buyer": "split", "kitchen_place": "kitchen split"}
    demands = [demand("half 1", 30, **same), demand("half 2", 30, **same), demand("whole", 60)]

    got = filled(solve(problem(demands, [listing("L", 40)]), budget=BUDGET, seed=1))

    assert got.get("half 1", 0) + got.get("half 2", 0) == got["whole"] == 20


@settings(max_examples=50, deadline=None)
@given(
    asked=st.lists(st.integers(1, 60), min_size=2, max_size=5),
    stock=st.lists(st.integers(1, 40), min_size=1, max_size=3),
    more=st.integers(1, 100),
    seed=st.integers(0, 3),
)
def test_asking_for_more_never_gains_while_short(asked, stock, more, seed):
    def shares(first):
        demands = [demand(f"D{at}", packs) for at, packs in enumerate([first, *asked[1:]])]
        listings = [listing(f"L{at}", packs) for at, packs in enumerate(stock)]
        return filled(solve(problem(demands, listings), budget=BUDGET, seed=seed))

    honest, greedy = shares(asked[0]), shares(asked[0] + more)

    if honest.get("D0", 0) < asked[0]:
        assert greedy == honest


@pytest.mark.parametrize("factor", [1, 2, 10])
def test_two_equal_buyers_get_the_same_whatever_one_of_them_asks(factor):
    asked = {"honest": 50, "greedy": 50 * factor}

    assert filled(shared("max_min", asked, stock=60)) == {"honest": 30, "greedy": 30}
