"""The real road engine on the real roads of Rutland: the default estimate is held against it."""

import csv
import fcntl
import os
from collections.abc import Iterator

import numpy as np
import pytest

from logistics.planning.routing.problem import Location, Travel
from logistics.planning.routing.travel.estimate import Estimate
from logistics.planning.routing.travel.osrm import FarFromRoad, Osrm
from logistics.travel.map_version import map_version
from set_up import roads
from set_up.steps import StepFailed
from tests.shared_data import shared

pytestmark = [pytest.mark.slow, pytest.mark.osrm]
FAR_ENOUGH_M = 1_000


@pytest.fixture(scope="module")
def engine() -> Iterator[Osrm]:
    """A server brought up as `make roads` does; the programs are fetched once into var/."""
    extract = shared("uk-rutland-roads/rutland-2018-02-27.osm.pbf")
    roads.FOLDER.mkdir(parents=True, exist_ok=True)
    with (roads.FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            programs = roads.fetched_engine(roads.FOLDER)
        except StepFailed as failed:
            if os.environ.get("REQUIRE_REAL") == "1":
                raise
            pytest.skip(f"no road engine could be fetched: {failed}")
        ready = roads.prepared_map(extract, programs, roads.FOLDER)
    with roads.serving(ready, programs, port=0) as url:
        yield Osrm(url)


@pytest.fixture(scope="module")
def places() -> list[Location]:
    """Every distinct point of Rutland's real kitchens, growers and makers."""
    points: dict[tuple[float, float], str] = {}
    for name in ("buyers", "suppliers"):
        with shared(f"uk-rutland-demo/{name}.csv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                points.setdefault((float(row["lat"]), float(row["lon"])), row["name"])
    return [Location(str(number), lat, lon, name) for number, ((lat, lon), name) in enumerate(points.items())]


@pytest.fixture(scope="module")
def by_road(engine: Osrm, places: list[Location]) -> Travel:
    return engine.between(places)


def test_every_real_place_lies_on_the_map_and_is_reached_by_road(places: list[Location], by_road: Travel) -> None:
    count = len(places)
    assert count == 168
    assert by_road.source == "by road"
    assert by_road.distance_m.shape == (count, count)
    assert not np.diagonal(by_road.distance_m).any()
    assert int(by_road.distance_m.max()) < 60_000
    assert int(by_road.travel_s.max()) < 5_400


def test_no_road_is_shorter_than_the_way_of_a_crow(places: list[Location], by_road: Travel) -> None:
    crow_m = Estimate(circuity=1.0).between(places).distance_m
    # Both ends were moved onto the road first, each by at most the snap limit.
    assert (by_road.distance_m >= crow_m - 2 * FAR_ENOUGH_M).all()


def test_the_default_estimate_is_as_wrong_as_docs_roads_says(places: list[Location], by_road: Travel) -> None:
    estimated = Estimate().between(places)
    assert estimated.source == "estimated"
    far = by_road.distance_m > FAR_ENOUGH_M
    distance = estimated.distance_m[far] / by_road.distance_m[far] - 1
    duration = estimated.travel_s[far] / by_road.travel_s[far] - 1
    measured = [round(100 * float(figure)) for figure in (
        np.abs(distance).mean(), distance.mean(), np.abs(duration).mean(), duration.mean(),
    )]  # fmt: skip
    assert measured == [13, 0, 22, 6]


def test_the_engine_names_its_map_by_the_extracts_content(engine: Osrm, places: list[Location]) -> None:
    extract = shared("uk-rutland-roads/rutland-2018-02-27.osm.pbf")
    assert map_version(engine.url, places[0]) == roads.digest_of(extract)


def test_a_place_off_the_map_is_refused_with_how_far_it_is(engine: Osrm, places: list[Location]) -> None:
    london = Location("london", 51.5074, -0.1278, "London")
    with pytest.raises(FarFromRoad) as caught:
        engine.between([*places[:3], london])
    [(label, metres)] = caught.value.places
    assert label == "London"
    assert 115_000 < metres < 135_000


def test_the_same_question_has_the_same_answer(engine: Osrm, places: list[Location], by_road: Travel) -> None:
    some = np.ix_(range(120), range(120))
    again = engine.between(places[:120])
    assert np.array_equal(again.distance_m, by_road.distance_m[some])
    assert np.array_equal(again.travel_s, by_road.travel_s[some])
