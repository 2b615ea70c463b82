"""A map drawn from our own points."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from logistics.dispatch.route_map import COLOURS, KEY_ROW, MARGIN, MOST_HEIGHT, WIDTH, Landmark, maps_by_day, route_map
from logistics.dispatch.route_sheet import RouteSheet, StopSheet

AT = datetime(2027, 3, 9, 7, tzinfo=UTC)


def a_route(number: int, *points: tuple[float, float], day: date = date(2027, 3, 9)) -> RouteSheet:
    return RouteSheet(
        number=number,
        day=day,
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


def test_collections_and_drops_are_drawn_on_maps_of_their_own() -> None:
    monday, tuesday = date(2027, 3, 8), date(2027, 3, 9)
    routes = [a_route(2, (52.6, -0.7), day=tuesday), a_route(1, (52.7, -0.8), day=monday)]

    maps = maps_by_day(routes)

    assert [(drawn.day, [line.number for line in drawn.lines]) for drawn in maps] == [(monday, [1]), (tuesday, [2])]


def test_landmarks_beyond_the_sheet_are_left_out() -> None:
    near, far = Landmark("Hambleton", 52.65, -0.74), Landmark("Preston", 53.76, -2.7)

    drawn = route_map([a_route(1, (52.6, -0.7), (52.7, -0.8))], [near, far])

    assert drawn is not None
    assert [mark.name for mark in drawn.landmarks] == ["Hambleton"]


def test_a_route_says_its_number_on_its_first_leg() -> None:
    drawn = route_map([a_route(1, (52.67, -0.73), (52.7, -0.8))])

    assert drawn is not None
    (yard,) = drawn.yards
    (far,) = drawn.lines[0].marks
    assert drawn.lines[0].badge == (round((yard.x + far.x) / 2, 1), round((yard.y + far.y) / 2, 1))


points = st.tuples(st.floats(49.0, 60.0), st.floats(-8.0, 2.0))


@given(st.lists(points, min_size=1, max_size=12))
def test_every_stop_lies_on_the_sheet(places: list[tuple[float, float]]) -> None:
    drawn = route_map([a_route(1, *places)])

    assert drawn is not None
    assert drawn.height <= MOST_HEIGHT + KEY_ROW
    for mark in drawn.lines[0].marks:
        assert MARGIN - 1 <= mark.x <= WIDTH - MARGIN + 1
        assert MARGIN - 1 <= mark.y <= drawn.height - MARGIN + 1
