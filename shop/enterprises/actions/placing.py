"""Places get a point, a name and windows."""

from collections.abc import Iterable
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.db import transaction

from accounts.models import User
from shop.enterprises.errors import BadPlace
from shop.enterprises.models import Enterprise, Place, PlaceWindow
from shop.journal.actions import log
from shop.rows.checked import check_fields, save_checked

Window = tuple[int | None, time, time]
MICRODEGREE = Decimal("0.000001")


@transaction.atomic
def add_place(  # noqa: PLR0913 - keyword-only
    *,
    enterprise: Enterprise,
    name: str,
    latitude: Decimal | float | str,
    longitude: Decimal | float | str,
    position_source: str,
    by: User | None,
    now: datetime,
    address: str = "",
    postcode: str = "",
    reference: str = "",
    access_notes: str = "",
    windows: Iterable[Window] = (),
    service_fixed_s: int | None = None,
    service_per_crate_s: int | None = None,
) -> Place:
    """A place of `enterprise`. `windows` as (weekday or None for every day, opens, closes), local time.

    Coordinates are kept to a millionth of a degree (11 cm). Raises BadPlace when a fact can't stand.
    """
    place = Place(
        hub=enterprise.hub,
        enterprise=enterprise,
        name=" ".join(name.split()),
        reference=reference,
        address=address,
        postcode=postcode.upper(),
        latitude=degrees("Latitude", latitude),
        longitude=degrees("Longitude", longitude),
        position_source=position_source,
        access_notes=access_notes,
    )
    if service_fixed_s is not None:
        place.service_fixed_s = service_fixed_s
    if service_per_crate_s is not None:
        place.service_per_crate_s = service_per_crate_s
    save_checked(place, BadPlace)
    set_windows(place, windows)
    log(hub=place.hub, verb="added", subject=place, by=by, now=now, on_behalf_of=enterprise, source=position_source)
    return place


def degrees(what: str, value: Decimal | float | str) -> Decimal:
    """The coordinate to six decimals. Raises BadPlace when it is no number."""
    try:
        number = Decimal(str(value)).quantize(MICRODEGREE, rounding=ROUND_HALF_UP)
    except InvalidOperation as error:
        raise BadPlace(f"{what}: “{value}” is not a number of degrees.") from error
    if not number.is_finite():
        raise BadPlace(f"{what}: “{value}” is not a number of degrees.")
    return number


def set_windows(place: Place, windows: Iterable[Window]) -> None:
    """Store the windows of a new place. Raises BadPlace when one closes before it opens."""
    rows = [PlaceWindow(place=place, weekday=weekday, opens=opens, closes=closes) for weekday, opens, closes in windows]
    for row in rows:
        check_fields(row, BadPlace)
        if row.closes <= row.opens:
            raise BadPlace(f"The window {row.opens:%H:%M}-{row.closes:%H:%M} closes before it opens.")
        if row.weekday is not None and row.weekday > 6:
            raise BadPlace(f"A weekday is 0 (Monday) to 6 (Sunday), not {row.weekday}.")
    PlaceWindow.objects.bulk_create(rows)
