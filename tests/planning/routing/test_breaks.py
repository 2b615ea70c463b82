"""A driver rests before more is driven in one go than the rule allows; waiting rests, unloading does not."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.routing.check import faults
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import (
    BreakRule,
    ContradictoryProblem,
    Iterations,
    Problem,
    TaskSpec,
    Vehicle,
    Window,
)
from logistics.planning.routing.robust.replay import Spread, replay
from logistics.planning.routing.solve import solve
from tests.planning.routing.brute import cheapest_pence
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import direct_day
from tests.planning.routing.worlds import STEP_S, worlds

pytestmark = pytest.mark.usefixtures("engine")
RULE = BreakRule(after_s=30 * MINUTE, break_s=15 * MINUTE)
EU = BreakRule(after_s=16_200, break_s=2_700)


def resting(**changes: int) -> Vehicle:
    return replace(van(**changes), name="Dawn's van", break_rule=RULE)


def solved(question: Problem, count: int = 30) -> Plan:
    plan = solve(question, budget=Iterations(count), seed=1)
    assert faults(question, plan) == ()
    return plan


def test_a_break_is_taken_behind_the_last_stop_that_can_be_reached_without_one():
    question = problem((resting(),), shipment(target="home"))

    plan = solved(question)

    (route,) = plan.routes
    loading, drop = route.visits
    assert (loading.break_s, drop.break_s) == (0, 15 * MINUTE)
    assert drop.depart_s == drop.start_s + 9 * MINUTE + 15 * MINUTE
    assert route.end_s - route.start_s == (7 + 30 + 9 + 15 + 30) * MINUTE
    assert plan.cost.time_pence == 91 * 20


def test_a_route_that_needs_no_break_takes_none():
    (route,) = solved(problem((resting(),), shipment(target="mill"))).routes

    assert [visit.break_s for visit in route.visits] == [0, 0]


def test_waiting_for_a_window_is_rest_enough():
    early = Window(6 * HOUR, 6 * HOUR + 20 * MINUTE)
    late = Window(7 * HOUR, 7 * HOUR + 1)
    first = shipment(target="farm", drop=TaskSpec("farm", (early,), 0, 0))
    last = shipment("leeks", target="home", drop=TaskSpec("home", (late,), 0, 0))

    (route,) = solved(problem((resting(),), first, last)).routes

    home = route.visits[-1]
    assert (home.location, home.break_s) == ("home", 0)
    assert home.wait_s >= 15 * MINUTE


def test_a_leg_that_no_driver_may_drive_in_one_go_is_said_and_without_the_rule_it_goes():
    rule = BreakRule(after_s=25 * MINUTE, break_s=15 * MINUTE)
    question = problem((van(break_rule=rule),), shipment(target="home"))

    (left,) = solved(question).unserved

    assert left.reason.code == "break_too_long"
    assert left.reason.text == "means more than 25 min at the wheel; the driver's break of 15 min finds no time"
    assert solved(problem((van(),), shipment(target="home"))).unserved == ()


def test_what_only_a_break_keeps_out_of_the_plan_says_so():
    # Neither a longer window nor a longer shift alone would do: the break costs both.
    shift = {"latest_s": 7 * HOUR + 31 * MINUTE}
    windows = Window(6 * HOUR, 6 * HOUR + 40 * MINUTE), Window(6 * HOUR + 50 * MINUTE, 6 * HOUR + 54 * MINUTE)
    home, school = (
        shipment(name, target=name, drop=TaskSpec(name, (window,), 5 * MINUTE, 4 * MINUTE))
        for name, window in zip(("home", "school"), windows, strict=True)
    )

    (left,) = solved(problem((resting(**shift),), home, school)).unserved

    assert left.reason.code == "break_full"
    assert left.reason.numbers == {"vehicle": "van", "after_s": 1_800, "break_s": 900}
    assert left.reason.text == (
        "would mean more than 30 min at the wheel of Dawn's van; its driver's break of 15 min finds no time"
    )
    assert solved(problem((van(**shift),), home, school)).unserved == ()


def test_the_judge_finds_a_break_that_was_not_taken_and_one_that_is_too_short():
    question = problem((resting(),), shipment(target="home"))
    plan = solved(question)
    (route,) = plan.routes

    for rest_s, words in ((0, "drives 3600 s home without a break"), (14 * MINUTE, "drives 3600 s home")):
        drop = replace(route.visits[1], break_s=rest_s, depart_s=route.visits[1].depart_s - 15 * MINUTE + rest_s)
        shorter = replace(plan, routes=(replace(route, visits=(route.visits[0], drop)),))
        assert any(words in fault for fault in faults(question, shorter))
    talkative = replace(route.visits[1], break_s=0)
    assert any(
        "service and break last until" in fault
        for fault in faults(question, replace(plan, routes=(replace(route, visits=(route.visits[0], talkative)),)))
    )


def test_a_replayed_break_is_as_long_as_it_was_planned():
    question = problem((resting(),), shipment(target="home"))
    plan = solved(question)

    odds = replay(question, plan, spread=Spread(0, 0, 300, "a test"), seed=1)

    assert odds[1].mornings == 200


def test_a_rule_that_makes_no_sense_is_refused():
    question = problem((van(break_rule=BreakRule(0, 900)),), shipment())

    with pytest.raises(ContradictoryProblem, match="must rest 900 s after 0 s of driving"):
        solve(question, budget=Iterations(1), seed=1)


def test_a_day_under_the_european_rule_is_served_and_judged():
    day = direct_day(30, vans=6)
    bound = replace(day, vehicles=tuple(replace(each, break_rule=EU) for each in day.vehicles))

    plan = solved(bound)

    assert plan.unserved == ()


@st.composite
def tired_worlds(draw: st.DrawFn, *, shipments: int = 6, vans: int = 3) -> Problem:
    world = draw(worlds(shipments=shipments, vans=vans))
    rules = st.none() | st.builds(
        BreakRule,
        after_s=st.integers(1, 20).map(lambda n: n * STEP_S),
        break_s=st.integers(1, 6).map(lambda n: n * STEP_S),
    )
    return replace(world, vehicles=tuple(replace(each, break_rule=draw(rules)) for each in world.vehicles))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tired_worlds())
def test_every_world_with_tired_drivers_passes_the_judge(world: Problem):
    solved(world, 10)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(tired_worlds(shipments=2, vans=2))
def test_tiny_worlds_with_tired_drivers_cost_what_trying_everything_finds(world: Problem):
    assert solved(world, 150).objective_pence == cheapest_pence(world)
