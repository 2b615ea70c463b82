"""Writes a list of places: each row an enterprise and its place, by the actions that clicks call."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from accounts.models import User
from shop.enterprises.actions import add_enterprise, add_place
from shop.enterprises.actions.changing import change_enterprise, change_place
from shop.enterprises.actions.placing import Window
from shop.enterprises.errors import EnterprisesError
from shop.enterprises.imports.place_rows import COLUMNS, PlaceRow, read_place
from shop.enterprises.models import Enterprise, Hub, Place
from shop.gazetteer.errors import NotFound
from shop.gazetteer.finding import Geocode, configured, find_place
from shop.imports.report import Fate, Report, RowRefused
from shop.imports.running import Manner, take_rows
from shop.spreadsheets import Row, read_file

MICRODEGREE = Decimal("0.000001")
Facts = dict[str, Any]


def import_places(  # noqa: PLR0913 - keyword-only
    path: Path,
    *,
    hub: Hub,
    by: User | None,
    now: datetime,
    manner: Manner | None = None,
    kind: str = "",
    geocoders: Sequence[Geocode] | None = None,
) -> Report:
    """Take in a list of places of `hub`. `kind` is for rows that name none.

    A row whose reference stands already is unchanged, or differs and is overwritten only when `manner` says so.
    `geocoders` are `geocode` methods of geopy's; None takes those that the settings name. Raises SpreadsheetError,
    BadGeocoder.
    """
    manner = manner or Manner()
    table = read_file(path, columns=COLUMNS)
    taker = PlaceTaker(hub, by, now, manner, kind, configured() if geocoders is None else geocoders)
    return take_rows(table, take=taker, manner=manner)


@dataclass(slots=True)
class PlaceTaker:
    """Takes one row after another into a hub, and remembers which references it has seen."""

    hub: Hub
    by: User | None
    now: datetime
    manner: Manner
    kind: str
    geocoders: Sequence[Geocode]
    seen: dict[str, int] = field(default_factory=dict)

    def __call__(self, row: Row) -> tuple[Fate, str]:
        """Write a row. Raises RowRefused."""
        wanted = read_place(row, kind_if_none=self.kind)
        if wanted.reference in self.seen:
            raise RowRefused(f"It repeats “{wanted.reference}” of row {self.seen[wanted.reference]}.")
        self.seen[wanted.reference] = row.number
        standing = Place.objects.of(self.hub).filter(reference=wanted.reference).select_related("enterprise").first()
        try:
            if standing is None:
                return self.add(wanted)
            return self.compare(wanted, standing)
        except (EnterprisesError, NotFound) as error:
            raise RowRefused(str(error)) from error

    def add(self, wanted: PlaceRow) -> tuple[Fate, str]:
        """A new enterprise with its place."""
        enterprise = add_enterprise(
            hub=self.hub,
            kind=wanted.kind,
            by=self.by,
            now=self.now,
            **enterprise_facts(wanted),
            reference=wanted.reference,
        )
        add_place(
            enterprise=enterprise,
            reference=wanted.reference,
            windows=windows_of(wanted),
            by=self.by,
            now=self.now,
            **place_facts(wanted, self.position(wanted)),
        )
        return Fate.ADDED, ""

    def compare(self, wanted: PlaceRow, place: Place) -> tuple[Fate, str]:
        """What the row says against what stands; overwrites it when asked to."""
        enterprise = place.enterprise
        if enterprise.kind != wanted.kind:
            raise RowRefused(
                f"“{wanted.reference}” stands already as a {enterprise.get_kind_display()}, not a {wanted.kind}."
            )
        new_enterprise = differing(enterprise, enterprise_facts(wanted))
        new_place = differing(place, place_facts(wanted, self.position_if_moved(wanted, place)))
        new_windows = differing_windows(wanted, place)
        if not new_enterprise and not new_place and not new_windows:
            return Fate.UNCHANGED, ""
        text = "; ".join(
            dict.fromkeys([*in_words(enterprise, new_enterprise), *in_words(place, new_place), *new_windows])
        )
        if not self.manner.update:
            return Fate.DIFFERS, text
        if new_enterprise:
            change_enterprise(enterprise=enterprise, by=self.by, now=self.now, **new_enterprise)
        if new_place or new_windows:
            windows = windows_of(wanted) if new_windows else None
            change_place(place=place, by=self.by, now=self.now, windows=windows, **new_place)
        return Fate.UPDATED, text

    def position(self, wanted: PlaceRow) -> Facts:
        """The given point, else what the gazetteer knows. Raises NotFound."""
        if wanted.point is not None:
            latitude, longitude = (value.quantize(MICRODEGREE) for value in wanted.point)
            return {"latitude": latitude, "longitude": longitude, "position_source": "given"}
        found = find_place(postcode=wanted.postcode, address=wanted.address, geocoders=self.geocoders)
        return {"latitude": found.latitude, "longitude": found.longitude, "position_source": found.source}

    def position_if_moved(self, wanted: PlaceRow, place: Place) -> Facts:
        """A row without a point moves a place only when its address changed: a point set on the map stays."""
        moved = (wanted.postcode, wanted.address) != (place.postcode, place.address)
        return self.position(wanted) if wanted.point is not None or moved else {}


def enterprise_facts(wanted: PlaceRow) -> Facts:
    """The row's facts that are the enterprise's. An empty cell says nothing about contact and size."""
    facts: Facts = {"name": wanted.name, "email": wanted.email, "regime": wanted.regime}
    if wanted.phone:
        facts["phone"] = wanted.phone
    if wanted.meals:
        facts["entitlement"] = wanted.meals
    return facts


def place_facts(wanted: PlaceRow, position: Facts) -> Facts:
    """The row's facts that are the place's."""
    return {
        "name": wanted.name,
        "address": wanted.address,
        "postcode": wanted.postcode,
        "access_notes": wanted.access_notes,
        **position,
    }


def differing(row: Enterprise | Place, facts: Facts) -> Facts:
    """The facts that are not as they stand. A cell left empty never takes away what somebody entered."""
    return {name: value for name, value in facts.items() if value != "" and getattr(row, name) != value}


def windows_of(wanted: PlaceRow) -> list[Window]:
    """The row's window, every day."""
    return [(None, *wanted.window)] if wanted.window else []


def differing_windows(wanted: PlaceRow, place: Place) -> list[str]:
    """What there is to say when the row names another window than stands; a row without one says nothing."""
    stands = [(window.weekday, window.opens, window.closes) for window in place.windows.all()]
    if wanted.window is None or stands == windows_of(wanted):
        return []
    opens, closes = wanted.window
    here = ", ".join(map(str, place.windows.all())) or "any time"
    return [f"window is “{here}” here, “{opens:%H:%M}-{closes:%H:%M}” in the file"]


def in_words(row: Enterprise | Place, new: Facts) -> list[str]:
    """name is “A” here, “B” in the file."""
    return [
        f"{name.replace('_', ' ')} is “{getattr(row, name)}” here, “{value}” in the file" for name, value in new.items()
    ]
