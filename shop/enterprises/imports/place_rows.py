"""One row of a list of places, read as values. Pure: knows no row of ours and asks nobody where anything is."""

from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from shop.imports.cells import clock, count, did_you_mean, required
from shop.imports.report import RowRefused
from shop.spreadsheets import Column, Row

COLUMNS = (
    Column("name", ("establishment name", "business name"), required=True),
    Column("reference", ("id", "fhrs_id", "fhrs id", "urn", "code")),
    Column("kind", ("type", "fhrs_type", "business type")),
    Column("status", ("establishment status",)),
    Column("meals", ("pupils", "pupils_on_roll", "pupils on roll", "number of pupils", "meals a day", "beds")),
    Column("email", ("e-mail", "email address", "contact email")),
    Column("phone", ("telephone", "tel", "mobile")),
    Column("address", ("street", "address line 1")),
    Column("postcode", ("post code",)),
    Column("latitude", ("lat",)),
    Column("longitude", ("lon", "long", "lng")),
    Column("opens", ("from", "delivery from", "window opens")),
    Column("closes", ("until", "to", "delivery until", "window closes")),
    Column("access notes", ("access", "notes", "delivery notes")),
    # Known, and not needed: a school's phase and how many of its pupils get free meals.
    Column("phase"),
    Column("free meals", ("pupils_fsm",)),
)

#: What lists call a business, as the kind of an enterprise and the regime it buys under.
KINDS = {
    "grower": ("grower", "private"),
    "farm": ("grower", "private"),
    "farmers/growers": ("grower", "private"),
    "processor": ("processor", "private"),
    "manufacturers/packers": ("processor", "private"),
    "retailers - other": ("processor", "private"),
    "wholesaler": ("wholesaler", "private"),
    "buyer": ("buyer", "private"),
    "school": ("buyer", "school"),
    "council": ("buyer", "sub_central"),
    "hospital": ("buyer", "central_incl_nhs_trust"),
    "care": ("buyer", "private"),
    "care home": ("buyer", "private"),
    "nursery": ("buyer", "private"),
    "restaurant": ("buyer", "private"),
    "pub": ("buyer", "private"),
    "hotel": ("buyer", "private"),
    "supermarket": ("buyer", "private"),
}
KINDS_CHOSEN = ("grower", "processor", "buyer", "wholesaler")
NOT_KNOWN = frozenset({"", "na", "n/a", "-", "unknown"})
CLOSED_WORDS = ("closed", "ceased", "dissolved")
#: The British Isles, to notice coordinates that were swapped.
LATITUDES = (Decimal(49), Decimal(61))
LONGITUDES = (Decimal(-9), Decimal(2))


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What a row says. A point is given whole or not at all; `meals` is 0 when the row names none."""

    reference: str
    name: str
    kind: str
    regime: str
    meals: int
    email: str
    phone: str
    address: str
    postcode: str
    point: tuple[Decimal, Decimal] | None
    window: tuple[time, time] | None
    access_notes: str


def read_place(row: Row, *, kind_if_none: str) -> PlaceRow:
    """Read a row; `kind_if_none` is for lists without a column of kinds. Raises RowRefused."""
    name = required(row, "name")
    refuse_closed(name, row.text("status"))
    kind, regime = kind_of(row.text("kind"), kind_if_none)
    return PlaceRow(
        reference=row.text("reference") or made_reference(name, row.text("postcode")),
        name=name,
        kind=kind,
        regime=regime,
        meals=meals(row.text("meals")),
        email=email(row.text("email")),
        phone=row.text("phone"),
        address=row.text("address"),
        postcode=row.text("postcode").upper(),
        point=point(row.text("latitude"), row.text("longitude")),
        window=window(row.text("opens"), row.text("closes")),
        access_notes=row.text("access notes"),
    )


def refuse_closed(name: str, status: str) -> None:
    """Raise RowRefused for a business that the list itself says is closed. "Proposed to close" still cooks."""
    if status.casefold().startswith(CLOSED_WORDS):
        raise RowRefused(f"“{name}” is closed (the list says “{status}”): nobody is there to take a delivery.")


def kind_of(text: str, kind_if_none: str) -> tuple[str, str]:
    """The kind and the regime. Raises RowRefused."""
    said = text or kind_if_none
    if not said:
        raise RowRefused("The kind is missing: grower, processor, school, care home, ... or --kind for the whole file.")
    if said.casefold() not in KINDS:
        raise RowRefused(f"“{said}” is not a kind of enterprise.{did_you_mean(said, KINDS)}")
    return KINDS[said.casefold()]


def made_reference(name: str, postcode: str) -> str:
    """A reference for lists that have none: the same name at the same postcode is the same place."""
    return f"{name.casefold()} {''.join(postcode.split()).casefold()}".strip()[:80]


def meals(text: str) -> int:
    """How many eat there on a day; 0 when the list does not know (schools' lists write NA)."""
    return 0 if text.casefold() in NOT_KNOWN else count(text, what="number of meals", of="eat there on a day")


def email(text: str) -> str:
    """An e-mail address; lists of kitchens often have none, and then the hub rings."""
    if text:
        try:
            validate_email(text)
        except ValidationError as error:
            raise RowRefused(f"“{text}” is not an e-mail address.") from error
    return text.lower()


def point(latitude: str, longitude: str) -> tuple[Decimal, Decimal] | None:
    """Given coordinates; None when the row gives none. Raises RowRefused for half a point or one in the sea."""
    if not latitude and not longitude:
        return None
    if not latitude or not longitude:
        raise RowRefused("Latitude and longitude go together: one of them is missing.")
    try:
        at = (Decimal(latitude), Decimal(longitude))
    except InvalidOperation as error:
        raise RowRefused(f"“{latitude}, {longitude}” are not coordinates: write 52.6703 and -0.7270.") from error
    if not all(value.is_finite() for value in at) or abs(at[0]) > 90 or abs(at[1]) > 180:
        raise RowRefused(f"{latitude}, {longitude} is not on the globe.")
    if not any(at):
        raise RowRefused("0, 0 lies in the sea off Africa: leave the cells empty when the point is not known.")
    if LATITUDES[0] <= at[1] <= LATITUDES[1] and LONGITUDES[0] <= at[0] <= LONGITUDES[1]:
        raise RowRefused(f"Latitude {latitude} and longitude {longitude} look swapped.")
    return at


def window(opens: str, closes: str) -> tuple[time, time] | None:
    """The hours in which a van can come; None when the row names none."""
    if not opens and not closes:
        return None
    if not opens or not closes:
        raise RowRefused("A window needs both ends: write when it opens and when it closes.")
    first, last = clock(opens, what="opens"), clock(closes, what="closes")
    if last <= first:
        raise RowRefused(f"The window closes at {last:%H:%M}, not after it opens at {first:%H:%M}.")
    return first, last
