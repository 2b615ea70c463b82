"""What no answer can beat: money's floor and the packs in reach, beside the best of all answers."""

from hypothesis import HealthCheck, assume, given, settings

from logistics.planning.allocation.budget import Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.floor import Column, Relaxation, money_floor
from logistics.planning.allocation.greedy import Shares
from logistics.planning.allocation.measures import growers, kitchens
from logistics.planning.allocation.options import Options
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.reach import least_unfilled
from logistics.planning.allocation.solve import solve
from logistics.planning.benchmark.markets import make_market
from tests.planning.allocation.brute_force import best_values, count
from tests.planning.allocation.small import demand, listing, problem, problems

PLENTY = Budget(deterministic=5.0, gap=0.0)


def bounded(asked, answer):
    """The floor of money, and what is least unfilled in each claim, at this answer."""
    options = Options(asked)
    parts = Parts(options, Promises(options))
    fills = {(line.demand, line.listing): line.fills for line in answer.lines}
    fills |= {(line.demand, line.recipe): line.fills for line in answer.processed}
    shares = Shares(fills, {(each.recipe, each.listing): each.packs for each in answer.inputs})
    claims = sorted({each.claim for each in asked.demands})
    floor = money_floor(parts, shares, kitchens(asked, 3), growers(asked, 3))
    return floor, {f"unfilled:{claim}": least_unfilled(parts, shares, claim) for claim in claims}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems(demands=2, listings=3, packs=4))
def test_no_bound_is_above_the_best_of_all_answers(asked):
    assume(1 < count(asked) <= 1500)
    best = dict(best_values(asked, seed=3))

    floor, unfilled = bounded(asked, solve(asked, budget=PLENTY, seed=3))

    assert floor <= best["money"]
    assert all(least <= best[name] for name, least in unfilled.items())


def test_the_floor_of_money_knows_goods_miles_and_doors_where_nothing_can_be_chosen():
    asked = problem([demand("A", 4)], [listing("L", 4, price_pence=500)], distances={("farm L", "kitchen A"): 10_000})

    floor, _ = bounded(asked, solve(asked, budget=PLENTY, seed=3))

    assert floor == 4 * 500 + 4 * 10 + 100


def test_what_nobody_can_reach_is_unfilled_whatever_is_done():
    wanted = [demand("A", 5, ceiling_pence=900), demand("B", 5)]
    asked = problem(wanted, [listing("cheap", 3, price_pence=800), listing("dear", 9)])

    _, unfilled = bounded(asked, solve(asked, budget=PLENTY, seed=3))

    assert unfilled == {"unfilled:0": 2}


def test_a_part_that_the_solver_cannot_answer_is_bounded_all_the_same():
    columns = [Column(3, 200, {"kitchen": 1}), Column(3, -50, {"kitchen": 1})]

    assert Relaxation(columns, exact={"kitchen": 9}).least() == 3 * -50


def test_a_day_in_deep_shortage_has_every_share_proven():
    asked = make_market(200, 60, 10, wanted=1.3, seed=1)

    answer = solve(asked, budget=Budget(deterministic=60.0), seed=1)

    assert check(asked, answer) == []
    assert {level.name: level.gap for level in answer.levels if level.name != "money" and level.gap} == {}


def test_a_large_market_is_within_one_per_cent_with_every_share_proven():
    asked = make_market(100, 200, seed=2)

    answer = solve(asked, budget=Budget(deterministic=60.0), seed=1)

    assert check(asked, answer) == []
    assert answer.gap <= 0.01
    assert {level.status for level in answer.levels if level.name != "money"} == {"optimal"}
