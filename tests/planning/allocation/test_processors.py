"""Goods through a processor: yield, capacity, minimum, certificates, ceilings, no waste."""

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import demand, dicing, filled, listing, problem, short, sold

BUDGET = Budget(deterministic=5.0, gap=0.0)
DICED = {"product": "diced", "pack_base": 5_000}


def answer_of(demands, listings, *recipes):
    asked = problem(demands, listings, recipes=recipes)
    answer = solve(asked, budget=BUDGET, seed=1)
    assert check(asked, answer) == []
    return answer


def test_diced_carrots_come_from_whole_ones_at_the_yield():
    answer = answer_of([demand("D", 8, **DICED)], [listing("L", 20)], dicing(yield_permille=800))

    assert filled(answer) == {"D": 8}
    assert [(each.recipe, each.listing, each.packs) for each in answer.inputs] == [("dice", "L", 5)]


def test_whole_and_diced_share_the_same_carrots():
    wanted = [demand("whole", 6), demand("diced", 8, claim=1, **DICED)]

    answer = answer_of(wanted, [listing("L", 8)], dicing())

    assert filled(answer) == {"whole": 6, "diced": 3}
    assert sold(answer) == {"L": 8}


def test_input_is_shared_between_growers():
    answer = answer_of([demand("D", 16, **DICED)], [listing("L1", 9), listing("L2", 9)], dicing())

    assert sold(answer) == {"L1": 5, "L2": 5}


def test_the_processors_day_binds_and_is_named():
    wanted = [demand("D", 12, **DICED)]

    bound = answer_of(wanted, [listing("L", 20)], dicing(capacity_base=40_000))
    relaxed = answer_of(wanted, [listing("L", 20)], dicing(capacity_base=45_000))

    assert filled(bound) == {"D": 8}
    assert short(bound)["D"].reason.text == "the one processor that makes it has a day of 8 packs, for 12 asked"
    assert filled(relaxed) == {"D": 9}


def test_too_little_input_is_named():
    answer = answer_of([demand("D", 12, **DICED)], [listing("L", 3)], dicing())

    assert filled(answer) == {"D": 4}
    assert short(answer)["D"].reason.text == "growers had the makings of 4 packs, for 12 asked"


def test_a_day_under_the_processors_minimum_is_not_started():
    wanted, least = [demand("D", 2, **DICED)], dicing(minimum_input_base=30_000)

    bound = answer_of(wanted, [listing("L", 2)], least)
    relaxed = answer_of(wanted, [listing("L", 3)], least)

    assert (filled(bound), sold(bound)) == ({}, {})
    assert short(bound)["D"].reason.code == "processor_minimum"
    assert (filled(relaxed), sold(relaxed)) == ({"D": 2}, {"L": 3})


def test_organic_output_takes_an_organic_processor_and_organic_input_only():
    organic = frozenset({"organic"})
    wanted = [demand("D", 8, required_certificates=organic, **DICED)]
    listings = [listing("plain", 9, price_pence=100), listing("organic", 3, certificates=organic)]

    assert filled(answer_of(wanted, listings, dicing())) == {}
    answer = answer_of(wanted, listings, dicing(certificates=organic))

    assert (filled(answer), sold(answer)) == ({"D": 4}, {"organic": 3})


def test_a_ceiling_counts_the_input_at_its_yield_and_the_fee():
    wanted = [demand("D", 4, ceiling_pence=800, **DICED)]
    recipe = dicing(yield_permille=500, fee_pence=100)

    assert filled(answer_of(wanted, [listing("L", 9, price_pence=700)], recipe)) == {"D": 4}
    assert filled(answer_of(wanted, [listing("L", 9, price_pence=701)], recipe)) == {}


def test_a_buyer_who_refuses_an_input_and_one_who_does_not_never_share_a_pool_that_holds_it():
    wanted = [
        demand("strict", 4, blocked_growers=frozenset({"grower cheap"}), **DICED),
        demand("easy", 4, **DICED),
    ]
    listings = [listing("cheap", 9, price_pence=100), listing("dear", 9)]

    answer = answer_of(wanted, listings, dicing())

    assert (filled(answer), sold(answer)) == ({"strict": 4, "easy": 4}, {"dear": 5})
