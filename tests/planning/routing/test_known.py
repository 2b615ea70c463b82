"""What people know of a shipment has a price: its van, and its time at the door."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from logistics.planning.routing.check import faults
from logistics.planning.routing.codec import problem_from_json, problem_to_json
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import ContradictoryProblem, Iterations, Known, Problem, Window
from logistics.planning.routing.solve import solve
from tests.planning.routing.brute import cheapest_pence
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import delivery_day
from tests.planning.routing.worlds import SHIFT, STEP_S, worlds

pytestmark = pytest.mark.usefixtures("engine")
CHEAP, DEAR = van("cheap"), van("dear", cost_fixed_pence=2_500)


def solved(question: Problem, count: int = 30, start: Plan | None = None) -> Plan:
    plan = solve(question, budget=Iterations(count), seed=1, start=start)
    assert faults(question, plan) == ()
    return plan


def vans_of(plan: Plan) -> dict[str, str]:
    return {task.shipment: route.vehicle for route in plan.routes for visit in route.visits for task in visit.tasks}


@pytest.mark.parametrize(("price", "van_taken", "paid"), [(499, "cheap", 499), (501, "dear", 0)])
def test_a_known_van_is_kept_while_that_is_cheaper_than_the_change(price: int, van_taken: str, paid: int):
    question = problem((CHEAP, DEAR), shipment(known=Known("dear", price)))

    plan = solved(question)

    assert (vans_of(plan), plan.change_pence) == ({"carrots": van_taken}, paid)
    assert plan.objective_pence == plan.cost.total_pence + paid


def test_a_van_that_is_lost_costs_its_change_and_keeps_nothing_behind():
    question = problem((CHEAP,), shipment(known=Known("gone", 700)))

    plan = solved(question)

    assert (vans_of(plan), plan.change_pence, plan.unserved) == ({"carrots": "cheap"}, 700, ())


def test_a_known_time_is_kept_by_leaving_later():
    question = problem((CHEAP,), shipment(known=Known(drop_s=8 * HOUR, minute_pence=10)))

    (route,) = solved(question).routes

    assert route.visits[1].start_s == 8 * HOUR
    assert route.end_s - route.start_s == 56 * MINUTE


def test_a_minute_costs_what_it_says_where_the_known_time_cannot_be_kept():
    drop = replace(shipment().drop, windows=(Window(6 * HOUR + 40 * MINUTE, 10 * HOUR),))
    question = problem((CHEAP,), shipment(drop=drop, known=Known(drop_s=6 * HOUR + 30 * MINUTE + 15, minute_pence=10)))

    plan = solved(question)

    assert plan.routes[0].visits[1].start_s == 6 * HOUR + 40 * MINUTE
    assert plan.change_pence == 98  # 9 minutes and 45 seconds, half-up


def test_a_van_waits_for_a_known_time_only_while_minutes_are_dearer_than_wages():
    drops = [
        replace(shipment().drop, windows=(Window(6 * HOUR + 30 * MINUTE, 6 * HOUR + 30 * MINUTE),)),
        replace(shipment().drop, location="school"),
    ]
    first = shipment(drop=drops[0])
    later = shipment("leeks", drop=drops[1], known=Known(drop_s=9 * HOUR, minute_pence=1))

    plan = solved(problem((CHEAP,), first, later))

    starts = {visit.location: visit.start_s for visit in plan.routes[0].visits}
    assert starts["school"] < 7 * HOUR
    assert plan.change_pence == round((9 * HOUR - starts["school"]) / 60)


def test_negative_prices_are_refused():
    with pytest.raises(ContradictoryProblem, match="carrots has a negative price for being changed"):
        solve(problem((CHEAP,), shipment(known=Known("cheap", -1))), budget=Iterations(1), seed=1)


def test_the_judge_finds_a_change_that_was_not_paid_for():
    question = problem((CHEAP,), shipment(known=Known("dear", 300, 8 * HOUR + 60, 10)))
    plan = solved(question)

    assert plan.change_pence == 300
    assert faults(question, replace(plan, change_pence=0)) == (
        "the plan pays 0 pence for changes, their prices add up to 300",
    )


def test_when_a_van_is_lost_more_shipments_keep_theirs_where_people_know_them():
    day = delivery_day(80, vans=10)
    before = solved(day)
    was, lost = vans_of(before), before.routes[0].vehicle
    without = replace(day, vehicles=tuple(each for each in day.vehicles if each.id != lost))
    known = replace(
        without, shipments=tuple(replace(each, known=Known(was[each.id], 500)) for each in without.shipments)
    )

    free, calm = (vans_of(solved(question, 40, start=before)) for question in (without, known))

    staying = [name for name, vehicle in was.items() if vehicle != lost]
    kept = [sum(after.get(name) == was[name] for name in staying) for after in (free, calm)]
    assert kept[1] >= kept[0]
    assert kept[1] >= 0.9 * len(staying)


@st.composite
def known_worlds(draw: st.DrawFn, *, shipments: int = 6, vans: int = 3, step_s: int = 1) -> Problem:
    world = draw(worlds(shipments=shipments, vans=vans))
    names = [None, "gone", *(each.id for each in world.vehicles)]
    known = st.none() | st.builds(
        Known,
        vehicle=st.sampled_from(names),
        other_vehicle_pence=st.integers(0, 2_000),
        drop_s=st.none() | st.integers(SHIFT[0] // step_s, SHIFT[1] // step_s).map(lambda steps: steps * step_s),
        minute_pence=st.integers(0, 50),
    )
    return replace(world, shipments=tuple(replace(each, known=draw(known)) for each in world.shipments))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(known_worlds())
def test_every_world_in_which_somebody_knows_something_passes_the_judge(world: Problem):
    solved(world, 10)
    assert problem_from_json(problem_to_json(world)) == world


@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(known_worlds(shipments=2, vans=2, step_s=STEP_S))
def test_tiny_worlds_with_known_rounds_cost_what_trying_everything_finds(world: Problem):
    assert solved(world, 150).objective_pence == cheapest_pence(world)
