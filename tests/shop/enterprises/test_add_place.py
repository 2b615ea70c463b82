"""A place has a point, windows, and belongs to its enterprise's hub."""

from datetime import time
from decimal import Decimal
from typing import Any

import pytest

from shop.enterprises.actions import add_place
from shop.enterprises.errors import BadPlace
from shop.enterprises.models import Place, PlaceWindow
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_place_keeps_what_it_was_given() -> None:
    school = cast.a_buyer(cast.a_hub())

    kitchen = add_place(
        enterprise=school,
        name="Main  kitchen",
        latitude=52.58912349,
        longitude="-0.721",
        position_source="postcode",
        postcode="le15 9qe",
        reference="K1",
        windows=[(None, time(6, 30), time(10, 30)), (4, time(7), time(9))],
        service_fixed_s=600,
        service_per_crate_s=20,
        by=None,
        now=cast.NOW,
    )

    kitchen.refresh_from_db()
    assert (kitchen.hub, kitchen.name, kitchen.postcode) == (school.hub, "Main kitchen", "LE15 9QE")
    assert (kitchen.latitude, kitchen.longitude) == (Decimal("52.589123"), Decimal("-0.721000"))
    assert (kitchen.service_fixed_s, kitchen.service_per_crate_s) == (600, 20)
    assert {(window.weekday, str(window)) for window in kitchen.windows.all()} == {
        (None, "06:30-10:30"),
        (4, "07:00-09:00"),
    }


def test_service_times_have_defaults() -> None:
    place = cast.yard_of(cast.a_grower(cast.a_hub()))

    assert (place.service_fixed_s, place.service_per_crate_s) == (420, 30)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"latitude": "north"}, "Latitude: “north” is not a number of degrees."),
        ({"latitude": "nan"}, "Latitude: “nan” is not a number of degrees."),
        ({"longitude": "1e30"}, "Longitude: “1e30” is not a number of degrees."),
        ({"latitude": "91"}, "A latitude is between -90 and 90 degrees."),
        ({"longitude": "-180.000001"}, "A longitude is between -180 and 180 degrees."),
        ({"position_source": "guessed"}, "Position source: Value 'guessed' is not a valid choice."),
        ({"reference": "K1"}, "The hub has a place with this reference."),
        ({"windows": [(None, time(9), time(9))]}, "The window 09:00-09:00 closes before it opens."),
        ({"windows": [(7, time(8), time(9))]}, "A weekday is 0 (Monday) to 6 (Sunday), not 7."),
    ],
)
def test_a_place_that_cannot_stand_is_refused_in_words(fields: dict[str, Any], reason: str) -> None:
    school = cast.a_buyer(cast.a_hub())
    facts = {
        "name": "Kitchen",
        "latitude": "52.6",
        "longitude": "-0.7",
        "position_source": "given",
        "by": None,
        "now": cast.NOW,
    }
    add_place(enterprise=school, **{**facts, "reference": "K1"})

    with pytest.raises(BadPlace) as refusal:
        add_place(enterprise=school, **{**facts, "reference": "K2", **fields})

    assert str(refusal.value) == reason
    assert Place.objects.count() == 1
    assert not PlaceWindow.objects.exists()
