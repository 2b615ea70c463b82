"""Shortage shared by classes: each in its order with a share, and max-min inside a class."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.classes import share_classes
from logistics.planning.allocation.measures import kitchens
from logistics.planning.allocation.problem import Lot, Policy
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import CRATE, demand, dicing, filled, listing, problem, short

BUDGET = Budget(deterministic=5.0, gap=0.0)
SCHOOLS, CARE, OTHERS = 0, 1, 2


def shared(wanted, stock, permille=(500, 300, 200), budget=BUDGET):
    """What each of `wanted` (name: packs, class) gets of so much stock."""
    demands = [demand(name, packs, share_class=place) for name, (packs, place) in wanted.items()]
    asked = problem(
        demands, [listing("L", stock)], policy=Policy(shortage_rule="classes", class_permille=tuple(permille))
    )
    answer = solve(asked, budget=budget, seed=1)
    assert check(asked, answer) == []
    return filled(answer)


EVERYBODY = {"school": (100, SCHOOLS), "home": (100, CARE), "cafe": (100, OTHERS)}


@pytest.mark.parametrize("budget", [BUDGET, Budget(deterministic=0.0)])
def test_each_class_has_its_share_of_what_is_listed(budget):
    assert shared(EVERYBODY, 100, budget=budget) == {"school": 50, "home": 30, "cafe": 20}


def test_a_class_that_wants_less_leaves_the_rest_to_the_others_in_their_order():
    assert shared(EVERYBODY | {"cafe": (5, OTHERS)}, 100) == {"school": 65, "home": 30, "cafe": 5}


def test_what_no_class_has_a_share_of_goes_in_the_stated_order():
    assert shared(EVERYBODY, 100, permille=(500, 0, 0)) == {"school": 100}


def test_inside_a_class_it_is_max_min_and_asking_for_more_gains_nothing():
    two = {"small": (10, SCHOOLS), "large": (90, SCHOOLS), "home": (100, CARE)}

    assert shared(two, 60, permille=(500, 500)) == {"small": 10, "large": 20, "home": 30}
    assert shared(two | {"large": (500, SCHOOLS)}, 60, permille=(500, 500)) == {"small": 10, "large": 20, "home": 30}


def test_another_share_changes_what_the_classes_get():
    assert shared(EVERYBODY, 100, permille=(200, 300, 500)) == {"school": 20, "home": 30, "cafe": 50}


def test_the_judge_counts_what_the_classes_miss():
    policy = Policy(shortage_rule="classes", class_permille=(500, 500))
    asked = problem([demand("D", 8), demand("E", 8, share_class=1)], [listing("L", 10)], policy=policy)
    answer = solve(asked, budget=BUDGET, seed=1)
    at = [level.name for level in answer.levels].index("classes:0")
    told = replace(answer.levels[at], value=answer.levels[at].value + 1)

    wrong = replace(answer, levels=(*answer.levels[:at], told, *answer.levels[at + 1 :]))

    # Each misses 3 packs beyond its own share: 2 and 1 times 30 kilos.
    assert answer.levels[at].value == 3 * CRATE * (2 + 1)
    assert "objective" in {fault.code for fault in check(asked, wrong)}


def test_the_shortage_names_the_rule():
    policy = Policy(shortage_rule="classes", class_permille=(1000,))
    asked = problem([demand("D", 8), demand("E", 8)], [listing("L", 10)], policy=policy)

    text = short(solve(asked, budget=BUDGET, seed=1))["D"].reason.text

    assert text == "5 of 8 packs: stock was 10 for 16 asked, shared by classes in their order"


def test_a_share_is_of_stock_that_is_there_and_of_what_can_be_made_of_it():
    policy = Policy(shortage_rule="classes", class_permille=(500,))
    views = [listing("L", 9, lot="one"), listing("M", 9, lot="one"), listing("W", 9, backup=True)]
    lots = (Lot(id="one", available_base=10 * CRATE), Lot(id="lot W", available_base=9 * CRATE))
    wanted = [demand("D", 50), demand("E", 50, product="diced", pack_base=CRATE // 2)]
    asked = problem(wanted, views, lots=lots, recipes=(dicing(),), policy=policy)

    quotas = {each.product: each.quota_base for each in share_classes(asked, kitchens(asked, 1))}

    assert quotas == {"carrots": 5 * CRATE, "diced": 4 * CRATE}


@settings(max_examples=40, deadline=None)
@given(
    wanted=st.lists(st.tuples(st.integers(1, 40), st.integers(0, 2)), min_size=1, max_size=6),
    stock=st.integers(1, 80),
    permille=st.tuples(st.integers(0, 400), st.integers(0, 300), st.integers(0, 300)),
)
def test_no_class_is_short_of_its_share_and_an_earlier_one_of_more_while_a_later_has_more_than_its_own(
    wanted, stock, permille
):
    got = shared({f"D{at}": each for at, each in enumerate(wanted)}, stock, permille)

    asked, had = [0, 0, 0], [0, 0, 0]
    for at, (packs, place) in enumerate(wanted):
        asked[place] += packs
        had[place] += got.get(f"D{at}", 0)
    own = [min(share * stock / 1000, want) for share, want in zip(permille, asked, strict=True)]
    for place in range(3):
        assert had[place] > own[place] - 1
        if had[place] < asked[place]:
            assert all(had[later] < own[later] + 1 for later in range(place + 1, 3))
