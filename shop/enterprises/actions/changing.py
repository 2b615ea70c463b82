"""Facts of enterprises and places are corrected; old papers keep what they froze."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from shop.enterprises.actions.placing import Window, set_windows
from shop.enterprises.errors import BadEnterprise, BadPlace
from shop.enterprises.models import Enterprise, Place
from shop.journal.actions import log
from shop.rows.checked import save_checked

#: What can be corrected. Kind, hub and reference say which row it is; the slug is an address that others hold.
ENTERPRISE_FACTS = frozenset(
    {
        "name", "email", "phone", "regime", "term_calendar", "entitlement", "claim", "share_class",
        "minimum_pickup_value_pence", "is_newcomer", "is_vat_registered",
    }
)  # fmt: skip
PLACE_FACTS = frozenset(
    {
        "name", "address", "postcode", "latitude", "longitude", "position_source", "access_notes", "service_fixed_s",
        "service_per_crate_s",
    }
)  # fmt: skip


@transaction.atomic
def change_enterprise(*, enterprise: Enterprise, by: User | None, now: datetime, **fields: Any) -> Enterprise:
    """Correct some of the enterprise's facts; the log keeps what they were. Raises BadEnterprise."""
    if unknown := sorted(set(fields) - ENTERPRISE_FACTS):
        raise BadEnterprise(f"Can't be changed: {', '.join(unknown)}.")
    standing: Enterprise = Enterprise.objects.select_for_update(no_key=True, of=("self",)).get(pk=enterprise.pk)
    before = {name: str(getattr(standing, name)) for name in fields}
    for name, value in fields.items():
        setattr(standing, name, value)
    save_checked(standing, BadEnterprise)
    log(hub=standing.hub, verb="changed", subject=standing, by=by, now=now, before=before)
    return standing


@transaction.atomic
def change_place(
    *, place: Place, by: User | None, now: datetime, windows: Iterable[Window] | None = None, **fields: Any
) -> Place:
    """Correct some of the place's facts; the log keeps what they were. `windows` take the place of all there are.

    Raises BadPlace.
    """
    if unknown := sorted(set(fields) - PLACE_FACTS):
        raise BadPlace(f"Can't be changed: {', '.join(unknown)}.")
    standing: Place = Place.objects.select_for_update(no_key=True, of=("self",)).get(pk=place.pk)
    before = {name: str(getattr(standing, name)) for name in fields}
    for name, value in fields.items():
        setattr(standing, name, value)
    save_checked(standing, BadPlace)
    if windows is not None:
        before["windows"] = ", ".join(map(str, standing.windows.all()))
        standing.windows.all().delete()
        set_windows(standing, windows)
    log(hub=standing.hub, verb="changed", subject=standing, by=by, now=now, before=before)
    return standing
