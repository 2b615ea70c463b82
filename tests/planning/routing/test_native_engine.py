from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from logistics.planning.routing.check import faults
from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines import insertion, native_engine, native_question
from logistics.planning.routing.engines.draft import Sequences
from logistics.planning.routing.engines.native.library import Limits
from logistics.planning.routing.plan import Progress
from logistics.planning.routing.problem import Iterations, Location, Problem, Shipment, TaskSpec, Travel, Window
from logistics.planning.routing.solve import solve
from tests.planning.routing.brute import cheapest_pence
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import collection_day, delivery_day, direct_day
from tests.planning.routing.native import planned, searched, servable
from tests.planning.routing.worlds import worlds

small = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
pytestmark = pytest.mark.usefixtures("native_library")


def always_ready(world: Problem) -> Problem:
    return replace(world, shipments=tuple(replace(s, ready_s=0) for s in world.shipments))


@small
@given(worlds(shipments=8, vans=3))
def test_every_answer_for_every_small_world_passes_the_judge(world: Problem):
    if servable(compile_problem(world)):
        searched(world, steps=300)


@small
@given(worlds(shipments=3, vans=2).map(always_ready))
def test_tiny_worlds_are_answered_as_cheaply_as_trying_everything(world: Problem):
    if servable(compile_problem(world)):
        assert searched(world).objective_pence == cheapest_pence(world)


@small
@given(worlds(shipments=8, vans=3).map(always_ready))
def test_the_answer_is_never_dearer_than_the_insertion_plan_it_began_with(world: Problem):
    compiled = compile_problem(world)
    if shipments := servable(compiled):
        hint = insertion.construct(compiled, shipments)
        assert searched(world, steps=50, hint=hint).objective_pence <= planned(compiled, hint).objective_pence


@pytest.mark.parametrize("day", [delivery_day, collection_day, direct_day])
def test_days_with_several_kinds_of_van_are_served_whole_and_much_cheaper_than_inserted(day):
    question = day(40, vans=12)
    compiled = compile_problem(question)
    inserted = planned(compiled, insertion.construct(compiled, range(40)))

    plan = searched(question, steps=3_000)

    assert plan.unserved == ()
    assert plan.objective_pence < 0.95 * inserted.objective_pence


@pytest.mark.parametrize(("day", "hub_end"), [(delivery_day, "pickup"), (collection_day, "drop")])
def test_long_rounds_with_wide_windows_fill_few_vans_and_stay_true(day, hub_end):
    """So many positions are open to each task that only those next to what lies near are tried."""
    question = with_long_rounds(day(240, vans=4), hub_end)
    compiled = compile_problem(question)
    inserted = planned(compiled, insertion.construct(compiled, range(240)))

    plan = searched(question, steps=600)

    assert (len(plan.routes), plan.unserved) == (4, ())
    assert plan.objective_pence < 0.95 * inserted.objective_pence
    assert searched(question, steps=600) == plan


