"""The gazetteer's table behind geopy's interface, so that it stands wherever a geocoder of geopy may stand."""

from collections.abc import Mapping
from typing import Any

from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from shop.gazetteer.models import GazetteerEntry
from shop.gazetteer.postcodes import key_of, outcode_within, postcode_within

Kind = GazetteerEntry.Kind
Query = str | Mapping[str, str]


class Gazetteer(Geocoder):  # type: ignore[misc]
    """Finds full postcodes, else outcodes, else towns, in our own table. Asks nobody outside.

    Every Location's `raw` says what it stands on: {"kind": "postcode" | "outcode" | "town", "approximate": bool, ...}.
    """

    def geocode(
        self,
        query: Query,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ARG002 - geopy's signature; a table of our own needs none
    ) -> Location | list[Location] | None:
        """Locate an address, or {"address": ..., "postcode": ...}. None when nothing is known.

        `exactly_one=False` gives all candidates, the most exact first.
        """
        located = [as_location(entry) for entry in entries_for(as_text(query))]
        if not located:
            return None
        return located[0] if exactly_one else located


def as_text(query: Query) -> str:
    """The parts of a structured query in one line, the postcode last."""
    if isinstance(query, str):
        return query
    parts = [query.get(name, "") for name in ("address", "street", "city", "town", "postcode", "postalcode")]
    return ", ".join(part for part in parts if part)


def entries_for(address: str) -> list[GazetteerEntry]:
    """What the table knows about an address, the most exact first, in one query."""
    keys: list[tuple[str, str]] = []
    if whole := postcode_within(address):
        keys.append((Kind.POSTCODE, key_of(whole)))
    if outward := outcode_within(address):
        keys.append((Kind.OUTCODE, outward))
    # "Mill Lane, Oakham, Rutland": the town stands to the right of the street.
    keys += [(Kind.TOWN, key_of(part)) for part in reversed(address.split(",")) if key_of(part)]
    found = {
        (entry.kind, entry.key): entry
        for entry in GazetteerEntry.objects.filter(
            kind__in={kind for kind, _ in keys}, key__in={key for _, key in keys}
        )
    }
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def as_location(entry: GazetteerEntry) -> Location:
    """An entry in geopy's form."""
    raw = {
        "kind": str(entry.kind),
        "key": entry.key,
        "approximate": entry.kind != Kind.POSTCODE,
        "source": entry.source,
    }
    return Location(entry.name, Point(float(entry.latitude), float(entry.longitude)), raw)
