"""Where travel comes from: estimated unless a road engine is named, kept per pair, never half and half."""

import logging
from collections.abc import Iterator

import numpy as np
import pytest
from django.test import override_settings

from logistics.models import TravelLeg
from logistics.planning.routing.problem import Location
from logistics.planning.routing.travel.estimate import Estimate
from logistics.travel import travel_for
from logistics.travel.choosing import RoadsElseEstimate
from logistics.travel.errors import RoadsUnavailable
from logistics.travel.map_version import map_version
from shop.enterprises.models import Hub
from tests.logistics.travel.road_engine import Engine, serving

OAKHAM = Location("oakham", 52.67, -0.73, "Oakham")
RYHALL = Location("ryhall", 52.68, -0.47, "Ryhall")
EXTON = Location("exton", 52.69, -0.63, "Exton")
PLACES = (OAKHAM, RYHALL, EXTON)


@pytest.fixture
def engine() -> Iterator[Engine]:
    with serving(Engine()) as engine:
        yield engine


@pytest.fixture
def hub(db: None) -> Hub:
    return Hub.objects.create(name="Rutland", slug="rutland", road_circuity_permille=1400, road_speed_kmh=45)


def test_without_a_road_engine_travel_is_estimated_by_the_hubs_figures(hub: Hub) -> None:
    source = travel_for(hub)
    assert source == Estimate(circuity=1.4, speed_kmh=45.0)
    assert (source.between(PLACES).source, TravelLeg.objects.count()) == ("estimated", 0)


def test_legs_are_kept_per_pair_and_asked_for_once(engine: Engine, hub: Hub) -> None:
    with override_settings(FOODSHED_OSRM_URL=engine.url):
        first = travel_for(hub).between(PLACES)
        assert (len(engine.tables), TravelLeg.objects.count()) == (1, 6)
        again = travel_for(hub).between([EXTON, OAKHAM])
    assert len(engine.tables) == 1
    assert again.distance_m.tolist() == first.distance_m[np.ix_([2, 0], [2, 0])].tolist()
    assert again.travel_s.tolist() == first.travel_s[np.ix_([2, 0], [2, 0])].tolist()
    assert (first.source, again.source) == ("by road", "by road")


def test_a_new_place_is_asked_for_and_the_kept_legs_stand(engine: Engine, hub: Hub) -> None:
    with override_settings(FOODSHED_OSRM_URL=engine.url):
        travel_for(hub).between([OAKHAM, RYHALL])
        TravelLeg.objects.update(distance_m=30_000)
        travel = travel_for(hub).between(PLACES)
    assert travel.distance_m.tolist() == [[0, 30_000, 13_320], [30_000, 0, 18_870], [13_320, 18_870, 0]]
    assert TravelLeg.objects.count() == 6


def test_two_places_at_one_point_are_no_way_apart(engine: Engine, hub: Hub) -> None:
    twin = Location("twin", OAKHAM.lat, OAKHAM.lon)
    with override_settings(FOODSHED_OSRM_URL=engine.url):
        travel = travel_for(hub).between([OAKHAM, RYHALL, twin])
    assert travel.distance_m.tolist() == [[0, 29_970, 0], [29_970, 0, 29_970], [0, 29_970, 0]]
    assert TravelLeg.objects.count() == 2


def test_another_map_is_another_source(engine: Engine, hub: Hub) -> None:
    with override_settings(FOODSHED_OSRM_URL=engine.url):
        travel_for(hub).between([OAKHAM, RYHALL])
        engine.version = "map two"
        travel_for(hub).between([OAKHAM, RYHALL])
    engine.version = ""
    with override_settings(FOODSHED_OSRM_URL=engine.url):
        travel_for(hub).between([OAKHAM, RYHALL])
    with override_settings(FOODSHED_OSRM_URL=engine.url, FOODSHED_OSRM_MAP="May extract"):
        travel_for(hub).between([OAKHAM, RYHALL])
    assert set(TravelLeg.objects.values_list("source", flat=True)) == {
        "osrm map one",
        "osrm map two",
        f"osrm {engine.url}",
        "osrm May extract",
    }
    assert len(engine.tables) == 4


def test_an_engine_that_is_away_gives_an_estimate_that_says_so(hub: Hub, caplog: pytest.LogCaptureFixture) -> None:
    with override_settings(FOODSHED_OSRM_URL="http://127.0.0.1:1"), caplog.at_level(logging.WARNING):
        source = travel_for(hub)
        travel = source.between(PLACES)
    assert travel == Estimate(circuity=1.4, speed_kmh=45.0).between(PLACES)
    assert travel.source == "estimated"
    assert isinstance(source, RoadsElseEstimate)
    assert source.notes[0].startswith("the road engine at http://127.0.0.1:1 does not answer")
    assert source.notes[0].endswith("; distances are estimated")
    assert source.notes[0] in caplog.text
    assert TravelLeg.objects.count() == 0


def test_a_place_off_the_map_makes_the_whole_matrix_an_estimate_and_keeps_nothing(engine: Engine, hub: Hub) -> None:
    engine.off_road_m = {"-0.470000,52.680000": 4_200.0}
    with override_settings(FOODSHED_OSRM_URL=engine.url):
        source = travel_for(hub)
        travel = source.between(PLACES)
    assert travel.source == "estimated"
    assert isinstance(source, RoadsElseEstimate)
    assert "Ryhall (4,200 m)" in source.notes[0]
    assert TravelLeg.objects.count() == 0


def test_kept_legs_answer_while_the_engine_is_away_when_its_map_is_named(engine: Engine, hub: Hub) -> None:
    with override_settings(FOODSHED_OSRM_MAP="May extract"):
        with override_settings(FOODSHED_OSRM_URL=engine.url):
            by_road = travel_for(hub).between(PLACES)
        with override_settings(FOODSHED_OSRM_URL="http://127.0.0.1:1"):
            assert travel_for(hub).between(PLACES) == by_road


def test_an_engine_that_answers_no_table_gives_an_estimate_and_keeps_nothing(engine: Engine, hub: Hub) -> None:
    with override_settings(FOODSHED_OSRM_URL=engine.url):
        travel_for(hub).between([OAKHAM, RYHALL])
        engine.is_ill = True
        source = travel_for(hub)
        travel = source.between(PLACES)
    assert travel == Estimate(circuity=1.4, speed_kmh=45.0).between(PLACES)
    assert isinstance(source, RoadsElseEstimate)
    assert source.notes == [f"the road engine at {engine.url} gave no answer; distances are estimated"]
    assert TravelLeg.objects.count() == 2


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "file:///etc/passwd", "osrm"])
def test_an_address_where_no_engine_is_is_refused(url: str) -> None:
    with pytest.raises(RoadsUnavailable, match="does not answer|is no address of a road engine"):
        map_version(url, OAKHAM)