def with_long_rounds(day: Problem, hub_end: str) -> Problem:
    """Nothing takes time, all day is open, and the vans are just large enough."""
    shift = (Window(0, 48 * HOUR),)
    other = "drop" if hub_end == "pickup" else "pickup"
    shipments = tuple(
        replace(
            one,
            temperature_class="ambient",
            **{
                end: replace(getattr(one, end), windows=shift, service_fixed_s=0, service_goods_s=0)
                for end in (hub_end, other)
            },
        )
        for one in day.shipments
    )
    room = tuple(1 + sum(one.loads[d] for one in shipments) * 26 // 100 for d in range(2))
    vans = tuple(
        replace(one, capacity=room, earliest_s=0, latest_s=48 * HOUR, driving_limit_s=None) for one in day.vehicles
    )
    return replace(day, shipments=shipments, vehicles=vans)


@pytest.mark.parametrize(("hub_end", "farm_end"), [("pickup", "drop"), ("drop", "pickup")])
@pytest.mark.parametrize("hour_pence", [0, 1_200])
def test_two_full_vans_that_cross_over_exchange_all_that_follows(hub_end, farm_end, hour_pence):
    """Thirty farms a kilometre apart on either side of the hub; no van has room for one stop more."""
    at = np.array([0, *range(1, 31), *range(-1, -31, -1)])
    apart = np.abs(at[:, None] - at[None, :])
    places = tuple(Location(str(km), 52.0, km / 68.6) for km in at)
    hub = TaskSpec("0", (), 0, 0)
    calls = tuple(
        Shipment(id=place.id, loads=(1, 1), **{hub_end: hub, farm_end: replace(hub, location=place.id)})
        for place in places[1:]
    )
    vans = tuple(
        van(name, start="0", end="0", capacity=(30, 30), cost_per_hour_pence=hour_pence) for name in ("a", "b")
    )
    question = Problem(places, Travel(apart * MINUTE, apart * 1000, source="given"), vans, calls)
    crossing = ((*range(15), *range(45, 60)), (*range(30, 45), *range(15, 30)))

    plan = searched(question, steps=40, hint=[[2 * s + (farm_end == "drop") for s in route] for route in crossing])

    assert [route.distance_m for route in plan.routes] == [60_000, 60_000]


def test_two_shipments_for_one_kitchen_share_a_visit_and_its_fixed_service_time():
    (route,) = searched(problem((van(),), shipment("carrots"), shipment("leeks"))).routes

    assert [visit.depart_s - visit.start_s for visit in route.visits] == [9 * MINUTE, 13 * MINUTE]


def test_a_full_van_is_changed_for_a_truck_that_saves_a_second_van():
    small = [van(name, capacity=(300_000, 30), cost_fixed_pence=2_000) for name in ("a", "b", "c")]
    truck = van("truck", cost_fixed_pence=3_500)
    heavy = [shipment(name, target="home", loads=(200_000, 20)) for name in ("carrots", "leeks", "kale")]

    plan = searched(problem((*small, truck), *heavy), steps=200)

    assert [route.vehicle for route in plan.routes] == ["truck"]


def test_a_day_with_far_too_few_vans_is_still_searched_and_the_vans_are_full():
    plan = searched(delivery_day(80, vans=2), steps=3_000)

    assert len(plan.routes) == 2
    assert 40 < len(plan.unserved) < 80


def test_chilled_goods_ride_in_the_chilled_van_only():
    warm, cold = van("warm", classes=frozenset({"ambient"}), cost_fixed_pence=0), van("cold")

    plan = searched(problem((warm, cold), shipment("milk", temperature_class="chilled")))

    assert [route.vehicle for route in plan.routes] == ["cold"]


def test_the_second_load_dimension_binds_as_the_first_does():
    bulky = [shipment(name, loads=(1_000, 50)) for name in ("carrots", "leeks")]

    assert len(searched(problem((van("a"), van("b")), *bulky)).routes) == 2


def test_a_cheaper_van_that_must_be_home_before_a_late_kitchen_is_served_is_not_taken():
    """It could leave at six and be in time everywhere, were it not for the wait before the kitchen opens."""
    late = replace(shipment(), drop=replace(shipment().drop, windows=(Window(10 * HOUR, 10 * HOUR + 30 * MINUTE),)))
    early = van("early", latest_s=10 * HOUR, cost_fixed_pence=0)

    plan = searched(problem((early, van("late")), late))

    assert [route.vehicle for route in plan.routes] == ["late"]


def test_a_driving_limit_is_kept_by_sending_more_vans():
    free = collection_day(15, vans=10)
    limited = replace(free, vehicles=tuple(replace(vehicle, driving_limit_s=2 * HOUR) for vehicle in free.vehicles))

    long, short = searched(free), searched(limited)

    assert max(route.travel_s for route in long.routes) > 2 * HOUR
    assert max(route.travel_s for route in short.routes) <= 2 * HOUR
    assert short.unserved == ()


def test_a_slower_van_is_timed_at_its_own_speed():
    plan = searched(problem((van(speed_permille=800),), shipment()))

    assert plan.routes[0].travel_s == 50 * MINUTE


def test_paid_hours_are_worth_a_longer_way_that_does_not_wait():
    waiting = shipment("leeks", target="school", drop=replace(shipment().drop, windows=(Window(9 * HOUR, 10 * HOUR),)))

    plan = searched(problem((van(cost_per_km_pence=1), van("b", cost_per_km_pence=1)), shipment(), waiting))

    assert all(visit.wait_s == 0 for route in plan.routes for visit in route.visits)


def test_a_shipment_dearer_to_bring_than_to_leave_stays_and_the_dearer_one_goes_first():
    heavy = (600_000, 10)
    offered = [shipment("carrots", loads=heavy, priority=1), shipment("leeks", loads=heavy)]

    plan = searched(problem((van(),), *offered, shipment("kale", price_unserved_pence=1)))

    assert [entry.shipment for entry in plan.unserved] == ["leeks", "kale"]
    assert searched(problem((van(),), shipment(price_unserved_pence=1))).routes == ()


def test_two_shipments_that_are_too_dear_alone_are_brought_together():
    alone = [shipment(name, price_unserved_pence=4_000) for name in ("carrots", "leeks")]

    assert searched(problem((van(),), alone[0])).routes == ()
    assert searched(problem((van(),), *alone)).unserved == ()


def test_the_same_seed_and_steps_give_the_same_plan_and_another_seed_another():
    question = delivery_day(40, vans=10)

    plan = searched(question, seed=7, steps=500)

    assert searched(question, seed=7, steps=500) == plan
    assert searched(question, seed=8, steps=500) != plan


def test_it_stops_when_told_and_gives_the_best_it_has_told_of():
    heard: list[Sequences] = []

    def stop(sequences: Sequences) -> bool:
        heard.append(sequences)
        return False

    question = direct_day(20, vans=8)
    plan = searched(question, steps=10**12, on_solution=stop)

    assert len(heard) == 1
    assert planned(compile_problem(question), heard[0]) == plan


def test_what_the_listener_raises_comes_out_of_the_search():
    def fail(_: Sequences) -> bool:
        raise LookupError("gone")

    with pytest.raises(LookupError, match="gone"):
        searched(direct_day(5, vans=2), steps=10**12, on_solution=fail)


def test_no_seconds_at_all_still_give_an_answer():
    compiled = compile_problem(delivery_day(30, vans=12))

    found = native_engine.search(
        compiled, range(30), hint=[[] for _ in range(12)], limits=Limits(seconds=0, seed=1, is_processor=True)
    )

    assert planned(compiled, found).unserved == ()


def test_what_it_lacks_it_does_not_claim_to_keep():
    often = tuple(Window(hour * HOUR, hour * HOUR + 1) for hour in range(6, 11))
    twice = shipment(drop=replace(shipment().drop, windows=often[:4]))
    too_often = shipment(drop=replace(shipment().drop, windows=often))
    huge = shipment(loads=(native_question.MOST_LOAD + 1, 1))

    def supported(question: Problem) -> bool:
        return native_engine.supports(compile_problem(question), range(len(question.shipments)))

    assert supported(problem((van(),), shipment()))
    assert supported(problem((van(),), twice))
    assert not supported(problem((van(),), too_often))
    assert not supported(problem((van(capacity=(native_question.MOST_LOAD * 4, 9)),), huge))
    assert not supported(problem((van(latest_s=native_question.MOST_TIME_S + 1),), shipment()))
    assert not supported(problem((van(),)))


def test_goods_that_take_no_time_at_the_yard_are_loaded_without_a_call():
    question = delivery_day(30, vans=12)
    silent = replace(
        question,
        shipments=tuple(
            replace(s, pickup=replace(s.pickup, windows=(), service_fixed_s=0, service_goods_s=0))
            for s in question.shipments
        ),
    )

    plan = searched(silent)

    assert plan.unserved == ()
    assert {route.visits[0].location for route in plan.routes} == {"hub"}


def test_the_door_takes_ruin_and_recreate_unless_the_problem_needs_what_it_lacks():
    often = tuple(Window(hour * HOUR, hour * HOUR + 1) for hour in range(6, 11))
    too_often = shipment(drop=replace(shipment().drop, windows=often))

    assert asked_of(delivery_day(20, vans=6)) == {"insertion", native_engine.NAME}
    assert native_engine.NAME not in asked_of(problem((van(), van("b")), too_often, shipment("leeks")))


def test_the_door_lets_ruin_and_recreate_make_the_first_plan_of_a_large_day():
    assert asked_of(delivery_day(100, vans=30), count=2) == {native_engine.NAME}


def asked_of(question: Problem, count: int = 20) -> set[str]:
    heard: list[Progress] = []
    plan = solve(question, budget=Iterations(count), seed=1, on_progress=heard.append)
    assert faults(question, plan) == ()
    return {event.engine for event in heard}
