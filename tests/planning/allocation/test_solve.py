"""The door: budgets, seeds, progress, and what happens when the solver has nothing."""

from dataclasses import replace

import pytest
from ortools.sat.python import cp_model

from logistics.planning.allocation import levels
from logistics.planning.allocation.budget import BadBudget, Budget
from logistics.planning.allocation.check import check
from logistics.planning.allocation.model import Model
from logistics.planning.allocation.objectives import Objectives
from logistics.planning.allocation.options import Options
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.problem import GrowerTerms, Problem
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.repair import first_answer
from logistics.planning.allocation.sides import Sides
from logistics.planning.allocation.solve import solve
from tests.planning.allocation.small import demand, dicing, filled, listing, problem

SOME = Budget(deterministic=0.1)
NOTHING = Budget(deterministic=0.0)


def market():
    """Eight kitchens, six growers, three products, pickups that bind."""
    products = ["carrots", "leeks", "kale"]
    listings = [
        listing(
            f"{product} {at}", 4 + at, product=product, grower=f"G{at}", place=f"farm {at}", price_pence=600 + 50 * at
        )
        for product in products
        for at in range(6)
    ]
    demands = [
        demand(f"{product} for {at}", 3 + (at * 5) % 7, product=product, buyer=f"B{at}", kitchen_place=f"K{at}")
        for product in products
        for at in range(8)
    ]
    terms = tuple(GrowerTerms(grower=f"G{at}", minimum_pickup_value_pence=3000) for at in range(6))
    return problem(demands, listings, growers=terms)


def test_the_same_seed_and_deterministic_budget_give_the_same_answer():
    budget = Budget(deterministic=0.1)

    assert solve(market(), budget=budget, seed=7) == solve(market(), budget=budget, seed=7)


def test_the_order_of_rows_changes_no_level():
    asked = market()
    turned = replace(asked, demands=asked.demands[::-1], listings=asked.listings[::-1])

    first, second = (solve(each, budget=SOME, seed=7) for each in (asked, turned))

    assert [level.value for level in first.levels[:-1]] == [level.value for level in second.levels[:-1]]


def test_nothing_asked_is_answered_with_nothing():
    answer = solve(Problem(demands=(), listings=()), budget=SOME, seed=1)

    assert (answer.lines, answer.shortages, answer.status) == ((), (), "optimal")


def test_with_no_time_at_all_what_is_handed_out_to_all_at_once_stands_where_it_is_better():
    asked = problem(
        [demand("meal", 2), demand("soup", 1, product="diced", pack_base=5_000)],
        [
            listing("few", 1, lot="field", grower="G1", price_pence=300),
            listing("spare", 2, lot="field", grower="G2", price_pence=300, backup=True),
        ],
        recipes=(dicing(output_pack_base=5_000, yield_permille=500, capacity_base=5_000, minimum_input_base=0),),
        growers=(GrowerTerms(grower="G1", minimum_pickup_value_pence=2_500),),
    )
    options = Options(asked)
    promises, sides = Promises(options), Sides.of(asked, 1)
    shares = first_answer(options, sides, promises)
    objectives = Objectives(Model(options, promises), Parts(options, promises), shares).of_shares(sides)

    answer = solve(asked, budget=NOTHING, seed=1)

    assert check(asked, answer) == []
    assert [level.value for level in answer.levels[:-1]] <= [each.value(shares) for each in objectives]


def test_seconds_work_too():
    answer = solve(market(), budget=Budget(seconds=1.0, workers=2), seed=1)

    assert check(market(), answer) == []
    assert answer.status in ("optimal", "feasible")
    assert [level.gap for level in answer.levels[:-1]] == [0.0] * (len(answer.levels) - 1)


@pytest.mark.parametrize("status", [cp_model.UNKNOWN, cp_model.INFEASIBLE, cp_model.MODEL_INVALID])
def test_when_the_solver_has_no_answer_the_greedy_one_stands(monkeypatch, status):
    class Silent(cp_model.CpSolver):
        def solve(self, *_):
            super().solve(cp_model.CpModel())
            return status

        def value(self, _):
            raise AssertionError("nobody reads a value without an answer")

    greedy = solve(market(), budget=Budget(deterministic=0.0), seed=1)
    monkeypatch.setattr(levels.cp_model, "CpSolver", Silent)
    answer = solve(market(), budget=SOME, seed=1)

    assert check(market(), answer) == []
    assert answer.status == greedy.status == "greedy"
    assert [level.value for level in answer.levels[:-1]] == [level.value for level in greedy.levels[:-1]]


def test_progress_tells_the_level_and_the_packs_and_only_improves():
    told = []

    answer = solve(market(), budget=SOME, seed=1, on_progress=told.append)

    wanted = sum(each.packs for each in market().demands)
    assert {event.packs_wanted for event in told} == {wanted}
    assert told[-1].packs_filled == sum(filled(answer).values())
    money = [event.value for event in told if event.level == "money"]
    assert money == sorted(money, reverse=True)


def test_whoever_watches_can_stop_and_still_gets_a_true_answer():
    told = []

    def stop(event):
        told.append(event)
        return False

    answer = solve(market(), budget=SOME, seed=1, on_progress=stop)

    assert len(told) == 1
    assert answer.status == "stopped"
    assert check(market(), answer) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"deterministic": 1.0, "seconds": 1.0},
        {"deterministic": -1.0},
        {"deterministic": 1.0, "workers": 2},
        {"seconds": 1.0, "workers": 0},
        {"seconds": 1.0, "gap": -0.1},
    ],
)
def test_a_budget_that_contradicts_itself_is_refused(wrong):
    with pytest.raises(BadBudget):
        Budget(**wrong)
