"""Named places to draw beside a day's routes."""

import pytest

from logistics.dispatch.landmarks import landmarks_around
from shop.gazetteer.models import GazetteerEntry
from tests.logistics.test_route_map import a_route

pytestmark = pytest.mark.django_db

TOWN, OUTCODE = GazetteerEntry.Kind.TOWN, GazetteerEntry.Kind.OUTCODE


def an_entry(name: str, latitude: str, longitude: str, kind: str = TOWN) -> None:
    GazetteerEntry.objects.create(
        kind=kind, key=name.upper(), name=name, latitude=latitude, longitude=longitude, source="test"
    )


def test_towns_among_the_stops_are_found_and_nothing_else() -> None:
    an_entry("Hambleton", "52.65", "-0.74")
    an_entry("Preston", "53.76", "-2.70")
    an_entry("LE15", "52.66", "-0.73", OUTCODE)

    found = landmarks_around([a_route(1, (52.6, -0.7), (52.7, -0.8))])

    assert [(each.name, each.latitude, each.longitude) for each in found] == [("Hambleton", 52.65, -0.74)]


def test_without_stops_there_is_nothing_to_find_one_s_way_by() -> None:
    an_entry("Hambleton", "52.65", "-0.74")

    assert landmarks_around([]) == ()
