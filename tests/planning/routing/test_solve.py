from dataclasses import replace

import pytest

from logistics.planning.routing.check import faults
from logistics.planning.routing.plan import Cost, Plan, Progress, Task
from logistics.planning.routing.problem import (
    Budget,
    ContradictoryProblem,
    Iterations,
    Problem,
    Seconds,
    Window,
)
from logistics.planning.routing.solve import solve
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import collection_day, delivery_day, direct_day

pytestmark = pytest.mark.usefixtures("engine")
SHORT = Iterations(30)


def solved(question: Problem, budget: Budget = SHORT, seed: int = 1) -> Plan:
    plan = solve(question, budget=budget, seed=seed)
    assert faults(question, plan) == ()
    return plan


def test_one_van_brings_one_shipment_at_the_time_and_cost_worked_out_by_hand():
    plan = solved(problem((van(),), shipment()))

    (route,) = plan.routes
    loading, drop = route.visits
    assert (loading.start_s, loading.depart_s) == (6 * HOUR + 3 * MINUTE, 6 * HOUR + 10 * MINUTE)
    assert (drop.arrive_s, drop.start_s, drop.depart_s) == (
        6 * HOUR + 30 * MINUTE,
        6 * HOUR + 30 * MINUTE,
        6 * HOUR + 39 * MINUTE,
    )
    assert loading.tasks == (Task("carrots", "pickup"),)
    assert loading.loads_after == (100_000, 10)
    assert drop.loads_after == (0, 0)
    assert (route.start_s, route.end_s) == (6 * HOUR + 3 * MINUTE, 6 * HOUR + 59 * MINUTE)
    assert (route.distance_m, route.travel_s) == (40_000, 40 * MINUTE)
    assert plan.cost == Cost(fixed_pence=2_000, distance_pence=2_000, time_pence=1_120)
    assert plan.objective_pence == 5_120
    assert plan.travel_source == "given"


def test_two_shipments_for_one_kitchen_share_a_visit_and_its_fixed_service_time():
    plan = solved(problem((van(),), shipment("carrots"), shipment("leeks")))

    (route,) = plan.routes
    assert [len(visit.tasks) for visit in route.visits] == [2, 2]
    assert [visit.depart_s - visit.start_s for visit in route.visits] == [9 * MINUTE, 13 * MINUTE]


def test_an_empty_day_gives_an_empty_plan():
    plan = solved(problem((van(),)))

    assert (plan.routes, plan.unserved, plan.objective_pence) == ((), (), 0)


def test_a_route_may_collect_at_a_farm_and_go_direct_to_a_kitchen():
    plan = solved(problem((van(),), shipment(origin="farm"), shipment("leeks", origin="mill", target="school")))

    assert [visit.location for visit in plan.routes[0].visits[:2]] == ["farm", "mill"]
    assert {visit.location for visit in plan.routes[0].visits[2:]} == {"kitchen", "school"}


def test_a_van_may_start_at_the_drivers_home_and_load_at_the_hub():
    plan = solved(problem((van(start="home", end="home"),), shipment(), shipment("leeks", target="school")))

    assert plan.routes[0].visits[0].location == "hub"
    assert plan.unserved == ()


def test_a_kitchen_with_two_windows_is_served_in_the_later_when_the_goods_are_ready_late():
    windows = (Window(6 * HOUR, 7 * HOUR), Window(9 * HOUR, 10 * HOUR))
    late = shipment(ready_s=7 * HOUR, drop=replace(shipment().drop, windows=windows))

    plan = solved(problem((van(),), late))

    assert plan.routes[0].visits[1].start_s == 9 * HOUR
    assert plan.routes[0].start_s == 9 * HOUR - 27 * MINUTE


def test_a_van_that_may_reload_makes_two_rounds_and_one_that_may_not_makes_one():
    heavy = [shipment(name, loads=(600_000, 10)) for name in ("carrots", "leeks")]

    once = solved(problem((van(),), *heavy))
    twice = solved(problem((van(reloads=1),), *heavy))

    assert [entry.reason.code for entry in once.unserved] == ["full"]
    assert [visit.location for visit in twice.routes[0].visits] == ["hub", "kitchen", "hub", "kitchen"]


def test_chilled_goods_ride_in_the_chilled_van_only():
    warm, cold = van("warm", classes=frozenset({"ambient"}), cost_fixed_pence=0), van("cold")

    plan = solved(problem((warm, cold), shipment("milk", temperature_class="chilled")))

    assert [route.vehicle for route in plan.routes] == ["cold"]


def test_a_slower_van_takes_longer_for_the_same_metres():
    plan = solved(problem((van(speed_permille=800),), shipment()))

    assert (plan.routes[0].travel_s, plan.routes[0].distance_m) == (50 * MINUTE, 40_000)


def test_a_driving_limit_is_kept_by_sending_more_vans():
    free = collection_day(15, vans=10)
    limited = replace(free, vehicles=tuple(replace(vehicle, driving_limit_s=2 * HOUR) for vehicle in free.vehicles))

    long, short = solved(free), solved(limited)

    assert max(route.travel_s for route in long.routes) > 2 * HOUR
    assert max(route.travel_s for route in short.routes) <= 2 * HOUR
    assert len(short.routes) > len(long.routes)
    assert short.unserved == ()


