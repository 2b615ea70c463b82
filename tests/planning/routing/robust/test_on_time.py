from dataclasses import replace

import pytest

from logistics.planning.routing.check import faults
from logistics.planning.routing.plan import Progress
from logistics.planning.routing.problem import Iterations, Problem, Window
from logistics.planning.routing.robust.on_time import Punctual, solve_on_time
from logistics.planning.routing.robust.replay import Demand, Spread, late_visits, replay
from logistics.planning.routing.solve import solve
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import delivery_day

pytestmark = pytest.mark.usefixtures("engine")
USUAL = Spread(80, 200, 250, "a test")
DEMAND = Demand(USUAL)


def narrow(opens_s: int, closes_s: int) -> Problem:
    drop = replace(shipment().drop, windows=(Window(opens_s, closes_s),))
    return problem((van(),), replace(shipment(), drop=drop))


def met(question: Problem, **changes: object) -> Punctual:
    found = solve_on_time(question, budget=Iterations(30), seed=1, demand=replace(DEMAND, **changes))
    assert faults(question, found.plan) == ()
    return found


def test_a_van_leaves_earlier_and_waits_where_the_cheapest_plan_is_late_too_often():
    question = narrow(6 * HOUR + 40 * MINUTE, 6 * HOUR + 45 * MINUTE)
    cheapest = solve(question, budget=Iterations(30), seed=1)
    assert [odds.tasks[0].kind for odds in late_visits(replay(question, cheapest, spread=USUAL, seed=1), 950)] == [
        "drop"
    ]

    found = met(question)

    assert found.unmet == ()
    assert min(odds.permille for odds in found.odds) >= 950
    assert found.odds == replay(question, found.plan, spread=USUAL, seed=1)
    (usual,), (early,) = cheapest.routes, found.plan.routes
    assert early.start_s == usual.start_s - 5 * MINUTE
    assert early.visits[1].start_s == usual.visits[1].start_s
    assert early.cost.time_pence == usual.cost.time_pence + 100


def test_a_plan_that_meets_the_demand_anyway_is_left_as_it_is():
    question = narrow(6 * HOUR, 11 * HOUR)

    found = met(question)

    assert found.unmet == ()
    assert found.plan == solve(question, budget=Iterations(9), seed=1)


def test_what_no_asking_makes_safe_is_brought_all_the_same_and_named():
    question = narrow(6 * HOUR + 27 * MINUTE, 6 * HOUR + 27 * MINUTE)

    found = met(question)

    assert found.plan.unserved == ()
    assert [(odds.tasks[0].shipment, odds.tasks[0].kind) for odds in found.unmet] == [("carrots", "drop")]
    assert found.unmet[0].permille < 950


def test_what_stays_behind_is_explained_by_its_own_window():
    out_of_reach = replace(
        shipment("leeks"), drop=replace(shipment().drop, windows=(Window(6 * HOUR, 6 * HOUR + 10 * MINUTE),))
    )
    question = problem((van(),), narrow(6 * HOUR + 27 * MINUTE, 6 * HOUR + 28 * MINUTE).shipments[0], out_of_reach)

    found = met(question)

    assert [each.shipment for each in found.plan.unserved] == ["leeks"]
    assert "closes at 06:10" in found.plan.unserved[0].reason.text


def test_a_hub_day_gets_safer_and_leaves_nothing_more_behind():
    question = delivery_day(40, vans=6, seed=2)
    cheapest = solve(question, budget=Iterations(40), seed=1)
    late = late_visits(replay(question, cheapest, spread=USUAL, seed=1), 950)

    found = solve_on_time(question, budget=Iterations(40), seed=1, demand=DEMAND)

    assert faults(question, found.plan) == ()
    assert len(found.unmet) < len(late)
    assert found.plan.penalty_pence == cheapest.penalty_pence
    assert found == solve_on_time(question, budget=Iterations(40), seed=1, demand=DEMAND)


def test_who_listens_hears_costs_that_only_fall_and_can_stop_it():
    question = delivery_day(40, vans=6, seed=2)
    heard: list[Progress] = []

    def listen(event: Progress) -> bool:
        heard.append(event)
        return len(heard) < 3

    found = solve_on_time(question, budget=Iterations(40), seed=1, demand=DEMAND, on_progress=listen)

    assert heard
    costs = [event.cost_pence + event.penalty_pence for event in heard]
    assert costs == sorted(costs, reverse=True)
    assert faults(question, found.plan) == ()
