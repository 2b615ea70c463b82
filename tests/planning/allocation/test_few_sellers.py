"""Few sellers at every kitchen: they are chosen first, and no rule, level or bound suffers by it."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.few_sellers import FewSellers, better
from logistics.planning.allocation.flows import ShareFlows
from logistics.planning.allocation.greedy import shares_of
from logistics.planning.allocation.model import Model
from logistics.planning.allocation.objectives import Objectives
from logistics.planning.allocation.options import Options
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.reach import least_unfilled
from logistics.planning.allocation.repair import first_answer
from logistics.planning.allocation.sides import Sides
from logistics.planning.allocation.solve import solve
from logistics.planning.benchmark.markets import make_market
from tests.planning.allocation.brute_force import best_values, count
from tests.planning.allocation.small import demand, filled, listing, problem, problems, short

NOTHING = Budget(deterministic=0.0)
PLENTY = Budget(deterministic=5.0, gap=0.0)
LENIENT = list(HealthCheck)
EARLY = [  # what kitchens want, what growers have, how many sellers a kitchen takes
    ((9, 6, 5), (9, 6, 5), 1),
    ((5, 6, 9), (9, 6, 5), 1),
    ((4, 4, 12), (6, 6, 4, 4), 2),
    ((6, 6, 12), (6, 6, 8, 4), 2),
]


def market(wanted, held, most):
    demands = [demand(f"D{at}", packs, most_sellers=most) for at, packs in enumerate(wanted)]
    return problem(demands, [listing(f"L{at}", packs) for at, packs in enumerate(held)])


def bound_to(asked, most):
    return replace(asked, demands=tuple(replace(each, most_sellers=most) for each in asked.demands))


def one_by_one(asked, seed):
    """The answer that hands out pack by pack, and its levels but for money."""
    options = Options(asked)
    promises, sides = Promises(options), Sides.of(asked, seed)
    shares = first_answer(options, sides, promises)
    objectives = Objectives(Model(options, promises), Parts(options, promises), shares)
    return shares, [each.value(shares) for each in objectives.of_shares(sides)]


@pytest.mark.parametrize("budget", [NOTHING, PLENTY])
@pytest.mark.parametrize(("wanted", "held", "most"), EARLY)
def test_nobody_is_short_where_handing_out_pack_by_pack_meets_the_bound_too_early(wanted, held, most, budget):
    asked = market(wanted, held, most)
    assert sum(one_by_one(asked, 1)[0].fills.values()) < sum(wanted)

    answer = solve(asked, budget=budget, seed=1)

    assert check(asked, answer) == []
    assert filled(answer) == {f"D{at}": packs for at, packs in enumerate(wanted)}
    assert answer.shortages == ()


def test_the_kitchens_that_stay_short_say_so_and_one_seller_more_feeds_them():
    asked = market((9, 9, 9), (6, 6, 6, 5, 4), 1)

    answer = solve(asked, budget=PLENTY, seed=1)

    assert check(asked, answer) == []
    assert {(each.reason.code, each.reason.text) for each in answer.shortages} == {
        ("most_sellers", "this kitchen takes one product from at most 1 seller, and has as many")
    }
    assert answer.levels[0].bound == sum(each.packs for each in answer.shortages) == 9
    assert short(solve(bound_to(asked, 2), budget=PLENTY, seed=1)) == {}


@settings(max_examples=40, deadline=None, suppress_health_check=LENIENT)
@given(problems(demands=3, listings=3, packs=3, recipes=False), st.integers(1, 2))
def test_tiny_markets_with_few_sellers_reach_the_best_of_all_answers(asked, most):
    asked = bound_to(asked, most)
    assume(1 < count(asked) <= 1500)

    answer = solve(asked, budget=PLENTY, seed=3)

    assert [(level.name, level.value) for level in answer.levels] == best_values(asked, seed=3)
    assert answer.status == "optimal"


@settings(max_examples=60, deadline=None, suppress_health_check=LENIENT)
@given(problems(), st.integers(1, 2), st.integers(0, 5))
def test_any_market_with_few_sellers_is_true_and_no_worse_than_pack_by_pack(asked, most, seed):
    asked = bound_to(asked, most)
    _, before = one_by_one(asked, seed)

    for budget in (NOTHING, PLENTY):
        answer = solve(asked, budget=budget, seed=seed)

        assert check(asked, answer) == []
        assert [level.value for level in answer.levels[:-1]] <= before


@settings(max_examples=30, deadline=None, suppress_health_check=LENIENT)
@given(problems())
def test_a_further_seller_never_hurts(asked):
    answers = [solve(bound_to(asked, most), budget=PLENTY, seed=2) for most in (1, 2, None)]

    assume(all(answer.status == "optimal" for answer in answers))
    few, more, any_number = ([level.value for level in answer.levels] for answer in answers)
    assert few >= more >= any_number


@settings(max_examples=30, deadline=None, suppress_health_check=LENIENT)
@given(st.integers(1, 8), st.integers(2, 4), st.floats(0.5, 1.5), st.integers(1, 3), st.integers(0, 99))
def test_no_bound_of_a_small_market_is_above_its_best_answer(lines, growers, wanted, most, seed):
    asked = make_market(lines, growers, 3, wanted=wanted, most_sellers=most, seed=seed)
    answer = solve(asked, budget=PLENTY, seed=seed)
    assume(answer.status == "optimal")

    options = Options(asked)
    parts, sides, shares = Parts(options, Promises(options)), Sides.of(asked, seed), shares_of(answer)
    flows, best = ShareFlows(parts, sides), {level.name: level.value for level in answer.levels}

    assert flows.is_exact
    assert flows.of_growers(shares).bound <= best["growers"]
    for claim in {each.claim for each in asked.demands}:
        assert least_unfilled(parts, shares, claim) <= best[f"unfilled:{claim}"]
        assert flows.of_kitchens(shares, claim).bound <= best[f"unfair:{claim}"]


@pytest.mark.parametrize(("wanted", "most"), [(0.65, 1), (0.65, 2), (1.3, 2), (1.3, 3)])
def test_a_large_market_with_few_sellers_is_true_repeatable_and_far_better_fed(wanted, most):
    asked = make_market(60, 24, 8, wanted=wanted, most_sellers=most, seed=5)
    budget = Budget(deterministic=20.0)
    packs, _ = one_by_one(asked, 1)

    answer = solve(asked, budget=budget, seed=1)

    assert check(asked, answer) == []
    assert answer == solve(asked, budget=budget, seed=1)
    levels = {level.name: level for level in answer.levels}
    missing = sum(levels[f"unfilled:{claim}"].value for claim in (0, 1))
    assert missing < sum(each.packs for each in asked.demands) - sum(packs.fills.values())
    assert levels["unfilled:0"].bound > 0 or levels["unfilled:0"].value == 0


def test_the_search_never_leaves_what_it_began_with_for_something_worse():
    asked = make_market(40, 20, 8, wanted=1.1, most_sellers=2, seed=7)
    options, sides = Options(asked), Sides.of(asked, 7)
    begun, _ = one_by_one(asked, 7)

    found = FewSellers(options, sides, 7).better(begun)

    assert better(options, sides, begun, found) is found
