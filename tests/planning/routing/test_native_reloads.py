"""Vans of the native engine that come back to their start place in mid-route, to load again or to unload."""

from dataclasses import replace

import pytest

from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.engines import insertion, native_engine
from logistics.planning.routing.engines.native_question import alike, ask
from logistics.planning.routing.plan import Plan, Route
from logistics.planning.routing.problem import Iterations, Problem, Shipment, TaskSpec
from logistics.planning.routing.solve import solve
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, until, van
from tests.planning.routing.days import collection_day, delivery_day, direct_day
from tests.planning.routing.native import planned, searched

pytestmark = pytest.mark.usefixtures("native_library")

TOO_HEAVY_FOR_TWO = (600_000, 10)


def heavy(name: str, origin: str = "hub", target: str = "kitchen") -> Shipment:
    return shipment(name, origin, target, loads=TOO_HEAVY_FOR_TWO)


def in_and_out(name: str, origin: str) -> Shipment:
    """Goods for the hub, where they are taken at any time."""
    at_any_time = TaskSpec("hub", (), 5 * MINUTE, 2 * MINUTE)
    return replace(heavy(name, origin), drop=at_any_time)


def calls(route: Route) -> list[str]:
    return [visit.location for visit in route.visits]


def left(plan: Plan) -> int:
    return len(plan.unserved)


def test_a_van_too_small_for_the_day_comes_back_if_it_may():
    goods = heavy("carrots"), heavy("leeks")

    (route,) = searched(problem((van(reloads=1),), *goods)).routes

    assert calls(route) == ["hub", "kitchen", "hub", "kitchen"]
    assert left(searched(problem((van(),), *goods))) == 1


@pytest.mark.parametrize("allowed", [0, 1, 2, 3, 10**12])
def test_a_van_comes_back_as_often_as_it_may_and_no_more(allowed):
    goods = [heavy(str(number)) for number in range(4)]

    plan = searched(problem((van(reloads=allowed, latest_s=16 * HOUR),), *goods))

    assert left(plan) == max(0, 3 - allowed)


def test_unloading_in_mid_route_needs_a_reload_as_loading_does():
    goods = in_and_out("carrots", "farm"), in_and_out("leeks", "mill")

    (route,) = searched(problem((van(reloads=1),), *goods)).routes

    assert sorted(calls(route)) == ["farm", "hub", "hub", "mill"]
    assert left(searched(problem((van(),), *goods))) == 1


def test_one_call_unloads_and_loads_again():
    goods = in_and_out("carrots", "farm"), heavy("leeks"), in_and_out("kale", "mill")

    plan = searched(problem((van(reloads=1),), *goods))

    assert left(plan) == 0
    assert calls(plan.routes[0]).count("hub") == 2 + (calls(plan.routes[0])[0] == "hub")


def test_every_call_at_the_start_place_counts_where_the_van_ends_elsewhere():
    goods = in_and_out("carrots", "farm"), in_and_out("leeks", "mill")

    once = searched(problem((van(end="home", reloads=1),), *goods))
    twice = searched(problem((van(end="home", reloads=2),), *goods))

    assert (left(once), left(twice)) == (1, 0)


def test_a_van_that_ends_elsewhere_loads_twice_on_its_way_there():
    (route,) = searched(problem((van(end="home", reloads=1),), heavy("carrots"), heavy("leeks"))).routes

    assert calls(route) == ["hub", "kitchen", "hub", "kitchen"]


def test_goods_that_are_at_the_hub_late_are_fetched_in_a_second_round_of_a_large_van():
    early = shipment(drop=replace(shipment().drop, windows=until(7 * HOUR)))
    late = shipment("leeks", pickup=replace(shipment().pickup, windows=until(9 * HOUR, opens_s=8 * HOUR)))

    (route,) = searched(problem((van(reloads=1),), early, late)).routes

    assert calls(route) == ["hub", "kitchen", "hub", "kitchen"]
    assert route.visits[2].start_s >= 8 * HOUR
    assert left(searched(problem((van(),), early, late))) == 1


