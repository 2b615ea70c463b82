"""Lists of kitchens, growers and processors, as the registers publish them and as a hub writes them itself."""

from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from shop.enterprises.imports import import_places
from shop.enterprises.models import Enterprise, Hub, Place
from shop.gazetteer.imports import import_postcodes
from shop.gazetteer.models import GazetteerEntry
from shop.imports.report import Fate, Report, Told
from shop.imports.running import Manner
from shop.journal.models import LogLine
from tests.shared_data import shared

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
KEEP_GOOD = Manner(keep_good=True)
UPDATE = Manner(update=True)

OWN = (
    "reference,name,kind,email,phone,meals,address,postcode,latitude,longitude,opens,closes,access notes\n"
    "k1,Brook Kitchen,school,cook@brook.example,01572 1,180,Mill Lane,LE15 6RP,,,06:30,10:30,Ring at the blue gate\n"
    "g1,Hollow Farm,grower,ann@hollow.example,,,,,52.7,-0.7,,,\n"
)


@pytest.fixture
def hub() -> Hub:
    GazetteerEntry.objects.create(
        kind="postcode", key="LE156RP", name="LE15 6RP", latitude="52.672565", longitude="-0.738642", source="x"
    )
    GazetteerEntry.objects.create(
        kind="outcode", key="LE15", name="LE15", latitude="52.66", longitude="-0.7", source="x"
    )
    return Hub.objects.create(name="Rutland", slug="rutland")


@pytest.fixture
def take(hub: Hub, tmp_path: Path) -> Any:
    def take(text: str | Path, manner: Manner | None = None, kind: str = "") -> Report:
        path = text if isinstance(text, Path) else tmp_path / "places.csv"
        if isinstance(text, str):
            path.write_text(text, encoding="utf-8")
        return import_places(path, hub=hub, by=None, now=NOW, manner=manner, kind=kind, geocoders=[])

    return take


def test_a_list_of_the_hubs_own_becomes_enterprises_with_places(take: Any) -> None:
    report = take(OWN)
    assert (dict(report.fates), report.bad, report.remarks, report.kept) == ({Fate.ADDED: 2}, [], [], True)
    kitchen = Place.objects.get(reference="k1")
    assert (kitchen.latitude, kitchen.longitude, kitchen.position_source) == (
        Decimal("52.672565"),
        Decimal("-0.738642"),
        "postcode",
    )
    assert [str(window) for window in kitchen.windows.all()] == ["06:30-10:30"]
    assert (kitchen.access_notes, kitchen.address) == ("Ring at the blue gate", "Mill Lane")
    school = kitchen.enterprise
    assert (school.kind, school.regime, school.entitlement, school.email, school.phone) == (
        "buyer",
        "school",
        180,
        "cook@brook.example",
        "01572 1",
    )
    farm = Place.objects.get(reference="g1")
    assert (farm.enterprise.kind, farm.position_source, farm.enterprise.entitlement) == ("grower", "given", 1)
    assert (
        list(LogLine.objects.values_list("verb", "subject_kind"))
        == [
            ("added", "enterprise"),
            ("added", "place"),
        ]
        * 2
    )


def test_importing_twice_doubles_nothing(take: Any) -> None:
    take(OWN)
    report = take(OWN)
    assert (dict(report.fates), report.kept) == ({Fate.UNCHANGED: 2}, True)
    assert (Enterprise.objects.count(), Place.objects.count(), LogLine.objects.count()) == (2, 2, 4)


CHANGED = OWN.replace("180", "195").replace("06:30", "07:00").replace("Hollow Farm", "Hollow Farm Veg")


def test_rows_changed_since_are_told_and_left_alone(take: Any) -> None:
    take(OWN)
    report = take(CHANGED)
    assert report.differing == [
        Told(
            2, "entitlement is “180” here, “195” in the file; window is “06:30-10:30” here, “07:00-10:30” in the file"
        ),
        Told(3, "name is “Hollow Farm” here, “Hollow Farm Veg” in the file"),
    ]
    assert Enterprise.objects.get(reference="k1").entitlement == 180
    assert LogLine.objects.count() == 4


def test_rows_changed_since_are_taken_when_asked_for(take: Any) -> None:
    take(OWN)
    report = take(CHANGED, UPDATE)
    assert (dict(report.fates), [told.number for told in report.updated]) == ({Fate.UPDATED: 2}, [2, 3])
    assert Enterprise.objects.get(reference="k1").entitlement == 195
    assert [str(window) for window in Place.objects.get(reference="k1").windows.all()] == ["07:00-10:30"]
    farm = Enterprise.objects.get(reference="g1")
    assert (farm.name, farm.slug, farm.places.get().name) == ("Hollow Farm Veg", "hollow-farm", "Hollow Farm Veg")
    assert LogLine.objects.filter(verb="changed").first().detail == {"before": {"entitlement": "180"}}
    assert dict(take(CHANGED, UPDATE).fates) == {Fate.UNCHANGED: 2}


