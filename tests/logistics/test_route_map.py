"""A map drawn from our own points."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from logistics.dispatch.route_map import COLOURS, MARGIN, MOST_HEIGHT, WIDTH, route_map
from logistics.dispatch.route_sheet import RouteSheet, StopSheet

AT = datetime(2027, 3, 9, 7, tzinfo=UTC)


def a_route(number: int, *points: tuple[float, float]) -> RouteSheet:
    return RouteSheet(
        number=number,
        day=date(2027, 3, 9),
        van=f"Van {number}",
        temperature_class="ambient",
        driver="",
        starts_at=AT,
        ends_at=AT,
        distance_m=1,
        travel_s=1,
        cost_pence=1,
        capacity_g=1,
        capacity_crates=1,
        start_latitude=52.67,
        start_longitude=-0.73,
        stops=tuple(
            StopSheet(place, f"Place {place}", lat, lon, AT, AT, AT, (), 0, 0)
            for place, (lat, lon) in enumerate(points, start=1)
        ),
    )


def test_nothing_is_drawn_of_no_routes() -> None:
    assert route_map([]) is None


def test_a_route_runs_from_the_yard_through_its_stops_and_home() -> None:
    drawn = route_map([a_route(1, (52.6, -0.7), (52.7, -0.8))])

    assert drawn is not None
    points = drawn.lines[0].points.split()
    assert points[0] == points[-1]
    assert len(points) == 4
    assert [mark.number for mark in drawn.lines[0].marks] == [1, 2]


def test_north_is_up_and_east_is_right() -> None:
    drawn = route_map([a_route(1, (52.7, -0.8), (52.6, -0.7))])

    assert drawn is not None
    north_west, south_east = drawn.lines[0].marks
    assert north_west.y < south_east.y
    assert north_west.x < south_east.x


def test_the_seventh_route_is_told_from_the_first_by_its_dashes() -> None:
    drawn = route_map([a_route(number, (52.6, -0.7)) for number in range(1, 8)])

    assert drawn is not None
    assert [line.colour for line in drawn.lines[:6]] == list(COLOURS)
    assert (drawn.lines[6].colour, drawn.lines[0].dash) == (COLOURS[0], "")
    assert drawn.lines[6].dash == "9 5"


points = st.tuples(st.floats(49.0, 60.0), st.floats(-8.0, 2.0))


@given(st.lists(points, min_size=1, max_size=12))
def test_every_stop_lies_on_the_sheet(places: list[tuple[float, float]]) -> None:
    drawn = route_map([a_route(1, *places)])

    assert drawn is not None
    assert drawn.height <= MOST_HEIGHT
    for mark in drawn.lines[0].marks:
        assert MARGIN - 1 <= mark.x <= WIDTH - MARGIN + 1
        assert MARGIN - 1 <= mark.y <= drawn.height - MARGIN + 1
