"""Breaks each constraint once in a good plan: the judge must name exactly that fault."""

from dataclasses import replace
from typing import Any

import pytest

from logistics.planning.routing.check import faults
from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.plan import Cost, Plan, Reason, Route, Unserved, Visit
from logistics.planning.routing.problem import Iterations, Problem, Window
from logistics.planning.routing.schedule import time_route
from logistics.planning.routing.solve import solve
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van

LIFTING = frozenset({"tail lift"})
MILK = shipment("milk", origin="farm", target="school", temperature_class="chilled", skills=LIFTING)
QUESTION = problem((van(skills=LIFTING), van("spare", skills=LIFTING)), shipment(), MILK)


@pytest.fixture(scope="module")
def plan() -> Plan:
    """hub, farm, kitchen, school and home again: both shipments in one van."""
    route = time_route(compile_problem(QUESTION), 0, [0, 2, 1, 3])
    assert route is not None
    good = Plan((route,), (), route.cost, 0, "given", "by hand")
    assert faults(QUESTION, good) == ()
    return good


def with_route(plan: Plan, **changes: Any) -> Plan:
    return replace(plan, routes=(replace(plan.routes[0], **changes),))


def with_visit(plan: Plan, number: int, **changes: Any) -> Plan:
    visits = list(plan.routes[0].visits)
    visits[number] = replace(visits[number], **changes)
    return with_route(plan, visits=tuple(visits))


def with_van(**changes: Any) -> Problem:
    return replace(QUESTION, vehicles=tuple(replace(vehicle, **changes) for vehicle in QUESTION.vehicles))


def with_carrots(**changes: Any) -> Problem:
    return replace(QUESTION, shipments=(replace(QUESTION.shipments[0], **changes), QUESTION.shipments[1]))


def only_fault(question: Problem, broken: Plan) -> str:
    (fault,) = faults(question, broken)
    return fault


def test_a_shipment_lost_from_the_plan_is_missed(plan: Plan):
    empty = replace(plan, routes=(), cost=Cost())

    assert faults(QUESTION, empty) == (
        "carrots is picked up 0, dropped 0 and left out 0 times",
        "milk is picked up 0, dropped 0 and left out 0 times",
    )


def test_a_shipment_both_served_and_left_out_is_noticed(plan: Plan):
    twice = replace(plan, unserved=(Unserved("milk", Reason("full", {}, "full")),), penalty_pence=1_000_000)

    assert only_fault(QUESTION, twice) == "milk is picked up 1, dropped 1 and left out 1 times"


def test_a_shipment_left_out_needs_a_reason_in_words():
    silent = Plan((), (Unserved("carrots", Reason("full", {}, "")),), Cost(), 1_000_000, "given", "insertion")

    assert only_fault(problem((van(),), shipment()), silent) == "carrots is left out without a reason"


def test_a_shipment_that_nobody_ordered_is_noticed(plan: Plan):
    stranger = replace(plan, unserved=(Unserved("gin", Reason("full", {}, "full")),))

    assert only_fault(QUESTION, stranger) == "gin is no shipment of this problem"


def test_one_van_cannot_drive_two_routes(plan: Plan):
    doubled = replace(plan, routes=(plan.routes[0], plan.routes[0]), cost=plan.cost + plan.cost)

    assert "van drives 2 routes" in faults(QUESTION, doubled)


def test_a_route_needs_a_van_of_the_problem(plan: Plan):
    assert only_fault(QUESTION, with_route(plan, vehicle="ghost")) == "ghost is no van of this problem"


def test_goods_dropped_before_they_are_picked_up_are_noticed():
    question = problem((van(),), shipment(origin="farm", drop=replace(shipment().drop, windows=())))
    good = solve(question, budget=Iterations(5), seed=1)
    first, second = good.routes[0].visits
    swapped = replace(
        good,
        routes=(
            replace(
                good.routes[0],
                visits=(replace(first, tasks=second.tasks), replace(second, tasks=first.tasks)),
            ),
        ),
    )

    assert "van: drops carrots at farm without having it on board" in faults(question, swapped)
    assert "van: comes home with carrots on board" in faults(question, swapped)


@pytest.mark.parametrize(
    ("capacity", "words"),
    [((199_999, 90), "carries 200000 g of weight"), ((900_000, 19), "carries 20 crates of crates")],
)
def test_an_overload_in_either_dimension_is_noticed(plan: Plan, capacity: tuple[int, int], words: str):
    assert only_fault(with_van(capacity=capacity), plan).startswith(f"van: {words} at farm")


def test_loads_written_down_wrongly_are_noticed(plan: Plan):
    assert only_fault(QUESTION, with_visit(plan, 1, loads_after=(1, 1))) == (
        "van: leaves farm with (200000, 20), not (1, 1)"
    )


def test_goods_too_warm_for_the_van_are_noticed(plan: Plan):
    assert only_fault(with_van(classes=frozenset({"ambient"})), plan) == (
        "van: at farm milk is chilled, which this van does not carry"
    )


def test_a_missing_skill_is_noticed(plan: Plan):
    assert only_fault(with_van(skills=frozenset()), plan) == "van: at farm milk needs tail lift"


def test_a_missed_window_is_noticed(plan: Plan):
    start_s = plan.routes[0].visits[2].start_s
    early = with_carrots(drop=replace(QUESTION.shipments[0].drop, windows=(Window(0, start_s - 1),)))
    late = with_carrots(drop=replace(QUESTION.shipments[0].drop, windows=(Window(start_s + 1, 12 * HOUR),)))

    for question in (early, late):
        assert only_fault(question, plan) == f"van: at kitchen carrots is served at {start_s} s, outside its windows"