def test_an_empty_cell_takes_nothing_away(take: Any) -> None:
    take(OWN)
    emptied = OWN.replace("cook@brook.example,01572 1,180", ",,").replace("06:30,10:30,Ring at the blue gate", ",,")
    assert dict(take(emptied, UPDATE).fates) == {Fate.UNCHANGED: 2}
    assert Enterprise.objects.get(reference="k1").email == "cook@brook.example"


def test_a_point_set_on_the_map_stays_while_the_address_does(take: Any) -> None:
    take(OWN)
    Place.objects.filter(reference="k1").update(latitude="52.6800", longitude="-0.7400", position_source="map")
    assert dict(take(OWN, UPDATE).fates) == {Fate.UNCHANGED: 2}
    assert dict(take(OWN.replace("LE15 6RP", "LE15 6ZZ"), UPDATE).fates) == {Fate.UPDATED: 1, Fate.UNCHANGED: 1}
    place = Place.objects.get(reference="k1")
    assert (place.position_source, place.is_approximate) == ("outcode", True)


BAD = [
    ("Closed,Closed,school,,,LE15 6RP,,", "“Closed” is closed (the list says “Closed”): nobody is there to take"),
    ("nowhere,Open,school,,,ZZ9 9ZZ,,", "Nothing is known of “ZZ9 9ZZ”. Set a point on the map, or give latitude"),
    ("no address,Open,school,,,,,", "There is neither a postcode nor an address. Set a point on the map"),
    ("half,Open,school,,,,52.6,", "Latitude and longitude go together: one of them is missing."),
    ("swapped,Open,school,,,,-0.7,52.6", "Latitude -0.7 and longitude 52.6 look swapped."),
    ("zero,Open,school,,,,0,0.0", "0, 0 lies in the sea off Africa"),
    ("words,Open,school,,,,north,west", "“north, west” are not coordinates"),
    ("far,Open,school,,,,95,-0.7", "95, -0.7 is not on the globe."),
    (",Open,school,,,LE15 6RP,,", "The name is missing."),
    ("odd kind,Open,scool,,,LE15 6RP,,", "“scool” is not a kind of enterprise. Did you mean “school”?"),
    ("no kind,Open,,,,LE15 6RP,,", "The kind is missing: grower, processor, school"),
    ("mail,Open,school,,cook at brook,LE15 6RP,,", "“cook at brook” is not an e-mail address."),
    ("meals,Open,school,lots,,LE15 6RP,,", "The number of meals “lots” is not a whole number: write how many eat"),
]


@pytest.mark.parametrize(("line", "reason"), BAD, ids=[line.split(",")[0] or "no name" for line, _ in BAD])
def test_a_bad_row_is_refused_with_its_number_and_reason(take: Any, line: str, reason: str) -> None:
    head = "name,status,kind,pupils,email,postcode,lat,lon\n"
    good = "Brook Kitchen,Open,school,180,,LE15 6RP,,\n"
    report = take(f"{head}{good}\n{line}\n")
    [told] = report.bad
    assert told.number == 4
    assert told.text.startswith(reason)
    assert (report.kept, Enterprise.objects.count(), LogLine.objects.count()) == (False, 0, 0)
    assert take(f"{head}{good}\n{line}\n", KEEP_GOOD).kept is True
    assert list(Enterprise.objects.values_list("name", flat=True)) == ["Brook Kitchen"]


def test_a_school_proposed_to_close_still_cooks(take: Any) -> None:
    take('name,kind,status,lat,lon\nThe Parks,school,"Open, but proposed to close",52.67,-0.73\n')
    assert Enterprise.objects.get().name == "The Parks"


def test_a_reference_that_comes_twice_is_refused_with_both_rows(take: Any) -> None:
    report = take("reference,name,kind,lat,lon\nk1,A,school,52.6,-0.7\nk1,B,school,52.6,-0.7\n")
    assert report.bad == [Told(3, "It repeats “k1” of row 2.")]


