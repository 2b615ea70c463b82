"""Which grower sells how much: fair shares, minimums, newcomers, back-up, doors and miles."""

import pytest

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.problem import Fallback, GrowerTerms, Lot, Policy
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import CRATE, demand, filled, listing, problem, short, sold

BUDGET = Budget(deterministic=5.0, gap=0.0)


def answer_of(demands, listings, **more):
    return solve(problem(demands, listings, **more), budget=BUDGET, seed=1)


def test_scarce_demand_is_shared_between_growers_by_max_min_on_what_they_offer():
    listings = [listing("L1", 40), listing("L2", 100), listing("L3", 160)]

    assert sold(answer_of([demand("D", 200)], listings)) == {"L1": 40, "L2": 80, "L3": 80}


def test_growers_may_share_pro_rata_of_what_they_offer():
    listings = [listing("L1", 40), listing("L2", 160)]

    answer = answer_of([demand("D", 50)], listings, policy=Policy(grower_rule="pro_rata"))

    assert sold(answer) == {"L1": 10, "L2": 40}


def test_a_grower_who_is_owed_sells_more():
    terms = (GrowerTerms(grower="grower L1", carried=4000),)

    answer = answer_of([demand("D", 20)], [listing("L1", 20), listing("L2", 20)], growers=terms)

    assert sold(answer) == {"L1": 12, "L2": 8}


def test_a_newcomer_is_promised_its_minimum():
    terms = (GrowerTerms(grower="grower new", carried=-9000),)
    listings = [listing("new", 20, newcomer=True), listing("old", 20)]

    without = answer_of([demand("D", 10)], listings, growers=terms)
    rules = Policy(newcomer_minimum_packs=3)
    promised = answer_of([demand("D", 10)], listings, growers=terms, policy=rules)

    assert sold(without) == {"new": 1, "old": 9} or sold(without) == {"old": 10}
    assert sold(promised) == {"new": 3, "old": 7}


def test_a_pickup_under_the_growers_minimum_is_not_made_and_the_shortage_says_so():
    terms = (GrowerTerms(grower="grower L", minimum_pickup_value_pence=2500),)
    wanted, offered = [demand("D", 2)], [listing("L", 10, price_pence=420)]

    bound = answer_of(wanted, offered, growers=terms)
    relaxed = answer_of(wanted, offered)

    assert filled(bound) == {}
    assert short(bound)["D"].reason.text == "a pickup worth £8.40 is under this grower's £25.00 minimum"
    assert filled(relaxed) == {"D": 2}


def test_small_orders_go_together_until_the_pickup_pays():
    terms = tuple(GrowerTerms(grower=f"grower L{at}", minimum_pickup_value_pence=2500) for at in range(4))
    listings = [listing(f"L{at}", 10, price_pence=500) for at in range(4)]

    answer = answer_of([demand("D", 10)], listings, growers=terms)

    assert filled(answer) == {"D": 10}
    assert sorted(sold(answer).values()) == [5, 5]


def test_products_of_one_grower_count_together_towards_the_pickup():
    terms = (GrowerTerms(grower="G", minimum_pickup_value_pence=2500),)
    listings = [
        listing("carrots", 10, grower="G", price_pence=500),
        listing("leeks", 10, grower="G", product="leeks", price_pence=500),
        listing("rival", 10, price_pence=500),
    ]
    wanted = [demand("D1", 4), demand("D2", 2, product="leeks")]

    answer = answer_of(wanted, listings, growers=terms)

    assert filled(answer) == {"D1": 4, "D2": 2}
    assert sold(answer) == {"carrots": 3, "leeks": 2, "rival": 1}


def test_a_grower_sells_no_more_than_its_most():
    terms = (GrowerTerms(grower="grower L", maximum_value_pence=5500),)

    answer = answer_of([demand("D", 10)], [listing("L", 10)], growers=terms)

    assert filled(answer) == {"D": 5}
    assert short(answer)["D"].reason.text == "this grower takes no more than £55.00 a day and has £50.00"


def test_two_packs_of_one_lot_never_sell_it_twice():
    lots = (Lot(id="field", available_base=4 * CRATE),)
    listings = [
        listing("big", 4, lot="field", grower="G"),
        listing("half", 8, lot="field", grower="G", pack_base=CRATE // 2),
    ]
    wanted = [demand("D1", 4), demand("D2", 8, pack_base=CRATE // 2)]

    packs = sold(answer_of(wanted, listings, lots=lots))

    assert packs.get("big", 0) * 2 + packs.get("half", 0) == 8


def test_the_back_up_fills_only_what_local_growers_cannot():
    listings = [listing("local", 6, price_pence=2000), listing("wholesaler", 50, price_pence=100, backup=True)]

    answer = answer_of([demand("D", 10)], listings)

    assert sold(answer) == {"local": 6, "wholesaler": 4}
    assert [line.reason.text for line in answer.lines if line.listing == "wholesaler"] == [
        "4 packs from the back-up wholesaler: local growers had 6 for 10 asked"
    ]


def test_a_substitute_comes_before_the_back_up_and_after_the_wanted_product():
    bags = Fallback(product="parsnips", pack_base=2500, tier=1, packs_per_wanted=4)
    listings = [
        listing("carrots", 3),
        listing("parsnips", 9, product="parsnips", pack_base=2500, price_pence=250),
        listing("wholesaler", 50, backup=True),
    ]

    answer = answer_of([demand("D", 6, fallbacks=(bags,))], listings)

    assert sold(answer) == {"carrots": 3, "parsnips": 8, "wholesaler": 1}
    assert {line.listing: line.fills for line in answer.lines} == {"carrots": 3, "parsnips": 2, "wholesaler": 1}


def test_the_second_tier_waits_for_the_first():
    tiers = (
        Fallback(product="parsnips", pack_base=CRATE, tier=2),
        Fallback(product="swede", pack_base=CRATE, tier=1),
    )
    listings = [listing("parsnips", 9, product="parsnips"), listing("swede", 2, product="swede", price_pence=1500)]

    assert sold(answer_of([demand("D", 3, fallbacks=tiers)], listings)) == {"parsnips": 1, "swede": 2}


def test_equal_shares_go_to_the_nearer_kitchen_through_fewer_doors():
    listings = [listing("north", 10), listing("south", 10)]
    wanted = [demand("A", 10), demand("B", 10)]
    ways = {
        (f"farm {farm}", f"kitchen {kitchen}"): metres
        for farm, kitchen, metres in (
            ("north", "A", 30_000),
            ("north", "B", 2_000),
            ("south", "A", 2_000),
            ("south", "B", 30_000),
        )
    }

    answer = answer_of(wanted, listings, distances=ways)

    assert {(line.demand, line.listing, line.packs) for line in answer.lines} == {
        ("A", "south", 10),
        ("B", "north", 10),
    }
    assert answer.levels[-1].value == 20 * 1000 + 20 * 2 + 2 * 100


@pytest.mark.parametrize(("minimum", "expected"), [(0, 3), (3, 3), (4, 0)])
def test_a_listing_minimum_is_all_or_nothing(minimum, expected):
    answer = answer_of([demand("D", 3)], [listing("L", 10, minimum_packs=minimum)])

    assert sold(answer).get("L", 0) == expected
