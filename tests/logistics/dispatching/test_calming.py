"""Known rounds have a price when a date is searched on; nothing sets out in the past, and what is done stays."""

from dataclasses import replace

from logistics.dispatching.calming import ChangePrices, calmed, known_from
from logistics.dispatching.rounds import Begin, rounds_of
from logistics.dispatching.shifting import Desk, judged, put_anywhere
from logistics.planning.routing import check
from logistics.planning.routing.plan import Plan
from logistics.planning.routing.problem import Iterations, Problem
from logistics.planning.routing.solve import solve
from tests.planning.routing.days import HOUR, delivery_day

PRICES = ChangePrices(van_pence=300, minute_pence=5)


def planned(problem: Problem) -> Plan:
    return solve(problem, budget=Iterations(20), seed=1)


def torn(problem: Problem, plan: Plan) -> tuple[Desk, tuple[str, ...]]:
    """The desk after the first van is lost, and what was in it."""
    lost = plan.routes[0]
    rounds = {van: visits for van, visits in rounds_of(plan).items() if van != lost.vehicle}
    fewer = replace(problem, vehicles=tuple(each for each in problem.vehicles if each.id != lost.vehicle))
    waiting = tuple(dict.fromkeys(task.shipment for visit in lost.visits for task in visit.tasks))
    return Desk(problem=fewer, rounds=rounds, left={}), waiting


def vans_of(desk: Desk) -> dict[str, str]:
    return {task.shipment: van for van, visits in desk.rounds.items() for visit in visits for task in visit}


def test_when_a_van_is_lost_the_others_keep_what_people_know_them_for_and_it_gets_no_dearer():
    day = delivery_day(40, vans=8)
    before = planned(day)
    desk, waiting = torn(day, before)
    inserted = put_anywhere(desk, waiting, now_s=0)

    after = calmed(inserted, known_from(before, PRICES), now_s=0)

    was, now = vans_of(Desk(problem=day, rounds=rounds_of(before), left={})), vans_of(after)
    staying = [key for key in was if key not in waiting]
    assert sum(now[key] == was[key] for key in staying) >= 0.9 * len(staying)
    assert set(now) == set(was)
    assert check.faults(after.problem, judged(after)) == ()
    assert after.problem == inserted.problem
    assert judged(after).cost.total_pence <= judged(inserted).cost.total_pence


def test_nothing_sets_out_in_the_past():
    day = delivery_day(10, vans=3)
    before = planned(day)
    desk = Desk(problem=day, rounds=rounds_of(before), left={})

    assert calmed(desk, known_from(before, PRICES), now_s=11 * HOUR) == desk


def test_a_date_of_which_something_is_done_is_not_searched():
    day = delivery_day(10, vans=3)
    before = planned(day)
    van = before.routes[0].vehicle
    desk = Desk(problem=day, rounds=rounds_of(before), left={}, locked={van: 1})

    assert calmed(desk, known_from(before, PRICES), now_s=0) is desk


def test_a_round_that_is_not_changed_sets_out_when_it_was_to():
    day = delivery_day(10, vans=3)
    before = planned(day)
    route = before.routes[0]
    early = Begin(rounds_of(before)[route.vehicle], day.vehicles[0].earliest_s)
    desk = Desk(problem=day, rounds=rounds_of(before), left={}, begins={route.vehicle: early})

    assert judged(desk).routes[0].start_s == day.vehicles[0].earliest_s
    changed = replace(desk, begins={route.vehicle: replace(early, visits=early.visits[1:])})
    assert judged(changed).routes[0].start_s == route.start_s