def test_tasks_of_different_windows_in_a_row_at_the_hub_are_one_call():
    def asked_at(name: str, opens_s: int) -> Shipment:
        pickup = replace(shipment().pickup, windows=until(opens_s + 10 * MINUTE, opens_s))
        return shipment(name, pickup=pickup, drop=replace(shipment().drop, windows=until(11 * HOUR)))

    hours = [6 * HOUR, 6 * HOUR + 15 * MINUTE, 9 * HOUR, 9 * HOUR + 15 * MINUTE]
    in_time = [replace(shipment().drop, windows=until(8 * HOUR)), shipment().drop]
    goods = [replace(asked_at(str(n), opens_s), drop=in_time[n // 2]) for n, opens_s in enumerate(hours)]

    plan = searched(problem((van(reloads=1),), *goods))

    assert left(plan) == 0
    assert calls(plan.routes[0]) == ["hub", "hub", "kitchen", "hub", "hub", "kitchen"]


def test_only_the_van_that_may_reload_makes_two_rounds_and_only_where_it_must():
    fleet = van("once"), van("often", cost_fixed_pence=2_100, reloads=1)

    alone = searched(problem(fleet, heavy("carrots")))
    together = searched(problem(fleet, heavy("carrots"), heavy("leeks")))

    assert [route.vehicle for route in alone.routes] == ["once"]
    assert [route.vehicle for route in together.routes] == ["often"]


def test_a_first_plan_with_a_round_too_many_for_its_van_is_taken_apart():
    fleet = van("once"), van("often", cost_fixed_pence=2_100, reloads=1)
    two_rounds = [0, 1, 2, 3]

    plan = searched(problem(fleet, heavy("carrots"), heavy("leeks")), hint=[two_rounds, []], steps=300)

    assert [route.vehicle for route in plan.routes] == ["often"]


def test_two_rounds_begun_in_a_dear_van_go_on_in_a_cheaper_one_that_may_reload_too():
    fleet = van("once", cost_fixed_pence=0), van("dear", cost_fixed_pence=9_000, reloads=2), van("often", reloads=1)

    plan = searched(problem(fleet[1:], heavy("carrots"), heavy("leeks")), hint=[[0, 1, 2, 3], []], steps=300)
    with_another = searched(
        problem(fleet, heavy("carrots"), heavy("leeks"), heavy("kale")), hint=[[], [0, 1, 2, 3, 4, 5], []]
    )

    assert [route.vehicle for route in plan.routes] == ["often"]
    assert sorted(route.vehicle for route in with_another.routes) == ["often", "once"]


def test_vans_that_differ_in_reloads_are_of_two_kinds():
    fleet = van("a"), van("b", reloads=1), van("c", reloads=1)

    assert alike(compile_problem(problem(fleet, shipment()))) == [[0], [1, 2]]


def silent(one: Shipment) -> Shipment:
    return replace(one, pickup=TaskSpec("hub", (), 0, 0))


def test_goods_that_take_no_time_to_load_are_not_on_board_from_the_start_where_a_van_may_reload():
    goods = silent(heavy("carrots")), silent(heavy("leeks"))

    assert left(searched(problem((van(reloads=1),), *goods))) == 0
    assert left(searched(problem((van(),), *goods))) == 1


def test_what_only_vans_without_reloads_may_take_is_still_asked_about_as_one_task():
    fleet = van("cold"), van("warm", classes=frozenset({"ambient"}), reloads=1)
    cold = [replace(silent(shipment(name)), temperature_class="chilled") for name in ("milk", "cheese")]
    question = compile_problem(problem(fleet, *cold, silent(shipment())))

    assert len(ask(question, range(3), share_visits=True).question.tasks) == 4
    assert left(searched(question.problem)) == 0


def with_small_vans(day: Problem, reloads: int, room: tuple[int, ...] = (600_000, 60)) -> Problem:
    fleet = tuple(replace(vehicle, capacity=room, reloads=reloads) for vehicle in day.vehicles)
    return replace(day, vehicles=fleet)


@pytest.mark.parametrize("day", [delivery_day, collection_day])
@pytest.mark.parametrize(("shipments", "vans"), [(60, 6), (300, 28)])
def test_a_day_with_so_few_vans_that_they_must_come_back_is_served_whole(day, shipments, vans):
    often, once = (with_small_vans(day(shipments, vans=vans), reloads) for reloads in (2, 0))

    assert left(searched(often, steps=2_000)) == 0
    assert left(searched(once, steps=500)) > shipments // 20


@pytest.mark.parametrize("day", [delivery_day, collection_day])
def test_a_day_with_reloads_is_much_cheaper_than_inserted(day):
    question = with_small_vans(day(60, vans=9), 2)
    compiled = compile_problem(question)
    inserted = planned(compiled, insertion.construct(compiled, range(60)))

    plan = searched(question, steps=2_000)

    assert (left(inserted), left(plan)) == (0, 0)
    assert plan.objective_pence < 0.9 * inserted.objective_pence


def test_a_day_from_farm_to_kitchen_needs_no_reload_and_costs_as_much_with_as_without():
    often, once = (with_small_vans(direct_day(40, vans=14), reloads) for reloads in (2, 0))

    assert searched(often, steps=1_000) == searched(once, steps=1_000)


def test_the_same_seed_and_steps_give_the_same_plan():
    question = with_small_vans(delivery_day(60, vans=5), 2)

    plan = searched(question, steps=500)

    assert searched(question, steps=500) == plan
    assert searched(question, steps=500, seed=2) != plan


def test_the_door_takes_ruin_and_recreate_for_reloads():
    question = with_small_vans(delivery_day(40, vans=4), 2)

    plan = solve(question, budget=Iterations(20), seed=1)

    assert (plan.engine, plan.engine_because, plan.unserved) == (native_engine.NAME, "", ())
