"""What a change would do: solved from the answer that stands, told as differences and in plain words."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.difference import Pair
from logistics.planning.allocation.problem import GrowerTerms, Lot, Policy
from logistics.planning.allocation.solve import solve
from logistics.planning.allocation.validate import BadProblem
from logistics.planning.allocation.what_if import GrowerAdded, PriceMoved, RuleChanged, what_if
from tests.planning.allocation.small import CRATE, demand, dicing, listing, problem, problems

BUDGET = Budget(deterministic=5.0, gap=0.0)
WAYS = {("farm L", "kitchen D"): 10_000, ("farm M", "kitchen D"): 2_000, ("farm L", "kitchen E"): 5_000}
DAY = problem([demand("D", 6), demand("E", 6)], [listing("L", 8, price_pence=900)], distances=WAYS)
NAMES = {"grower L": "Low Farm", "grower M": "Moor Farm", "kitchen D": "Dean School", "kitchen E": "Elm School"}


def asked(change, day=DAY):
    found = what_if(day, change, before=solve(day, budget=BUDGET, seed=1), budget=BUDGET, seed=1)
    assert check(found.problem, found.after) == []
    return found


def test_a_grower_added_fills_the_shortage_and_takes_its_share():
    more = listing("M", 9, price_pence=1000)
    added = GrowerAdded(
        listings=(more,),
        lots=(Lot(id=more.lot, available_base=9 * CRATE),),
        terms=(GrowerTerms(grower="grower M", minimum_pickup_value_pence=2500),),
        distances={("farm M", "kitchen E"): 3_000},
    )

    found = asked(added).difference

    assert (found.short, found.goods_pence) == (Pair(4, 0), Pair(7200, 11400))
    assert {each.name: each.packs for each in found.sellers} == {"grower M": Pair(0, 6), "grower L": Pair(8, 6)}
    assert {each.name: each.packs for each in found.kitchens} == {"kitchen D": Pair(4, 6), "kitchen E": Pair(4, 6)}
    assert found.sentences(NAMES) == [
        "Sellers get £114.00 instead of £72.00.",
        f"All packs together travel {round(found.pack_m.after / 1000)} km instead of 60 km.",
        *([f"Kitchens open the door to {found.doors.after} sellers instead of 2."] * (found.doors.more > 0)),
        "0 packs are short instead of 4.",
        "Moor Farm sells 6 packs instead of 0.",
        "Low Farm sells 6 packs instead of 8.",
        "Dean School gets 6 packs instead of 4.",
        "Elm School gets 6 packs instead of 4.",
    ]


def test_a_price_moved_changes_what_is_paid_and_over_a_ceiling_the_shares():
    ceiling = replace(DAY, demands=(replace(DAY.demands[0], ceiling_pence=950), DAY.demands[1]))

    plain = asked(PriceMoved(listing="L", price_pence=1000)).difference
    over = asked(PriceMoved(listing="L", price_pence=1000), ceiling).difference

    assert (plain.goods_pence, plain.kitchens, plain.short) == (Pair(7200, 8000), (), Pair(4, 4))
    assert [(each.name, each.packs, each.pence) for each in plain.sellers] == [
        ("grower L", Pair(8, 8), Pair(7200, 8000))
    ]
    assert {each.name: each.packs for each in over.kitchens} == {"kitchen D": Pair(4, 0), "kitchen E": Pair(4, 6)}


def test_a_rule_changed_changes_who_gets_what():
    unequal = replace(DAY, demands=(demand("D", 12), demand("E", 4)))

    pro_rata = asked(RuleChanged(policy=Policy(shortage_rule="pro_rata")), unequal).difference
    one_seller = asked(
        RuleChanged(policy=Policy(), most_sellers=1),
        problem([demand("D", 6)], [listing("L", 4), listing("M", 5)]),
    ).difference

    assert {each.name: each.packs for each in pro_rata.kitchens} == {"kitchen D": Pair(4, 6), "kitchen E": Pair(4, 2)}
    assert (one_seller.short, one_seller.doors) == (Pair(0, 1), Pair(2, 1))


def test_processed_goods_count_for_the_grower_and_the_processor():
    day = problem([demand("D", 8, product="diced", pack_base=CRATE // 2)], [listing("L", 9)], recipes=(dicing(),))

    found = asked(PriceMoved(listing="L", price_pence=800), day).difference

    assert found.goods_pence == Pair(5 * 1000, 5 * 800)
    assert [(each.name, each.packs) for each in found.sellers] == [("grower L", Pair(5, 5))]


def test_no_change_says_that_nothing_changes():
    found = asked(RuleChanged(policy=DAY.policy))

    assert found.difference.sentences(NAMES) == ["Nothing changes."]
    assert found.difference.uncertain_pence == 0


def test_what_contradicts_the_day_is_refused():
    with pytest.raises(BadProblem, match="Listing X is not in the problem"):
        asked(PriceMoved(listing="X", price_pence=1))
    with pytest.raises(BadProblem, match="price of -1"):
        asked(PriceMoved(listing="L", price_pence=-1))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(), problems())
def test_any_answer_is_a_true_beginning_and_the_end_is_as_good_as_without_it(day, other):
    hint = solve(other, budget=BUDGET, seed=1)

    warm, cold = solve(day, budget=BUDGET, seed=1, hint=hint), solve(day, budget=BUDGET, seed=1)

    assert check(day, warm) == []
    assert [level.value for level in warm.levels] == [level.value for level in cold.levels]