def test_a_shipment_dearer_to_bring_than_to_leave_stays_and_says_so():
    plan = solved(problem((van(),), shipment(price_unserved_pence=1_000)))

    (entry,) = plan.unserved
    assert plan.routes == ()
    assert plan.penalty_pence == 1_000
    assert entry.reason.code == "too_dear"
    assert entry.reason.text.endswith("leaving it costs £10.00")


def test_the_same_seed_and_iterations_give_the_same_plan():
    question = delivery_day(25, vans=5)

    assert solved(question, Iterations(40), seed=7) == solved(question, Iterations(40), seed=7)


@pytest.mark.parametrize("day", [delivery_day, collection_day, direct_day])
def test_whole_days_of_each_kind_pass_the_judge_with_everything_served(day):
    plan = solved(day(40, vans=12), Iterations(60))

    assert plan.unserved == ()


def test_searching_longer_is_never_worse_than_the_first_plan():
    heard: list[Progress] = []
    question = collection_day(25, vans=6)

    plan = solve(question, budget=Iterations(60), seed=1, on_progress=heard.append)

    objectives = [event.cost_pence + event.penalty_pence for event in heard]
    assert objectives == sorted(objectives, reverse=True)
    assert len(set(objectives)) == len(objectives)
    assert plan.objective_pence == objectives[-1] < objectives[0]


def test_a_listener_that_says_stop_gets_the_plan_it_last_heard_of():
    heard: list[Progress] = []

    def stop(event: Progress) -> bool:
        heard.append(event)
        return False

    question = direct_day(20, vans=5)
    plan = solve(question, budget=Iterations(10_000), seed=1, on_progress=stop)

    assert len(heard) == 1
    assert plan.cost.total_pence == heard[0].cost_pence
    assert faults(question, plan) == ()


def test_a_listener_can_stop_the_search_in_the_middle():
    heard: list[Progress] = []

    def stop(event: Progress) -> bool:
        heard.append(event)
        return event.engine == "insertion"

    solve(delivery_day(40, vans=8), budget=Iterations(3_000), seed=1, on_progress=stop)

    assert [event.engine == "insertion" for event in heard].count(False) == 1


def test_when_the_deadline_has_passed_the_plan_comes_back_with_everything_accounted_for():
    question = delivery_day(30, vans=6)
    ticks = iter(range(10_000))

    plan = solve(question, budget=Seconds(20), seed=1, clock=lambda: float(next(ticks)))

    assert faults(question, plan) == ()
    assert plan.routes
    assert {entry.reason.code for entry in plan.unserved} == {"out_of_time"}
    assert next(ticks) < 200


def test_no_seconds_at_all_still_give_a_plan_that_accounts_for_everything():
    question = delivery_day(5, vans=2)

    plan = solve(question, budget=Seconds(0), seed=1)

    assert faults(question, plan) == ()
    assert plan.engine == "insertion"


def test_every_contradiction_is_named_at_once():
    question = problem(
        (van("a"), van("a", capacity=(1,)), van("b", start="moon", latest_s=0)),
        shipment(origin="kitchen"),
        shipment("leeks", loads=(-1, 0), priority=10, drop=replace(shipment().drop, windows=(Window(9, 8),))),
    )

    with pytest.raises(ContradictoryProblem) as refusal:
        solve(question, budget=Iterations(1), seed=1)

    assert refusal.value.facts == (
        "the van a is given 2 times",
        "a has 1 capacities for 2 dimensions (weight, crates)",
        "b starts at moon, which is no place of this problem",
        "b has a shift from 21600 s to 0 s",
        "carrots is picked up and dropped at the same place, kitchen",
        "leeks has negative loads",
        "leeks in its drop has a window from 9 s to 8 s",
        "leeks has priority 10; priorities go from 0 to 9",
    )


def test_a_matrix_of_the_wrong_size_is_refused():
    question = problem((van(),), shipment())

    with pytest.raises(ContradictoryProblem, match="the travel times are 6 x 6 for 5 places"):
        solve(replace(question, locations=question.locations[:5]), budget=Iterations(1), seed=1)


def test_a_running_plan_is_kept_where_a_lost_van_does_not_touch_it():
    question = direct_day(40, vans=12)
    running = solve(question, budget=Iterations(40), seed=1)
    lost = running.routes[0].vehicle
    changed = replace(question, vehicles=tuple(van for van in question.vehicles if van.id != lost))

    plan = solve(changed, budget=Iterations(1), seed=1, start=running)

    assert faults(changed, plan) == ()
    assert plan.unserved == ()
    carried_before = {
        task.shipment: route.vehicle for route in running.routes for visit in route.visits for task in visit.tasks
    }
    carried_after = {
        task.shipment: route.vehicle for route in plan.routes for visit in route.visits for task in visit.tasks
    }
    elsewhere = [s for s, van in carried_before.items() if van != lost and carried_after[s] != van]
    assert len(elsewhere) < len(carried_before) / 4


def test_from_a_running_plan_the_answer_is_never_dearer_and_new_shipments_find_a_place():
    question = direct_day(30, vans=12)
    fewer = replace(question, shipments=question.shipments[:-3])
    running = solve(fewer, budget=Iterations(20), seed=1)

    assert solve(fewer, budget=Iterations(1), seed=2, start=running).objective_pence <= running.objective_pence
    assert solve(question, budget=Iterations(1), seed=2, start=running).unserved == ()
