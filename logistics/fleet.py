"""What changes vans, their drivers and their hours."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from logistics.models import Driver, Shift, Vehicle
from shop.enterprises.models import Hub, Place
from shop.journal.actions import log


class FleetRefused(ValueError):
    """A van, driver or shift can't be as asked; the text is fit for the person's eyes."""


@transaction.atomic
def add_driver(*, hub: Hub, name: str, by: User | None, now: datetime, user: User | None = None) -> Driver:
    """Somebody who drives for `hub`; `user` lets them sign in to their own route. Raises FleetRefused."""
    driver = Driver(hub=hub, name=" ".join(name.split()), user=user)
    save(driver)
    log(hub=hub, verb="added", subject=driver, by=by, now=now)
    return driver


@transaction.atomic
def add_vehicle(*, hub: Hub, name: str, place: Place, by: User | None, now: datetime, **fields: int | str) -> Vehicle:
    """A van that starts and ends at `place`. `fields` are its limits, class and costs. Raises FleetRefused."""
    if place.hub_id != hub.pk:
        raise FleetRefused(f"{place} belongs to another hub.")
    vehicle = Vehicle(hub=hub, name=" ".join(name.split()), start_place=place, end_place=place, **fields)
    save(vehicle)
    log(hub=hub, verb="added", subject=vehicle, by=by, now=now)
    return vehicle


@transaction.atomic
def man(  # noqa: PLR0913 - a shift is all of these
    *, vehicle: Vehicle, weekday: int, starts: time, ends: time, driver: Driver | None, by: User | None, now: datetime
) -> Shift:
    """`vehicle` is driven on a weekday (0 is Monday) in these local hours. Raises FleetRefused."""
    if driver is not None and driver.hub_id != vehicle.hub_id:
        raise FleetRefused(f"{driver} drives for another hub.")
    shift = Shift(vehicle=vehicle, driver=driver, weekday=weekday, starts=starts, ends=ends)
    save(shift)
    log(hub=vehicle.hub, verb="manned", subject=shift, by=by, now=now, weekday=weekday)
    return shift


@transaction.atomic
def take_out_of_use(*, vehicle: Vehicle, by: User | None, now: datetime) -> None:
    """No plan from now on counts on the van; one that is out of use already stays so since it was."""
    if Vehicle.objects.filter(pk=vehicle.pk, out_of_use_since=None).update(out_of_use_since=now):
        log(hub=vehicle.hub, verb="took out of use", subject=vehicle, by=by, now=now)


@transaction.atomic
def put_back_into_use(*, vehicle: Vehicle, by: User | None, now: datetime) -> None:
    """Plans made from now on count on the van again."""
    if Vehicle.objects.filter(pk=vehicle.pk).exclude(out_of_use_since=None).update(out_of_use_since=None):
        log(hub=vehicle.hub, verb="put back into use", subject=vehicle, by=by, now=now)


def save(row: Driver | Vehicle | Shift) -> None:
    """Check and store. Raises FleetRefused with the reasons in words."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise FleetRefused(" ".join(error.messages)) from error
    row.save()
