"""A driver's form as values. The phone sends the very same fields hours later, from its own store."""

from datetime import UTC, datetime
from decimal import Decimal, DecimalException
from uuid import UUID

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from logistics.driving.errors import DrivingRefused
from logistics.driving.values import Handed, Received

ACCEPTED, REFUSED, FAULT = "accepted-", "refused-", "fault-"
FIRST_YEAR, LAST_YEAR = 2000, 2200
LONGEST_NUMBER = 6
TOO_OLD = "This page was too old to be answered. Open the route anew and press once more."


def key_in(form: QueryDict, name: str = "client_key") -> UUID:
    """The client's key. Raises DrivingRefused."""
    try:
        return UUID(form.get(name, ""))
    except ValueError as error:
        raise DrivingRefused(TOO_OLD) from error


def device_time(form: QueryDict) -> datetime | None:
    """When it was pressed by the phone's clock; None when the phone does not say, or not so that it can be read."""
    try:
        at = parse_datetime(form.get("at", ""))
    except ValueError:
        return None
    if at is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def handed_in(form: QueryDict) -> list[Handed]:
    """Every line that the form speaks of. Raises DrivingRefused for what is no number."""
    names = [field.removeprefix(ACCEPTED) for field in form if field.startswith(ACCEPTED)]
    return [
        Handed(
            name=name,
            packs_accepted=whole(form.get(ACCEPTED + name, ""), "Packs accepted"),
            packs_refused=whole(form.get(REFUSED + name, ""), "Packs refused"),
            fault=form.get(FAULT + name, ""),
        )
        for name in names
    ]


def received_in(form: QueryDict) -> Received:
    """Who received the goods, and the rest of the proof. Raises DrivingRefused."""
    return Received(
        received_by=" ".join(form.get("received_by", "").split()),
        signature=form.get("signature", "").strip(),
        temperature_tenths_c=tenths(form.get("temperature", "")),
        crates_out=whole(form.get("crates_out", ""), "Crates left"),
        crates_in=whole(form.get("crates_in", ""), "Crates taken back"),
        note=" ".join(form.get("note", "").split()),
    )


def whole(text: str, what: str) -> int:
    """A whole number; nothing typed is none. Raises DrivingRefused."""
    text = text.strip()
    if not text:
        return 0
    if not text.isascii() or not text.removeprefix("-").isdigit() or len(text) > LONGEST_NUMBER:
        raise DrivingRefused(f"{what}: “{text[:20]}” is not a whole number.")
    return int(text)


def tenths(text: str) -> int | None:
    """Degrees Celsius as tenths; nothing typed is None. Raises DrivingRefused."""
    text = text.strip().replace("−", "-").replace(",", ".").removesuffix("°C").removesuffix("C").strip()
    if not text:
        return None
    try:
        found = Decimal(text) * 10
    except DecimalException as error:
        raise not_a_temperature(text) from error
    # A whole number of a million digits would be minutes in the making.
    if not found.is_finite() or abs(found) >= 10**LONGEST_NUMBER:
        raise not_a_temperature(text)
    return int(found.to_integral_value())


def not_a_temperature(text: str) -> DrivingRefused:
    """What is said to whoever typed that."""
    return DrivingRefused(f"“{text[:20]}” is not a temperature. Write 4.5, for example.")
