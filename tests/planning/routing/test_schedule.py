from dataclasses import replace

import pytest

from logistics.planning.routing.compiled import compile_problem
from logistics.planning.routing.plan import Route
from logistics.planning.routing.problem import CRATES, WEIGHT, Problem, Window
from logistics.planning.routing.schedule import time_route
from logistics.planning.routing.words import amount, clock, duration, joined, money
from tests.planning.routing.cast import HOUR, MINUTE, problem, shipment, until, van


def timed(question: Problem, *tasks: int) -> Route:
    route = time_route(compile_problem(question), 0, tasks)
    assert route is not None
    return route


def dropped(*windows: Window, name: str = "carrots", target: str = "kitchen"):
    base = shipment(name, target=target)
    return replace(base, drop=replace(base.drop, windows=windows))


def test_a_van_starts_as_late_as_it_can_without_ending_later():
    route = timed(problem((van(),), dropped(Window(8 * HOUR, 9 * HOUR))), 0, 1)

    assert [visit.wait_s for visit in route.visits] == [0, 0]
    assert route.start_s == 8 * HOUR - 27 * MINUTE


def test_a_van_starts_early_when_waiting_costs_nothing_more():
    route = timed(problem((van(),), dropped()), 0, 1)

    assert route.start_s == 6 * HOUR


def test_of_two_windows_the_one_with_the_shorter_day_is_taken():
    first, second = Window(6 * HOUR + 30 * MINUTE, 7 * HOUR), Window(9 * HOUR, 10 * HOUR)
    near, far = dropped(first, second), dropped(Window(9 * HOUR + 5 * MINUTE, 10 * HOUR), name="far", target="school")

    route = timed(problem((van(),), near, far), 0, 2, 1, 3)

    assert [visit.start_s for visit in route.visits[1:]] == [9 * HOUR, 9 * HOUR + 13 * MINUTE]


def test_windows_that_overlap_or_touch_are_one():
    long, inside = Window(7 * HOUR, 9 * HOUR), Window(7 * HOUR + 10 * MINUTE, 8 * HOUR)
    question = problem((van(),), dropped(long, inside, Window(9 * HOUR + 1, 10 * HOUR)))

    assert compile_problem(question).windows[1] == ((7 * HOUR, 10 * HOUR),)


def test_tasks_at_one_place_share_a_visit_only_when_their_windows_meet():
    morning, noon = dropped(Window(7 * HOUR, 8 * HOUR)), dropped(Window(9 * HOUR, 10 * HOUR), name="leeks")

    route = timed(problem((van(),), morning, noon), 0, 2, 1, 3)

    assert [visit.location for visit in route.visits] == ["hub", "kitchen", "kitchen"]
    assert route.visits[2].arrive_s == route.visits[1].depart_s


def test_waiting_for_a_shared_window_is_given_up_when_it_would_make_the_van_late_elsewhere():
    early = dropped(Window(7 * HOUR, 8 * HOUR))
    later = dropped(Window(7 * HOUR + 30 * MINUTE, 8 * HOUR), name="later")
    far = dropped(*until(7 * HOUR + 44 * MINUTE), name="far", target="school")

    route = timed(problem((van(),), early, later, far), 0, 2, 4, 1, 3, 5)

    assert [visit.location for visit in route.visits] == ["hub", "kitchen", "kitchen", "school"]


@pytest.mark.parametrize(
    ("tasks", "changes"),
    [
        ((0, 1), {"latest_s": 6 * HOUR + 58 * MINUTE}),
        ((0, 1), {"capacity": (99_999, 10)}),
        ((0, 1), {"driving_limit_s": 40 * MINUTE - 1}),
    ],
)
def test_an_order_that_breaks_a_limit_is_no_route(tasks: tuple[int, ...], changes: dict[str, object]):
    question = problem((van(**changes),), shipment())

    assert time_route(compile_problem(question), 0, tasks) is None


def test_times_weights_and_money_are_written_as_people_do():
    assert clock(6 * HOUR + 52 * MINUTE) == "06:52"
    assert (clock(61), clock(61, up=True)) == ("00:01", "00:02")
    assert clock(25 * HOUR) == "01:00 the next day"
    assert (duration(0), duration(HOUR), duration(61), duration(5 * HOUR + 1)) == ("0 min", "1 h", "2 min", "5 h 1 min")
    assert [amount(g, WEIGHT) for g in (1_450_000, 60_500, 600)] == ["1,450 kg", "60.5 kg", "0.6 kg"]
    assert [amount(n, CRATES) for n in (1, 1_200)] == ["1 crate", "1,200 crates"]
    assert money(123_456) == "£1,234.56"
    assert (joined(["a"]), joined(["a", "b", "c"])) == ("a", "a, b and c")
