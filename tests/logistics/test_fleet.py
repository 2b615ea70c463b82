"""Vans, drivers and shifts come into being by actions, with a log line each."""

from datetime import time

import pytest

from logistics.fleet import FleetRefused, add_driver, add_vehicle, man
from logistics.models import Driver, Shift, Vehicle
from shop.enterprises.models import Hub
from shop.journal.models import LogLine
from tests.cast import NOW, a_hub, a_hub_base

pytestmark = pytest.mark.django_db
LIMITS = {"capacity_g": 1_000_000, "capacity_crates": 90}


@pytest.fixture
def hub() -> Hub:
    return a_hub()


def test_a_van_is_manned_by_a_driver_on_a_weekday(hub: Hub) -> None:
    packhouse = a_hub_base(hub)

    driver = add_driver(hub=hub, name="  Jo   Pemberton ", by=None, now=NOW)
    van = add_vehicle(hub=hub, name="Van 1", place=packhouse, by=None, now=NOW, **LIMITS)
    shift = man(vehicle=van, weekday=1, starts=time(5), ends=time(13), driver=driver, by=None, now=NOW)

    assert driver.name == "Jo Pemberton"
    assert (van.start_place, van.end_place, van.temperature_class) == (packhouse, packhouse, "ambient")
    assert shift.driving_limit_s == 36_000
    verbs = LogLine.objects.of(hub).filter(subject_kind__in=["driver", "vehicle", "shift"]).order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["added", "added", "manned"]


def test_a_van_has_a_name_of_its_own_and_carries_something(hub: Hub) -> None:
    packhouse = a_hub_base(hub)
    add_vehicle(hub=hub, name="Van 1", place=packhouse, by=None, now=NOW, **LIMITS)

    with pytest.raises(FleetRefused):
        add_vehicle(hub=hub, name="Van 1", place=packhouse, by=None, now=NOW, **LIMITS)
    with pytest.raises(FleetRefused, match="weight"):
        add_vehicle(hub=hub, name="Van 2", place=packhouse, by=None, now=NOW, capacity_g=0, capacity_crates=90)

    assert Vehicle.objects.count() == 1


def test_a_van_and_its_driver_belong_to_one_hub(hub: Hub) -> None:
    other = a_hub("Other Hub", "other")
    van = add_vehicle(hub=hub, name="Van 1", place=a_hub_base(hub), by=None, now=NOW, **LIMITS)
    stranger = add_driver(hub=other, name="Jo Pemberton", by=None, now=NOW)

    with pytest.raises(FleetRefused, match="drives for another hub"):
        man(vehicle=van, weekday=1, starts=time(5), ends=time(13), driver=stranger, by=None, now=NOW)
    with pytest.raises(FleetRefused, match="belongs to another hub"):
        add_vehicle(hub=other, name="Van 2", place=van.start_place, by=None, now=NOW, **LIMITS)

    assert not Shift.objects.exists()
    assert Driver.objects.of(hub).count() == 0


def test_a_shift_ends_after_it_starts_and_comes_once_a_weekday(hub: Hub) -> None:
    van = add_vehicle(hub=hub, name="Van 1", place=a_hub_base(hub), by=None, now=NOW, **LIMITS)
    man(vehicle=van, weekday=1, starts=time(5), ends=time(13), driver=None, by=None, now=NOW)

    with pytest.raises(FleetRefused):
        man(vehicle=van, weekday=1, starts=time(14), ends=time(18), driver=None, by=None, now=NOW)
    with pytest.raises(FleetRefused):
        man(vehicle=van, weekday=2, starts=time(13), ends=time(5), driver=None, by=None, now=NOW)

    assert Shift.objects.count() == 1
