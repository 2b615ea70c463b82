"""Goods that may be on board only so long: planned by OR-Tools, judged, and explained."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import plan_from_json, plan_to_json, problem_from_json, problem_to_json
from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import BreakRule, ContradictoryProblem, Iterations, Problem, TaskSpec, Window
from logistics.planning.routing.schedule import time_route
from logistics.planning.routing.solve import solve
from tests.planning.routing.brute import cheapest_pence
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, until, van
from tests.planning.routing.ortools import handed_back_can_be_driven
from tests.planning.routing.worlds import STEP_S, worlds

#: Fetched at the farm at any time; the school takes it from nine.
ICE = shipment(
    "ice", origin="farm", target="school", drop=TaskSpec("school", until(10 * HOUR, 9 * HOUR), 0, 0), max_ride_s=1_200
)


def solved(question: Problem, count: int = 30) -> Plan:
    plan = solve(question, budget=Iterations(count), seed=1)
    assert faults(question, plan) == ()
    assert plan_from_json(plan_to_json(plan)) == plan
    assert problem_from_json(problem_to_json(question)) == question
    return plan


def test_the_van_waits_before_it_fetches_what_may_not_wait_on_board():
    early = shipment("milk", target="farm", drop=TaskSpec("farm", until(6 * HOUR + 30 * MINUTE), 0, 0))
    route = time_route(compile_problem(problem((van(),), early, ICE)), 0, [0, 1, 2, 3])

    assert route is not None
    _, drop, fetch, school = route.visits
    assert (drop.location, fetch.location) == ("farm", "farm")
    assert school.start_s == 9 * HOUR
    assert school.start_s - fetch.depart_s == 1_200
    assert fetch.wait_s > 0


@pytest.mark.usefixtures("engine")
def test_what_rides_too_long_with_others_takes_a_van_of_its_own():
    detour = shipment("leeks", origin="mill", target="home", drop=TaskSpec("home", until(7 * HOUR), 0, 0), priority=1)
    meal = shipment("meal", origin="farm", target="kitchen", max_ride_s=10 * MINUTE)
    question = problem((van("a"), van("b")), detour, meal)

    plan = solved(question)

    assert plan.unserved == ()
    assert {route.vehicle for route in plan.routes} <= {"a", "b"}


def test_the_plan_says_why_another_engine_searched(engine: str):
    plan = solved(problem((van(),), ICE))

    assert plan.engine_because == (
        "ruin and recreate was not built here"
        if engine == "OR-Tools"
        else "ruin and recreate does not know a longest time on board"
    )


@pytest.mark.usefixtures("engine")
def test_what_no_van_brings_soon_enough_says_so_and_goes_with_exactly_that_much_time():
    closed = replace(ICE, pickup=replace(ICE.pickup, windows=until(8 * HOUR)))

    (left,) = solved(problem((van(),), closed)).unserved

    assert (left.reason.code, left.reason.numbers) == ("ride_too_long", {"least_s": 53 * MINUTE, "most_s": 1_200})
    assert left.reason.text == "would be on board for 53 min at least; it may be for 20 min"
    assert solved(problem((van(),), replace(closed, max_ride_s=53 * MINUTE))).unserved == ()
    assert solved(problem((van(),), replace(closed, max_ride_s=53 * MINUTE - 1))).unserved != ()


@pytest.mark.usefixtures("engine")
def test_what_finds_no_room_because_of_its_ride_says_so_and_goes_with_exactly_that_much_time():
    fixed = Window(7 * HOUR, 7 * HOUR)
    first = shipment("leeks", drop=TaskSpec("kitchen", (fixed,), 10 * MINUTE, 0), priority=1)
    meal = shipment(
        "meal",
        origin="farm",
        target="school",
        pickup=TaskSpec("farm", until(6 * HOUR + 45 * MINUTE), 0, 0),
        drop=TaskSpec("school", until(8 * HOUR, 7 * HOUR + 5 * MINUTE), 0, 0),
        max_ride_s=20 * MINUTE,
    )
    question = problem((van(name="blue van"),), first, meal)

    (left,) = solved(question).unserved

    assert (left.shipment, left.reason.code) == ("meal", "ride_full")
    assert left.reason.numbers == {"vehicle": "blue van", "least_s": 29 * MINUTE, "most_s": 20 * MINUTE}
    assert left.reason.text == "would be on board of blue van for 29 min; it may be for 20 min"
    longer = replace(meal, max_ride_s=29 * MINUTE)
    assert solved(problem((van(name="blue van"),), first, longer)).unserved == ()


def test_the_judge_finds_goods_that_are_on_board_for_too_long():
    question = problem((van(),), replace(ICE, max_ride_s=14 * MINUTE))
    plan = solved(question)

    assert faults(problem((van(),), replace(ICE, max_ride_s=14 * MINUTE - 1)), plan) == (
        "van: has ice on board for 840 s, 839 s are allowed",
    )


def test_a_ride_of_less_than_nothing_is_refused():
    with pytest.raises(ContradictoryProblem, match="may be on board for -1 s"):
        solve(problem((van(),), replace(ICE, max_ride_s=-1)), budget=Iterations(1), seed=1)


@st.composite
def hurried_worlds(draw: st.DrawFn, *, shipments: int, vans: int, breaks: bool = False) -> Problem:
    world = draw(worlds(shipments=shipments, vans=vans))
    rides = st.sampled_from([None, 2 * STEP_S, 4 * STEP_S, 8 * STEP_S])
    rules = st.sampled_from([None, BreakRule(8 * STEP_S, 3 * STEP_S)] if breaks else [None])
    return replace(
        world,
        vehicles=tuple(replace(each, break_rule=draw(rules)) for each in world.vehicles),
        shipments=tuple(replace(each, max_ride_s=draw(rides)) for each in world.shipments),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hurried_worlds(shipments=6, vans=3, breaks=True))
def test_every_world_with_rides_passes_the_judge(world: Problem):
    solved(world, 10)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hurried_worlds(shipments=6, vans=3))
def test_what_the_other_engine_hands_back_can_be_driven_without_mending(world: Problem):
    handed_back_can_be_driven(world)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(hurried_worlds(shipments=2, vans=2))
def test_tiny_worlds_with_rides_cost_what_trying_everything_finds(world: Problem):
    assert solved(world, 150).objective_pence == cheapest_pence(world)
