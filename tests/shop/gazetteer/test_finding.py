"""Where is this? The most exact answer, marked when it is not exact, and a question when there is none."""

from decimal import Decimal
from typing import Any

import pytest
from geopy.exc import GeocoderTimedOut
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from shop.gazetteer.errors import BadGeocoder, NotFound
from shop.gazetteer.finding import Found, configured, find_place
from shop.gazetteer.geocoder import Gazetteer
from shop.gazetteer.models import GazetteerEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def entries() -> None:
    for kind, name, latitude, longitude in [
        ("postcode", "LE15 6RP", "52.672565", "-0.738642"),
        ("outcode", "LE15", "52.66", "-0.7"),
        ("town", "Oakham", "52.6703", "-0.727"),
        ("town", "Rutland", "52.65", "-0.65"),
    ]:
        GazetteerEntry.objects.create(
            kind=kind, key=name.upper().replace(" ", ""), name=name, latitude=latitude, longitude=longitude, source="x"
        )


class Asked:
    """Stands for a geocoder outside: remembers what it was asked."""

    def __init__(self, answer: Location | Exception | None) -> None:
        self.answer = answer
        self.queries: list[str] = []

    def __call__(self, query: str, *, timeout: float) -> Location | None:
        assert timeout > 0
        self.queries.append(query)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def place_outside() -> Location:
    return Location("1 Mill Lane", Point(52.7, -0.71), {})


def test_the_gazetteer_is_a_geocoder_of_geopys() -> None:
    gazetteer = Gazetteer()
    assert isinstance(gazetteer, Geocoder)
    found = gazetteer.geocode("Rutland Care Village, LE15 6RP", exactly_one=True, timeout=3)
    assert isinstance(found, Location)
    assert (found.address, found.latitude, found.longitude) == ("LE15 6RP", 52.672565, -0.738642)
    assert found.raw == {"kind": "postcode", "key": "LE156RP", "approximate": False, "source": "x"}


def test_all_candidates_come_with_the_most_exact_first() -> None:
    found = Gazetteer().geocode({"address": "Oakham", "postcode": "le156rp"}, exactly_one=False)
    assert isinstance(found, list)
    assert [place.raw["kind"] for place in found] == ["postcode", "outcode", "town"]


def test_a_full_postcode_is_exact(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        found = find_place(postcode="le15 6rp", geocoders=[])
    assert found == Found(Decimal("52.672565"), Decimal("-0.738642"), "postcode", False, "LE15 6RP")


def test_an_unknown_postcode_falls_back_to_its_outcode_and_says_so() -> None:
    found = find_place(postcode="LE15 9ZZ", geocoders=[])
    assert (found.source, found.approximate, found.name) == ("outcode", True, "LE15")


def test_an_address_without_postcode_falls_back_to_its_town_not_to_its_county() -> None:
    found = find_place(address="12 Mill Lane, Oakham", geocoders=[])
    assert (found.source, found.approximate, found.name) == ("town", True, "Oakham")
    assert find_place(address="Rutland, Oakham", geocoders=[]).name == "Oakham"


def test_what_nothing_knows_asks_for_a_point_on_the_map() -> None:
    with pytest.raises(NotFound) as caught:
        find_place(address="The Old Barn", postcode="ZZ99 9ZZ", geocoders=[])
    assert str(caught.value) == (
        "Nothing is known of “The Old Barn, ZZ99 9ZZ”. "
        "Set a point on the map, or give latitude and longitude (such as 52.6703, -0.7270)."
    )
    with pytest.raises(NotFound, match=r"neither a postcode nor an address\. Set a point on the map"):
        find_place(postcode="  ", geocoders=[])


def test_nobody_outside_is_asked_about_a_postcode_that_we_know() -> None:
    outside = Asked(place_outside())
    assert find_place(postcode="LE15 6RP", geocoders=[outside]).source == "postcode"
    assert outside.queries == []


def test_an_exact_answer_from_outside_goes_before_an_approximate_one_of_ours() -> None:
    outside = Asked(place_outside())
    found = find_place(address="1 Mill Lane, Oakham", geocoders=[outside])
    assert found == Found(Decimal("52.700000"), Decimal("-0.710000"), "geocoder", False, "1 Mill Lane")
    assert outside.queries == ["1 Mill Lane, Oakham"]


def test_a_geocoder_that_does_not_answer_leaves_the_turn_to_the_next_and_to_ours() -> None:
    silent, knows_nothing = Asked(GeocoderTimedOut("5 s")), Asked(None)
    assert find_place(address="Oakham", geocoders=[silent, knows_nothing]).source == "town"
    assert (silent.queries, knows_nothing.queries) == (["Oakham"], ["Oakham"])
    assert find_place(address="Nowhere", geocoders=[silent, Asked(place_outside())]).source == "geocoder"


def test_no_geocoder_is_asked_unless_the_settings_name_one(settings: Any) -> None:
    assert configured() == []
    settings.FOODSHED_GEOCODERS = [("nominatim", {"user_agent": "a-hub"}), ("photon", {})]
    assert [geocode.func.__self__.__class__.__name__ for geocode in configured()] == ["Nominatim", "Photon"]


@pytest.mark.parametrize(
    ("named", "words"),
    [
        ([("ordnance", {})], "geopy knows no geocoder “ordnance”"),
        ([("nominatim", {"colour": "blue"})], "“nominatim” does not take its options"),
        ([("nominatim", {})], "“nominatim” does not take its options"),
    ],
    ids=["unknown service", "unknown option", "the public server without a name"],
)
def test_a_geocoder_that_cannot_be_made_is_refused(settings: Any, named: Any, words: str) -> None:
    settings.FOODSHED_GEOCODERS = named
    with pytest.raises(BadGeocoder, match=words):
        configured()
