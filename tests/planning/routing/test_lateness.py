"""Service may begin after its last window where the task says until when, at a price a minute."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import plan_from_json, plan_to_json, problem_from_json, problem_to_json
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import ContradictoryProblem, Iterations, Problem, Shipment, TaskSpec
from logistics.planning.routing.solve import solve
from tests.planning.routing.brute import cheapest_pence
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, until, van
from tests.planning.routing.worlds import STEP_S, worlds

pytestmark = pytest.mark.usefixtures("engine")
#: The van is at the kitchen at 06:27 and at home at 06:44 at the earliest; home's window closes at 06:40.
CLOSES_S = 6 * HOUR + 40 * MINUTE


def bound_for_home(**late: Any) -> Shipment:
    return shipment("kale", target="home", drop=TaskSpec("home", until(CLOSES_S), 5 * MINUTE, 0, **late))


def both(vans: int = 2, **late: Any) -> Problem:
    """One van can only do both with the kitchen first and home four minutes late: 27 + 4 + 5 + 10 minutes."""
    first = shipment(drop=TaskSpec("kitchen", until(6 * HOUR + 30 * MINUTE), 5 * MINUTE, 0), priority=1)
    return problem(tuple(van(str(number)) for number in range(vans)), first, bound_for_home(**late))


def solved(question: Problem, count: int = 30) -> Plan:
    plan = solve(question, budget=Iterations(count), seed=1)
    assert faults(question, plan) == ()
    assert plan_from_json(plan_to_json(plan)) == plan
    assert problem_from_json(problem_to_json(question)) == question
    return plan


def test_lateness_that_is_cheaper_than_a_second_van_is_bought_and_told():
    plan = solved(both(late_s=HOUR, late_minute_pence=100))

    (route,) = plan.routes
    assert [(visit.location, visit.late_s, visit.late_pence) for visit in route.visits] == [
        ("hub", 0, 0),
        ("kitchen", 0, 0),
        ("home", 4 * MINUTE, 400),
    ]
    assert (plan.late_pence, plan.objective_pence) == (400, plan.cost.total_pence + 400)


def test_ruin_and_recreate_searches_where_it_was_built(engine: str):
    plan = solved(both(late_s=HOUR, late_minute_pence=100))

    assert plan.engine_because == ("ruin and recreate was not built here" if engine == "OR-Tools" else "")


def test_lateness_that_is_dearer_than_a_second_van_is_not_bought():
    plan = solved(both(late_s=HOUR, late_minute_pence=2_000))

    assert (len(plan.routes), plan.late_pence, plan.unserved) == (2, 0, ())


def test_a_day_begins_earlier_where_that_costs_less_than_being_late():
    opens_late = shipment(drop=TaskSpec("kitchen", until(10 * HOUR, 8 * HOUR), 5 * MINUTE, 0))
    dear, cheap = (
        problem((van(),), bound_for_home(late_s=4 * HOUR, late_minute_pence=price), opens_late) for price in (100, 1)
    )

    assert [visit.late_s for visit in solved(dear).routes[0].visits if visit.location == "home"] == [0]
    assert solved(dear).late_pence == 0
    assert solved(cheap).late_pence > 0


def test_nothing_is_later_than_it_may_be_and_relaxing_exactly_that_lets_it_in():
    (left,) = solved(both(vans=1, late_s=3 * MINUTE, late_minute_pence=1)).unserved

    assert (left.shipment, left.reason.code) == ("kale", "late")
    assert left.reason.text == (
        "the window of home closes at 06:40 and service may begin late until 06:43; "
        "a van with room can be there at 06:44 if no other stop is to suffer"
    )
    assert solved(both(vans=1, late_s=4 * MINUTE, late_minute_pence=1)).unserved == ()


def test_what_no_van_can_reach_even_late_says_until_when_it_could_be_late():
    too_early = bound_for_home()
    spec = replace(too_early.drop, windows=until(6 * HOUR), late_s=30 * MINUTE, late_minute_pence=1)

    (left,) = solved(problem((van(),), replace(too_early, drop=spec))).unserved

    assert left.reason.code == "window_missed"
    assert left.reason.text == (
        "the window of home closes at 06:00 and service may begin late until 06:30; "
        "the earliest any van can be there is 06:37"
    )
    enough = replace(spec, late_s=37 * MINUTE)
    assert solved(problem((van(),), replace(too_early, drop=enough))).unserved == ()


def test_the_judge_counts_the_lateness_and_its_price_again():
    question = both(late_s=HOUR, late_minute_pence=100)
    plan = solved(question)
    (route,) = plan.routes

    def with_home(**changes: int) -> Plan:
        visits = (*route.visits[:2], replace(route.visits[2], **changes))
        return replace(plan, routes=(replace(route, visits=visits),))

    said = "0: at home service is 240 s late for 400 pence, not "
    assert faults(question, with_home(late_s=0)) == (f"{said}0 s for 400",)
    assert faults(question, with_home(late_pence=399)) == (f"{said}240 s for 399",)
    shorter = both(late_s=3 * MINUTE, late_minute_pence=100)
    assert "0: at home kale is served at 24240 s, outside its windows" in faults(shorter, plan)


@pytest.mark.parametrize(
    ("spec", "words"),
    [
        (TaskSpec("home", until(HOUR), late_s=-1), "may be -1 s late at 0 pence a minute"),
        (TaskSpec("home", until(HOUR), late_minute_pence=-5), "may be 0 s late at -5 pence a minute"),
        (TaskSpec("home", (), late_s=60), "may be late, but has no window to be late for"),
    ],
)
def test_lateness_that_makes_no_sense_is_refused(spec: TaskSpec, words: str):
    with pytest.raises(ContradictoryProblem, match=words):
        solve(problem((van(),), shipment(drop=spec)), budget=Iterations(1), seed=1)


@st.composite
def late_worlds(draw: st.DrawFn, *, shipments: int, vans: int) -> Problem:
    world = draw(worlds(shipments=shipments, vans=vans))

    def late(spec: TaskSpec) -> TaskSpec:
        if not spec.windows:
            return spec
        late_s = draw(st.sampled_from([0, 2 * STEP_S, 12 * STEP_S]))
        return replace(spec, late_s=late_s, late_minute_pence=draw(st.sampled_from([0, 10, 60])))

    return replace(
        world, shipments=tuple(replace(one, pickup=late(one.pickup), drop=late(one.drop)) for one in world.shipments)
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(late_worlds(shipments=6, vans=3))
def test_every_world_with_lateness_passes_the_judge(world: Problem):
    solved(world, 10)


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(late_worlds(shipments=2, vans=2))
def test_tiny_worlds_with_lateness_cost_what_trying_everything_finds(world: Problem):
    assert solved(world, 150).objective_pence == cheapest_pence(world)