def test_without_references_the_name_and_postcode_tell_places_apart(take: Any) -> None:
    text = "name,kind,postcode\nWheatsheaf Inn,pub,LE15 6RP\nWheatsheaf Inn,pub,LE15 7HY\nwheatsheaf inn,pub,le156rp\n"
    assert take(text, KEEP_GOOD).bad == [Told(4, "It repeats “wheatsheaf inn le156rp” of row 2.")]
    assert sorted(Enterprise.objects.values_list("slug", flat=True)) == ["wheatsheaf-inn", "wheatsheaf-inn-2"]


def test_a_reference_that_stands_as_another_kind_is_refused(take: Any) -> None:
    take(OWN)
    report = take(OWN.replace("Hollow Farm,grower", "Hollow Farm,processor"), UPDATE)
    assert report.bad == [Told(3, "“g1” stands already as a grower, not a processor.")]


def test_two_hubs_import_the_same_list_side_by_side(take: Any, hub: Hub, tmp_path: Path) -> None:
    take(OWN)
    other = Hub.objects.create(name="Melton", slug="melton")
    report = import_places(tmp_path / "places.csv", hub=other, by=None, now=NOW, geocoders=[])
    assert (report.fates[Fate.ADDED], Place.objects.of(other).count(), Place.objects.of(hub).count()) == (2, 2, 2)


def test_a_list_without_kinds_takes_the_one_that_is_given(take: Any) -> None:
    take("name,lat,lon\nHollow Farm,52.7,-0.7\n", kind="grower")
    assert Enterprise.objects.get().kind == "grower"


def test_a_trial_writes_nothing(take: Any) -> None:
    report = take(OWN, Manner(is_trial=True))
    assert (dict(report.fates), report.kept, Enterprise.objects.count()) == ({Fate.ADDED: 2}, False, 0)


def test_the_command_says_what_it_did_and_whom_it_does_not_know(hub: Hub, tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(OWN, encoding="utf-8")
    out = StringIO()
    call_command("import_places", str(path), hub="rutland", stdout=out)
    assert out.getvalue().splitlines() == ["Places: 2 added.", "Everything is in."]
    with pytest.raises(CommandError, match="There is no hub “oakham”. There are: rutland."):
        call_command("import_places", str(path), hub="oakham")
    with pytest.raises(CommandError, match="Nobody signs in as “x@example.com”."):
        call_command("import_places", str(path), hub="rutland", by="x@example.com")
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_places", str(tmp_path / "gone.csv"), hub="rutland")


def test_a_geocoder_that_cannot_be_made_stops_the_command(hub: Hub, tmp_path: Path, settings: Any) -> None:
    path = tmp_path / "places.csv"
    path.write_text(OWN, encoding="utf-8")
    settings.FOODSHED_GEOCODERS = [("ordnance", {})]
    with pytest.raises(CommandError, match="geopy knows no geocoder “ordnance”"):
        call_command("import_places", str(path), hub="rutland")


def test_rutlands_real_kitchens_come_in_and_its_closed_schools_do_not(take: Any) -> None:
    report = take(shared("uk-rutland-demo/buyers.csv"))
    assert report.bad[0] == Told(
        2,
        "“Empingham CofE Primary School” is closed (the list says “Closed”): nobody is there to take a delivery.",
    )
    assert ([told.number for told in report.bad], report.kept) == ([2, 3, 4, 5], False)
    report = take(shared("uk-rutland-demo/buyers.csv"), KEEP_GOOD)
    assert (len(report.bad), dict(report.fates), report.remarks) == (4, {Fate.ADDED: 175}, [])
    assert take(shared("uk-rutland-demo/buyers.csv"), KEEP_GOOD).fates == {Fate.UNCHANGED: 175}
    assert Counter(Enterprise.objects.values_list("regime", flat=True)) == {"private": 151, "school": 24}
    assert Enterprise.objects.get(reference="urn:136530").entitlement == 989


def test_rutlands_real_growers_and_makers_come_in(take: Any) -> None:
    report = take(shared("uk-rutland-demo/suppliers.csv"))
    assert (dict(report.fates), report.bad) == ({Fate.ADDED: 17}, [])
    assert Counter(Enterprise.objects.values_list("kind", flat=True)) == {"grower": 2, "processor": 15}


def test_real_kitchens_without_coordinates_are_found_by_their_real_postcodes(take: Any) -> None:
    import_postcodes(shared("uk-postcodes/rutland-box.csv"))
    import_postcodes(shared("uk-postcodes/outcodes.csv"))
    rows = [line.split(",") for line in shared("uk-rutland-demo/suppliers.csv").read_text().splitlines()]
    bare = "\n".join(",".join(row[:4]) for row in rows)
    report = take(bare)
    assert (report.bad, Counter(Place.objects.values_list("position_source", flat=True))) == ([], {"postcode": 17})
