"""Fills the table from lists of postcodes: the ONS's own (ONSPD, NSPL) and plain ones. Reads files of any length."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import islice
from pathlib import Path

from django.db import transaction

from shop.gazetteer.models import GazetteerEntry
from shop.gazetteer.postcodes import key_of, outcode, whole_postcode
from shop.imports.report import Fate, Report, RowRefused, Told
from shop.imports.running import Manner
from shop.spreadsheets import HeadingsMissing, NotReadable, TooLarge

CHUNK = 500
FIELD_CHARACTERS = 2_000
FILE_ENCODING = "utf-8-sig"
MICRODEGREE = Decimal("0.000001")
#: How the ONS writes "no grid reference".
NOWHERE = Decimal("99.999999")
TITLES = {
    "postcode": ("pcds", "postcode", "pcd", "pcd2", "pcd7", "pcd8"),
    "outcode": ("outcode",),
    "town": ("town", "village"),
    "latitude": ("lat", "latitude"),
    "longitude": ("long", "lon", "lng", "longitude"),
}
KINDS = {
    "postcode": GazetteerEntry.Kind.POSTCODE,
    "outcode": GazetteerEntry.Kind.OUTCODE,
    "town": GazetteerEntry.Kind.TOWN,
}
FIELDS = ("name", "latitude", "longitude", "source")


@dataclass(slots=True)
class Outcodes:
    """The middle of the postcodes seen, per outcode, for outcodes that no list gives."""

    sums: dict[str, tuple[Decimal, Decimal, int]] = field(default_factory=dict)

    def see(self, entry: GazetteerEntry) -> None:
        """Count a full postcode in."""
        key = outcode(entry.key)
        if entry.kind == GazetteerEntry.Kind.POSTCODE and key:
            latitude, longitude, number = self.sums.get(key, (Decimal(0), Decimal(0), 0))
            self.sums[key] = (latitude + entry.latitude, longitude + entry.longitude, number + 1)

    def entries(self, source: str) -> Iterator[GazetteerEntry]:
        """One approximate entry per outcode seen."""
        for key, (latitude, longitude, number) in self.sums.items():
            yield GazetteerEntry(
                kind=GazetteerEntry.Kind.OUTCODE,
                key=key,
                name=key,
                latitude=(latitude / number).quantize(MICRODEGREE),
                longitude=(longitude / number).quantize(MICRODEGREE),
                source=f"middle of {number} postcodes, {source}"[:80],
            )


def import_postcodes(path: Path, *, source: str = "", manner: Manner | None = None) -> Report:
    """Take in a list with columns postcode (pcds), outcode or town, and lat, long. What is known is brought up to date.

    Outcodes that no list has given get the middle of this file's postcodes. All or nothing unless `manner` keeps the
    good rows. Raises NotReadable, HeadingsMissing.
    """
    manner = manner or Manner()
    report = Report(is_trial=manner.is_trial)
    source = (source or path.name)[:80]
    outcodes = Outcodes()
    with transaction.atomic(), opened(path) as lines:
        for chunk in chunks(entries(lines, source, report)):
            for _, entry in chunk:
                outcodes.see(entry)
            store(chunk, report)
        GazetteerEntry.objects.bulk_create(outcodes.entries(source), ignore_conflicts=True)
        report.kept = not manner.is_trial and (report.is_clean or manner.keep_good)
        if not report.kept:
            transaction.set_rollback(True)
    return report


@contextmanager
def opened(path: Path) -> Iterator[Iterable[str]]:
    """The lines of a text file. Raises NotReadable when there is none, or it is not UTF-8 (as the ONS writes)."""
    try:
        with path.open(encoding=FILE_ENCODING, newline="") as lines:
            yield lines
    except OSError as error:
        raise NotReadable(f"“{path}” cannot be opened: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise NotReadable(f"“{path.name}” is not a list of postcodes in UTF-8. Save it as CSV with UTF-8.") from error
    except csv.Error as error:
        raise NotReadable(f"“{path.name}” cannot be read as CSV: {error}.") from error


def entries(lines: Iterable[str], source: str, report: Report) -> Iterator[tuple[int, GazetteerEntry]]:
    """Yield the good rows as entries with their row numbers; bad ones go to the report."""
    records = csv.reader(lines)
    places = headings(next(records, []))
    kind = next(name for name in KINDS if name in places)
    seen: set[str] = set()
    for number, record in enumerate(records, start=2):
        if not any(record):
            continue
        try:
            entry = read(record, places, kind, source)
            refuse_repeated(entry, seen)
        except RowRefused as refused:
            report.bad.append(Told(number, str(refused)))
        except Nowhere as nowhere:
            report.passed_over.append(Told(number, str(nowhere)))
        else:
            seen.add(entry.key)
            yield number, entry


def refuse_repeated(entry: GazetteerEntry, seen: set[str]) -> None:
    """Raise RowRefused for a name that an earlier row of the file has."""
    if entry.key in seen:
        raise RowRefused(f"“{entry.name}” stands in the file already.")


class Nowhere(Exception):
    """The ONS knows the postcode but not where it lies."""


def headings(titles: list[str]) -> Mapping[str, int]:
    """Where each column stands. Raises HeadingsMissing."""
    if any(len(title) > FIELD_CHARACTERS for title in titles):
        raise TooLarge("The first row is too long to be a row of headings.")
    by_title = {title.strip().casefold(): place for place, title in enumerate(titles)}
    places = {
        name: next(by_title[title] for title in known if title in by_title)
        for name, known in TITLES.items()
        if any(title in by_title for title in known)
    }
    if not {"latitude", "longitude"} <= set(places) or not any(name in places for name in KINDS):
        raise HeadingsMissing(
            "The first row must name the columns: “postcode” (or pcds), “outcode” or “town”, and “lat” and “long”."
        )
    return places


def read(record: list[str], places: Mapping[str, int], kind: str, source: str) -> GazetteerEntry:
    """One row as an entry. Raises RowRefused, and Nowhere for a postcode without a position."""
    cells = {name: record[place].strip() if place < len(record) else "" for name, place in places.items()}
    name = named(kind, cells[kind])
    latitude = coordinate(cells["latitude"], bound=90, what="latitude", name=name)
    longitude = coordinate(cells["longitude"], bound=180, what="longitude", name=name)
    return GazetteerEntry(
        kind=KINDS[kind], key=key_of(name), name=name, latitude=latitude, longitude=longitude, source=source
    )


def named(kind: str, text: str) -> str:
    """The name in its usual form. Raises RowRefused for what is none."""
    if kind == "postcode":
        name = whole_postcode(text)
    elif kind == "outcode":
        name = text.upper() if outcode(text) == key_of(text) else None
    else:
        name = text if key_of(text) and len(text) <= 80 else None
    if name is None:
        raise RowRefused(f"“{text}” is not a {'full postcode' if kind == 'postcode' else kind}." if text else "Empty.")
    return name


def coordinate(text: str, *, bound: int, what: str, name: str) -> Decimal:
    """A coordinate to a millionth of a degree."""
    if not text:
        raise Nowhere(f"“{name}” has no position")
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise RowRefused(f"“{text}” is not a {what} ({name}).") from error
    if value == NOWHERE:
        raise Nowhere(f"“{name}” has no position")
    if not value.is_finite() or abs(value) > bound:
        raise RowRefused(f"The {what} {text} of “{name}” is not on the globe.")
    return value.quantize(MICRODEGREE)


def chunks(found: Iterator[tuple[int, GazetteerEntry]]) -> Iterator[list[tuple[int, GazetteerEntry]]]:
    """Entries by the few hundred, as a database likes them."""
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def store(chunk: list[tuple[int, GazetteerEntry]], report: Report) -> None:
    """Write the entries that are new or differ, by one statement over their unique key."""
    kind = chunk[0][1].kind
    keys = [entry.key for _, entry in chunk]
    standing = {entry.key: entry for entry in GazetteerEntry.objects.filter(kind=kind, key__in=keys)}
    fresh: list[GazetteerEntry] = []
    for number, entry in chunk:
        before = standing.get(entry.key)
        if before is None:
            fate = Fate.ADDED
        elif all(getattr(before, name) == getattr(entry, name) for name in FIELDS):
            fate = Fate.UNCHANGED
        else:
            fate = Fate.UPDATED
        report.note(fate, number, "")
        if fate is not Fate.UNCHANGED:
            fresh.append(entry)
    GazetteerEntry.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["kind", "key"], update_fields=list(FIELDS)
    )
