"""Postcode lists: the ONS's columns and plain ones, brought in once however often."""

from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from shop.gazetteer.finding import find_place
from shop.gazetteer.imports import import_postcodes
from shop.gazetteer.models import GazetteerEntry
from shop.imports.report import Fate, Told
from shop.imports.running import Manner
from shop.spreadsheets import HeadingsMissing, NotReadable
from tests.shared_data import shared

pytestmark = pytest.mark.django_db

PLAIN = "postcode,lat,lon\nLE15 6RP,52.672565,-0.738642\nLE15 6BA,52.669524,-0.731641\n"


def listed(tmp_path: Path, text: str, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def stored() -> list[tuple[str, str, Decimal, Decimal]]:
    return list(GazetteerEntry.objects.order_by("kind", "key").values_list("kind", "key", "latitude", "longitude"))


def test_a_plain_list_gives_its_postcodes_and_the_middle_of_their_outcode(tmp_path: Path) -> None:
    report = import_postcodes(listed(tmp_path, PLAIN))
    assert (dict(report.fates), report.bad, report.kept) == ({Fate.ADDED: 2}, [], True)
    assert stored() == [
        ("outcode", "LE15", Decimal("52.671044"), Decimal("-0.735142")),
        ("postcode", "LE156BA", Decimal("52.669524"), Decimal("-0.731641")),
        ("postcode", "LE156RP", Decimal("52.672565"), Decimal("-0.738642")),
    ]


def test_the_ons_directory_is_read_by_its_own_columns_and_postcodes_nowhere_are_passed_over(tmp_path: Path) -> None:
    text = (
        '"pcd","pcd2","pcds","doterm","lat","long"\n'
        '"LE156RP","LE15 6RP","LE15 6RP","","52.672565","-0.738642"\n'
        '"JE2 3AB","JE2  3AB","JE2 3AB","","99.999999","0.000000"\n'
    )
    report = import_postcodes(listed(tmp_path, text))
    assert report.passed_over == [Told(3, "“JE2 3AB” has no position")]
    assert (report.kept, GazetteerEntry.objects.filter(kind="postcode").get().name) == (True, "LE15 6RP")


def test_outcodes_and_towns_come_in_lists_of_their_own(tmp_path: Path) -> None:
    import_postcodes(listed(tmp_path, "outcode,lat,lon,postcodes\nle15,52.66,-0.7,12\n", "outcodes.csv"))
    import_postcodes(listed(tmp_path, "town,latitude,longitude\nOakham,52.6703,-0.727\n", "towns.csv"))
    assert list(GazetteerEntry.objects.order_by("kind").values_list("kind", "key", "name", "source")) == [
        ("outcode", "LE15", "LE15", "outcodes.csv"),
        ("town", "OAKHAM", "Oakham", "towns.csv"),
    ]


def test_a_given_outcode_stays_whatever_postcodes_come_after(tmp_path: Path) -> None:
    import_postcodes(listed(tmp_path, "outcode,lat,lon\nLE15,52.66,-0.7\n"))
    import_postcodes(listed(tmp_path, PLAIN))
    assert GazetteerEntry.objects.get(kind="outcode").latitude == Decimal("52.66")


def test_importing_twice_doubles_nothing_and_a_moved_postcode_moves(tmp_path: Path) -> None:
    import_postcodes(listed(tmp_path, PLAIN))
    before = stored()
    again = import_postcodes(listed(tmp_path, PLAIN))
    assert (dict(again.fates), stored()) == ({Fate.UNCHANGED: 2}, before)
    moved = import_postcodes(listed(tmp_path, PLAIN.replace("52.672565", "52.7")))
    assert dict(moved.fates) == {Fate.UPDATED: 1, Fate.UNCHANGED: 1}
    assert GazetteerEntry.objects.get(key="LE156RP").latitude == Decimal("52.7")


BAD = (
    "postcode,lat,lon\n"
    "LE15 6RP,52.672565,-0.738642\n"
    "\n"
    "LE15,52.6,-0.7\n"
    "LE15 6BA,north,-0.7\n"
    "LE15 6BB,152.6,-0.7\n"
    "LE15 6BD,52.6,inf\n"
    "le156rp,52.6,-0.7\n"
)
REASONS = [
    Told(4, "“LE15” is not a full postcode."),
    Told(5, "“north” is not a latitude (LE15 6BA)."),
    Told(6, "The latitude 152.6 of “LE15 6BB” is not on the globe."),
    Told(7, "The longitude inf of “LE15 6BD” is not on the globe."),
    Told(8, "“LE15 6RP” stands in the file already."),
]


def test_bad_rows_are_told_by_number_and_leave_nothing(tmp_path: Path) -> None:
    report = import_postcodes(listed(tmp_path, BAD))
    assert (report.bad, report.kept, stored()) == (REASONS, False, [])


def test_the_good_rows_of_a_bad_list_are_kept_when_asked_for(tmp_path: Path) -> None:
    report = import_postcodes(listed(tmp_path, BAD), manner=Manner(keep_good=True))
    assert (report.bad, report.kept) == (REASONS, True)
    assert [key for _, key, _, _ in stored()] == ["LE15", "LE156RP"]


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    report = import_postcodes(listed(tmp_path, PLAIN), manner=Manner(is_trial=True))
    assert (dict(report.fates), report.kept, stored()) == ({Fate.ADDED: 2}, False, [])


@pytest.mark.parametrize("text", ["", "name,age\nx,1\n", "postcode,lat\nLE15 6RP,52\n"])
def test_a_file_without_the_columns_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(HeadingsMissing, match="“postcode” \\(or pcds\\), “outcode” or “town”"):
        import_postcodes(listed(tmp_path, text))


def test_a_file_that_turns_out_not_to_be_text_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = "".join(f"LE15 6{a}{b},52.6,-0.7\n" for a in "ABDEFGHJLNPQRSTUWXYZ" for b in "ABDEFGHJLNPQRSTUWXYZ")
    path.write_bytes(b"postcode,lat,lon\n" + rows.encode() * 3 + b"\xff\xfe\x00\n")
    with pytest.raises(NotReadable, match="Save it as CSV with UTF-8"):
        import_postcodes(path)
    assert stored() == []


def test_the_command_reports_and_fails_on_bad_rows(tmp_path: Path) -> None:
    out = StringIO()
    call_command("import_postcodes", str(listed(tmp_path, PLAIN)), source="our own", stdout=out)
    assert out.getvalue().splitlines() == ["Entries: 2 added.", "Everything is in."]
    assert GazetteerEntry.objects.get(key="LE156RP").source == "our own"
    out = StringIO()
    with pytest.raises(CommandError, match="5 of the rows could not be taken"):
        call_command("import_postcodes", str(listed(tmp_path, BAD, "bad.csv")), stdout=out)
    assert out.getvalue().splitlines()[0] == "Row 4: “LE15” is not a full postcode."
    assert out.getvalue().splitlines()[-1] == (
        "Nothing was written: correct the bad rows, or take the good ones with --keep-good."
    )


def test_the_real_postcodes_of_a_whole_area_come_in() -> None:
    report = import_postcodes(shared("uk-postcodes/PR.csv"))
    assert (report.fates[Fate.ADDED], len(report.passed_over), report.bad) == (20_662, 37, [])
    assert report.passed_over[0] == Told(528, "“PR1 1YW” has no position")
    assert import_postcodes(shared("uk-postcodes/PR.csv")).fates == {Fate.UNCHANGED: 20_662}
    found = find_place(postcode="PR0 2AA", geocoders=[])
    assert (found.latitude, found.longitude, found.approximate) == (Decimal("53.75882"), Decimal("-2.6839"), False)


def test_the_real_outcodes_of_the_country_come_in() -> None:
    report = import_postcodes(shared("uk-postcodes/outcodes.csv"))
    assert (report.fates[Fate.ADDED], report.bad) == (3_077, [])
    assert find_place(postcode="LE15 6RP", geocoders=[]).approximate is True
    import_postcodes(shared("uk-postcodes/rutland-box.csv"))
    assert find_place(postcode="LE15 6RP", geocoders=[]).approximate is False
