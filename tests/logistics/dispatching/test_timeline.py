"""The desk's drawing and what the map's script is told, from the routes of a small day."""

from datetime import timedelta

import pytest

from logistics.dispatch.route_map import Landmark
from logistics.dispatching.board import Board
from logistics.dispatching.board_reading import board_of
from logistics.dispatching.map_data import map_data
from logistics.dispatching.timeline import LEFT, WIDTH, timeline
from logistics.fleet import put_back_into_use, take_out_of_use
from logistics.models import Driver, Vehicle
from shop.journal.models import LogLine
from tests.logistics.dispatching.desk import LATER, a_routed_day, current
from tests.logistics.small_day import SmallDay

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallDay:
    return a_routed_day()


def test_bars_lie_within_the_hours_and_follow_each_other(small: SmallDay) -> None:
    board = board_of(current(small), small.day.day)
    drawn = timeline(board)

    assert drawn is not None
    assert [row.number for row in drawn.rows] == [route.number for route in board.routes]
    for row in drawn.rows:
        assert row.out.x >= LEFT
        assert row.out.x + row.out.width <= WIDTH
        ends = [bar.x + bar.width for bar in row.visits]
        assert all(end <= bar.x + 3 for end, bar in zip(ends, row.visits[1:], strict=False))
    assert drawn.hours[0].text.endswith(":00")


def test_nothing_is_drawn_of_a_date_without_routes(small: SmallDay) -> None:
    assert timeline(board_of(current(small), small.day.day + timedelta(days=1))) is None


def test_the_map_is_told_each_stop_but_the_yard_and_no_more_than_the_page_says(small: SmallDay) -> None:
    board = board_of(current(small), small.day.day)
    told = map_data(board, [Landmark("Oakham", 52.67, -0.73)], tiles="")

    assert told["places"] == [{"name": "Oakham", "at": [52.67, -0.73]}]
    assert [route["number"] for route in told["routes"]] == [route.number for route in board.routes]
    stops = [stop for route in told["routes"] for stop in route["stops"]]
    assert {stop["name"] for stop in stops} <= {stop.place for route in board.routes for stop in route.stops}
    assert "The packhouse" not in {stop["name"] for stop in stops}
    for route in told["routes"]:
        assert route["line"][0] == route["line"][-1]


def test_a_driver_on_two_routes_at_once_is_pointed_out(small: SmallDay) -> None:
    board = board_of(current(small), small.day.day)
    one = board.routes[0]
    ann = Driver.objects.create(hub=small.hub, name="Ann Driver")

    assert Board(on=board.on, routes=(one,), left=(), vans=(), drivers=(ann,)).clashes == ()
    assert Board(on=board.on, routes=(one, one), left=(), vans=(), drivers=(ann,)).clashes == (
        f"{one.driver} is down for routes {one.number} and {one.number} at the same time.",
    )


def test_a_van_goes_out_of_use_once_and_comes_back_once(small: SmallDay) -> None:
    van = small.vans["Big van"]
    for minute in (0, 5):
        take_out_of_use(vehicle=van, by=None, now=LATER + timedelta(minutes=minute))
    assert Vehicle.objects.get(pk=van.pk).out_of_use_since == LATER

    for _ in range(2):
        put_back_into_use(vehicle=van, by=None, now=LATER)
    assert Vehicle.objects.get(pk=van.pk).out_of_use_since is None
    assert LogLine.objects.about(van).filter(verb__contains="use").count() == 2