def test_goods_fetched_before_they_are_ready_are_noticed(plan: Plan):
    assert "it is ready at 36000 s" in only_fault(with_carrots(ready_s=10 * HOUR), plan)


def test_service_cut_short_is_noticed(plan: Plan):
    longer = with_carrots(pickup=replace(QUESTION.shipments[0].pickup, service_goods_s=20 * MINUTE))

    assert only_fault(longer, plan).startswith("van: at hub the van leaves at")


def test_service_before_arrival_is_noticed(plan: Plan):
    visit = plan.routes[0].visits[1]
    broken = with_visit(plan, 1, start_s=visit.arrive_s - 60, depart_s=visit.depart_s - 60)

    assert f"van: at farm service starts at {visit.arrive_s - 60} s, before the van is there" in faults(
        QUESTION, broken
    )


def test_a_task_done_at_the_wrong_place_is_noticed():
    question = problem((van(),), shipment(drop=replace(shipment().drop, windows=())))
    good = solve(question, budget=Iterations(5), seed=1)
    moved = replace(question, shipments=(shipment(target="school", drop=replace(shipment().drop, location="school")),))

    assert "van: at kitchen the drop of carrots is done, which belongs to school" in faults(moved, good)


def test_a_shift_overrun_at_either_end_is_noticed(plan: Plan):
    route = plan.routes[0]

    assert "the shift is" in only_fault(with_van(latest_s=route.end_s - 1), plan)
    assert "the shift is" in only_fault(with_van(earliest_s=route.start_s + 1), plan)


def test_too_long_at_the_wheel_is_noticed(plan: Plan):
    assert only_fault(with_van(driving_limit_s=47 * MINUTE), plan) == "van: drives 2880 s, the limit is 2820 s"


@pytest.mark.parametrize("field", ["arrive_s", "travel_s", "distance_m"])
def test_a_leg_that_is_faster_or_shorter_than_the_matrix_is_noticed(plan: Plan, field: str):
    broken = with_visit(plan, 1, **{field: getattr(plan.routes[0].visits[1], field) - 1})

    assert "farm" in faults(QUESTION, broken)[0]


def test_a_slower_van_needs_other_times(plan: Plan):
    assert "van: hub to farm takes 667 s and 10000 m, not 600 s and 10000 m" in faults(
        with_van(speed_permille=900), plan
    )


@pytest.mark.parametrize("field", ["end_s", "travel_s", "distance_m"])
def test_the_way_home_counts(plan: Plan, field: str):
    broken = with_route(plan, **{field: getattr(plan.routes[0], field) - 20_000})

    assert faults(QUESTION, broken) != ()


def test_a_route_that_does_not_begin_at_the_vans_place_is_noticed(plan: Plan):
    assert any("mill to hub takes" in fault for fault in faults(with_van(start="mill"), plan))


def test_a_call_at_the_start_in_mid_route_needs_a_reload():
    heavy = [shipment(name, loads=(600_000, 10)) for name in ("carrots", "leeks")]
    allowed, forbidden = problem((van(reloads=1),), *heavy), problem((van(),), *heavy)
    good = solve(allowed, budget=Iterations(20), seed=1)

    assert faults(allowed, good) == ()
    assert only_fault(forbidden, good) == "van: calls at hub 1 times in mid-route, 0 are allowed"


@pytest.mark.parametrize("part", ["fixed_pence", "distance_pence", "time_pence"])
def test_each_part_of_the_cost_is_recomputed(plan: Plan, part: str):
    cost = replace(plan.cost, **{part: getattr(plan.cost, part) - 1})
    broken = replace(with_route(plan, cost=cost), cost=cost)

    assert only_fault(QUESTION, broken).startswith("van: costs")


def test_totals_must_add_up(plan: Plan):
    assert "its routes add up to" in only_fault(QUESTION, replace(plan, cost=Cost()))
    assert "the prices add up to 0" in only_fault(QUESTION, replace(plan, penalty_pence=5))
    assert "cheaper than its own bound" in only_fault(QUESTION, replace(plan, bound_pence=plan.objective_pence + 1))


def test_an_estimate_may_not_pass_for_roads(plan: Plan):
    assert only_fault(QUESTION, replace(plan, travel_source="by road")) == (
        "the plan calls its travel by road, the problem given"
    )


def test_a_visit_without_work_and_a_route_without_visits_are_noticed(plan: Plan):
    idle = Route("spare", 6 * HOUR, 6 * HOUR, (), 0, 0, Cost(fixed_pence=2_000))
    more = replace(plan, routes=(*plan.routes, idle), cost=plan.cost + idle.cost)
    assert only_fault(QUESTION, more) == "spare: drives without a visit"

    stop = Visit("kitchen", 7 * HOUR, 7 * HOUR, 7 * HOUR, (), (0, 0), 20 * MINUTE, 20_000)
    cost = Cost(2_000, 2_000, 800)
    waste = Route("spare", 7 * HOUR - 20 * MINUTE, 7 * HOUR + 20 * MINUTE, (stop,), 40_000, 40 * MINUTE, cost)
    more = replace(plan, routes=(*plan.routes, waste), cost=plan.cost + cost)
    assert only_fault(QUESTION, more) == "spare: at kitchen nothing is done"


def test_a_place_off_the_map_is_noticed(plan: Plan):
    assert (
        only_fault(QUESTION, with_visit(plan, 1, location="moon"))
        == "van: visits moon, which is no place of this problem"
    )
