"""Drivers' hours are rows: each van is planned by the rule of its weight and of the route's date."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import User
from logistics.dispatch.route_sheet import route_sheets
from logistics.dispatching.publishing import publish
from logistics.dispatching.running import running
from logistics.drivers_hours import RULES, ensure_driving_rules
from logistics.intake.local_day import LocalDay
from logistics.intake.rules import rules_of
from logistics.intake.vans import vans_on
from logistics.models import Driver, DrivingRule, Shift, Stop, Vehicle
from logistics.planning.routing import check
from logistics.planning.routing.problem import BreakRule
from logistics.planning.routing.problem import Vehicle as Van
from tests.cast import a_buyer, a_cycle, a_grower, a_hub, a_hub_base, a_kitchen, a_listing, a_member, carrots
from tests.logistics.conducting import conduct
from tests.logistics.dispatching.desk import LATER, current
from tests.logistics.small_day import DAY, SmallDay, add_vans
from tests.shop.procurement.scene import a_price

pytestmark = pytest.mark.django_db

#: A hundred kilometres north as the crow flies: 2 h 42 min on the road, there and back 5 h 24 min.
FAR = ("53.570000", "-0.730000")
HOUR, MINUTE = 3600, 60
EU = BreakRule(after_s=270 * MINUTE, break_s=45 * MINUTE)


@pytest.fixture
def small() -> SmallDay:
    """One far school, one van."""
    hub = a_hub()
    small = SmallDay(hub, a_hub_base(hub), a_cycle(hub, days=(DAY,)).delivery_days.get())
    small.packs["carrots"] = carrots(hub)
    a_price(small.packs["carrots"], 1200)
    a_listing(small.day, a_grower(hub), small.packs["carrots"], 40, handover="brought_in")
    small.kitchens["Far School"] = a_kitchen(a_buyer(hub, "Far School"), at=FAR)
    small.order("Far School", {"carrots": 8})
    add_vans(small)
    small.vans.pop("Cold van").delete()
    return small


def weighing(small: SmallDay, gross_weight_kg: int) -> None:
    Vehicle.objects.filter(pk=small.vans["Big van"].pk).update(gross_weight_kg=gross_weight_kg)


def van_on(small: SmallDay, day: date) -> Van:
    (van,) = vans_on(small.hub, LocalDay(day, small.hub.time_zone), small.day, rules=rules_of(small.hub))
    return van


def breaks(small: SmallDay) -> dict[str, int]:
    """Minutes of rest by stop."""
    stops = Stop.objects.filter(route__plan_run=current(small), route__day=DAY)
    return {stop.place.name: stop.break_min for stop in stops.select_related("place")}


def test_a_truck_of_7_5_t_gets_its_break_on_a_long_day_and_the_judge_agrees(small: SmallDay) -> None:
    weighing(small, 7_500)

    conduct(small)

    assert breaks(small) == {"The packhouse": 0, "Far School kitchen": 45}
    stands = running(current(small))
    assert stands.problems[DAY].vehicles[0].break_rule == EU
    assert check.faults(stands.problems[DAY], stands.plans[DAY]) == ()
    school = Stop.objects.get(route__plan_run=current(small), place=small.kitchens["Far School"])
    assert school.departs_at - school.starts_at == timedelta(minutes=45, seconds=420 + 8 * 30)


def test_a_van_of_3_2_t_is_driven_there_and_back_without_one(small: SmallDay) -> None:
    weighing(small, 3_200)

    conduct(small)

    assert breaks(small) == {"The packhouse": 0, "Far School kitchen": 0}
    assert running(current(small)).problems[DAY].vehicles[0].break_rule is None


@pytest.mark.parametrize(
    ("kilos", "wheel_h", "rest"), [(3_200, 10, None), (3_500, 10, None), (3_501, 9, EU), (7_500, 9, EU)]
)
def test_a_van_is_planned_by_the_rule_of_its_weight(
    small: SmallDay, kilos: int, wheel_h: int, rest: BreakRule | None
) -> None:
    weighing(small, kilos)

    van = van_on(small, DAY)

    assert (van.driving_limit_s, van.break_rule) == (wheel_h * HOUR, rest)


def test_the_day_before_a_new_rule_begins_the_earlier_one_holds(small: SmallDay) -> None:
    weighing(small, 7_500)
    DrivingRule.objects.create(
        name="A stricter law",
        above_kg=3_500,
        driving_limit_s=8 * HOUR,
        break_after_s=3 * HOUR,
        break_s=30 * MINUTE,
        valid_from=DAY,
        source="A law to come",
    )

    before, after = van_on(small, DAY - timedelta(days=1)), van_on(small, DAY)

    assert (before.driving_limit_s, before.break_rule) == (9 * HOUR, EU)
    assert (after.driving_limit_s, after.break_rule) == (8 * HOUR, BreakRule(3 * HOUR, 30 * MINUTE))


def test_a_rule_that_has_ended_holds_no_more_and_the_shift_s_own_limit_is_left(small: SmallDay) -> None:
    weighing(small, 7_500)
    DrivingRule.objects.filter(above_kg=3_500).update(valid_until=DAY - timedelta(days=1))
    Shift.objects.update(driving_limit_s=10 * HOUR)

    van = van_on(small, DAY)

    assert (van.driving_limit_s, van.break_rule) == (10 * HOUR, None)


def test_a_shorter_limit_of_the_hub_s_own_holds_beside_the_law(small: SmallDay) -> None:
    Shift.objects.update(driving_limit_s=4 * HOUR)

    assert van_on(small, DAY).driving_limit_s == 4 * HOUR


def test_the_desk_the_route_sheet_and_the_driver_are_shown_the_break(
    small: SmallDay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    weighing(small, 7_500)
    driver = a_member(small.packhouse.enterprise, role="driver")
    Driver.objects.update(user=driver)
    conduct(small)
    run = publish(plan_run=current(small), by=None, now=LATER).plan_run

    desk = said(
        a_member(small.packhouse.enterprise, role="coordinator"),
        f"/hub/cycles/{small.day.cycle_id}/2027-03-09/dispatch/",
    )
    theirs = said(driver, f"/drive/routes/{run.routes.get(day=DAY).pk}/")

    assert "break of 45 min before leaving" in desk
    assert "at most 9 h at the wheel, 45 min of rest after 4 h 30 min (Assimilated drivers’ hours)" in desk
    assert "Rest here for <strong>45 minutes</strong> before you drive on." in theirs
    (sheet,) = route_sheets(run)
    assert "rest for 45 min" in sheet.stops[-1].tasks


def test_a_route_that_is_longer_than_a_day_at_work_is_marked(small: SmallDay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    coordinator, page = (
        a_member(small.packhouse.enterprise, role="coordinator"),
        f"/hub/cycles/{small.day.cycle_id}/2027-03-09/dispatch/",
    )
    conduct(small)

    short = said(coordinator, page)
    DrivingRule.objects.update(duty_limit_s=5 * HOUR)
    long = said(coordinator, page)

    assert "longer than a day at work may be" not in short
    assert "longer than a day at work may be" in long


def said(person: User, address: str) -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get(address).text.split())


def test_the_laws_in_place_name_their_source_and_are_put_there_once() -> None:
    ensure_driving_rules()

    assert DrivingRule.objects.count() == len(RULES)
    assert not DrivingRule.objects.filter(source="").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"break_after_s": 3 * HOUR},
        {"above_kg": 3_500, "up_to_kg": 3_500},
        {"valid_until": date(2026, 12, 31)},
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, Any]) -> None:
    fields = {"name": "A law", "driving_limit_s": HOUR, "valid_from": date(2027, 1, 1), "source": "A law", **wrong}

    with pytest.raises(IntegrityError), transaction.atomic():
        DrivingRule.objects.create(**fields)


def test_staff_enter_a_law_and_what_a_van_weighs(small: SmallDay) -> None:
    client = Client()
    client.force_login(User.objects.create_superuser(email="staff@rutland.example", password="unused"))
    van = small.vans["Big van"]

    rules = client.get("/admin/logistics/drivingrule/").text
    answer = client.post(
        f"/admin/logistics/vehicle/{van.pk}/change/", {"registration": "AB12 CDE", "gross_weight_kg": 7_500}
    )

    assert "Assimilated drivers’ hours" in rules
    assert answer.status_code == 302
    van.refresh_from_db()
    assert (van.gross_weight_kg, van.registration) == (7_500, "AB12 CDE")
