import statistics
from dataclasses import replace

import pytest

from logistics.planning.routing.problem import Iterations, Window
from logistics.planning.routing.robust.replay import Spread, replay
from logistics.planning.routing.solve import solve
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, van
from tests.planning.routing.days import delivery_day

STEADY = Spread(0, 0, 0, "nothing ever varies")
USUAL = Spread(80, 200, 250, "a test")


def drop_until(closes_s: int, opens_s: int = 0):
    return replace(shipment().drop, windows=(Window(opens_s, closes_s),))


def test_where_nothing_varies_every_morning_goes_as_planned():
    question = problem((van(),), shipment(), shipment("leeks", target="school"))
    plan = solve(question, budget=Iterations(10), seed=1)

    odds = replay(question, plan, spread=STEADY, seed=1)

    assert [(each.on_time, each.mornings) for each in odds] == [(200, 200)] * 3
    assert [set(each.begins_s) for each in odds] == [{visit.start_s} for visit in plan.routes[0].visits]
    assert [each.tasks for each in odds] == [visit.tasks for visit in plan.routes[0].visits]
    assert odds[0].closes_s is None
    assert odds[1].closes_s == 10 * HOUR + 30 * MINUTE


def test_a_drop_planned_for_the_end_of_its_window_is_late_on_about_every_second_morning():
    bound = replace(shipment(), ready_s=6 * HOUR + 3 * MINUTE, drop=drop_until(6 * HOUR + 30 * MINUTE))
    question = problem((van(),), bound)
    plan = solve(question, budget=Iterations(10), seed=1)
    assert plan.routes[0].visits[1].start_s == 6 * HOUR + 30 * MINUTE

    drop = replay(question, plan, spread=USUAL, seed=1, mornings=2_000)[1]

    assert 900 < drop.on_time < 1_150
    assert drop.permille == drop.on_time // 2
    assert drop.late_by_s(950) == drop.begins_s[1_899] - (6 * HOUR + 30 * MINUTE) > 5 * MINUTE
    assert drop.late_by_s(400) == 0


def test_a_van_that_is_early_waits_and_one_that_is_late_serves_at_once():
    question = problem((van(),), replace(shipment(), drop=drop_until(7 * HOUR, opens_s=6 * HOUR + 30 * MINUTE)))
    plan = solve(question, budget=Iterations(10), seed=1)

    drop = replay(question, plan, spread=Spread(0, 600, 0, "wild"), seed=3)[1]

    assert min(drop.begins_s) == 6 * HOUR + 30 * MINUTE
    assert max(drop.begins_s) > 6 * HOUR + 30 * MINUTE
    assert drop.on_time == sum(begin <= 7 * HOUR for begin in drop.begins_s)


def test_between_two_windows_a_van_waits_for_the_second():
    windows = (Window(6 * HOUR, 6 * HOUR + 30 * MINUTE), Window(9 * HOUR, 9 * HOUR + 30 * MINUTE))
    both = replace(shipment(), ready_s=6 * HOUR + 3 * MINUTE, drop=replace(shipment().drop, windows=windows))
    question = problem((van(),), both)
    plan = solve(question, budget=Iterations(10), seed=1)
    assert plan.routes[0].visits[1].start_s == 6 * HOUR + 30 * MINUTE

    drop = replay(question, plan, spread=USUAL, seed=1)[1]

    assert drop.on_time == 200
    assert {begin // HOUR for begin in drop.begins_s} == {6, 9}


def test_the_same_seed_gives_the_same_mornings_and_a_van_s_do_not_depend_on_the_others():
    question = delivery_day(20, vans=4)
    plan = solve(question, budget=Iterations(10), seed=1)
    whole = replay(question, plan, spread=USUAL, seed=1)

    assert whole == replay(question, plan, spread=USUAL, seed=1)
    assert whole != replay(question, plan, spread=USUAL, seed=2)
    last = replace(plan, routes=plan.routes[-1:])
    assert replay(question, last, spread=USUAL, seed=1) == whole[-len(last.routes[0].visits) :]


@pytest.mark.parametrize("spread", [Spread(100, 0, 0, "mornings"), Spread(0, 100, 0, "legs")])
def test_factors_keep_the_planned_time_as_their_mean_and_scatter_as_much_as_they_say(spread: Spread):
    question = problem((van(),), replace(shipment(), drop=drop_until(11 * HOUR)))
    plan = solve(question, budget=Iterations(10), seed=1)
    drive_s, planned_s = 20 * MINUTE, plan.routes[0].visits[1].start_s

    begins = replay(question, plan, spread=spread, seed=1, mornings=5_000)[1].begins_s

    assert statistics.mean(begins) == pytest.approx(planned_s, abs=drive_s * 0.01)
    assert statistics.stdev(begins) == pytest.approx(drive_s * 0.1, rel=0.1)
