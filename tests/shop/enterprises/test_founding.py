"""Hubs, calendars and enterprises come into being."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shop.enterprises.actions import add_calendar, add_enterprise, found_hub
from shop.enterprises.errors import BadCalendar, BadEnterprise, BadHub, EnterprisesError
from shop.enterprises.models import Enterprise, Hub, TermCalendar
from shop.journal.models import LogLine
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_hub_is_founded_with_nothing_in_it() -> None:
    hub = found_hub(name=" Rutland ", slug="rutland", by=None, now=cast.NOW, circuity_permille=1400, speed_kmh=45)

    assert (hub.name, hub.slug, hub.time_zone, hub.currency) == ("Rutland", "rutland", "Europe/London", "GBP")
    assert (hub.road_circuity_permille, hub.road_speed_kmh) == (1400, 45)
    assert not Enterprise.objects.exists()
    assert LogLine.objects.about(hub).get().verb == "founded"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": "Rutland Food Hub"}, "Name: Hub with this Name already exists."),
        ({"slug": "rutland"}, "Slug: Hub with this Slug already exists."),
        ({"circuity_permille": 999}, "Road circuity permille: Ensure this value is greater than or equal to 1000."),
        ({"speed_kmh": 0}, "Road speed kmh: Ensure this value is greater than or equal to 1."),
    ],
)
def test_a_hub_that_cannot_stand_is_refused_in_words(fields: dict[str, Any], reason: str) -> None:
    cast.a_hub()

    with pytest.raises(BadHub) as refusal:
        found_hub(**{"name": "Fenland", "slug": "fenland", "by": None, "now": cast.NOW, **fields})

    assert reason in str(refusal.value)
    assert Hub.objects.count() == 1


def test_an_enterprise_gets_a_slug_and_the_local_day_on_which_it_joined() -> None:
    hub = cast.a_hub()
    late_on_a_summer_evening = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)

    farm = add_enterprise(
        hub=hub,
        kind="grower",
        name=" Manor   Farm ",
        email=" Jo@Manor.Example",
        by=None,
        now=late_on_a_summer_evening,
        minimum_pickup_value_pence=2500,
    )

    assert (farm.name, farm.slug, farm.email) == ("Manor Farm", "manor-farm", "jo@manor.example")
    assert farm.joined_on == date(2027, 7, 1)
    assert farm.minimum_pickup_value_pence == 2500


def test_two_of_one_name_get_two_slugs_and_another_hub_starts_anew() -> None:
    hub, other = cast.a_hub(), cast.a_hub("Fenland Food Hub", "fenland")

    slugs = [cast.a_grower(place, "Manor Farm").slug for place in (hub, hub, hub, other)]

    assert slugs == ["manor-farm", "manor-farm-2", "manor-farm-3", "manor-farm"]


def test_a_name_without_a_letter_still_gets_a_slug() -> None:
    assert cast.a_grower(cast.a_hub(), "***").slug == "enterprise"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"kind": "farmer"}, "Kind: Value 'farmer' is not a valid choice."),
        ({"name": "  "}, "Name: This field cannot be blank."),
        ({"email": "no address"}, "Email: Enter a valid email address."),
        ({"entitlement": 0}, "An entitlement is at least one."),
        ({"reference": "F1"}, "The hub has an enterprise of this kind with this reference."),
    ],
)
def test_an_enterprise_that_cannot_stand_is_refused_in_words(fields: dict[str, Any], reason: str) -> None:
    hub = cast.a_hub()
    cast.a_grower(hub, reference="F1")
    facts = {"kind": "grower", "name": "Glebe Farm", "email": "glebe@rutland.example", "by": None, "now": cast.NOW}

    with pytest.raises(BadEnterprise) as refusal:
        add_enterprise(hub=hub, **{**facts, **fields})

    assert str(refusal.value) == reason
    assert Enterprise.objects.count() == 1


def test_one_reference_may_stand_for_a_grower_and_a_buyer() -> None:
    hub = cast.a_hub()

    assert cast.a_grower(hub, reference="1").reference == cast.a_buyer(hub, reference="1").reference


def test_a_calendar_of_another_hub_is_refused() -> None:
    theirs = a_calendar(cast.a_hub("Fenland Food Hub", "fenland"))

    with pytest.raises(BadEnterprise, match="belongs to another hub"):
        cast.a_buyer(cast.a_hub(), term_calendar=theirs)


SPRING = ("Spring", date(2027, 1, 4), date(2027, 3, 25))
SUMMER = ("Summer", date(2027, 4, 12), date(2027, 7, 23))


def a_calendar(hub: Hub, terms: list[tuple[str, date, date]] | None = None) -> TermCalendar:
    half_term = [(date(2027, 2, 15), "half-term")]
    return add_calendar(
        hub=hub,
        name="Schools",
        terms=[SUMMER, SPRING] if terms is None else terms,
        closed=half_term,
        by=None,
        now=cast.NOW,
    )


def test_a_calendar_holds_its_terms_in_order_and_its_closed_days() -> None:
    calendar = a_calendar(cast.a_hub())

    assert [term.name for term in calendar.terms.all()] == ["Spring", "Summer"]
    assert [str(day) for day in calendar.closed_days.all()] == ["2027-02-15 half-term"]


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ([], "A calendar needs at least one term."),
        ([("Spring", date(2027, 3, 25), date(2027, 1, 4))], "Spring ends on 04 January 2027, before it starts"),
        (
            [SPRING, ("Again", date(2027, 3, 25), date(2027, 4, 2))],
            "Again starts on 25 March 2027, when Spring has not",
        ),
    ],
)
def test_terms_that_cannot_follow_one_another_are_refused(terms: list[tuple[str, date, date]], reason: str) -> None:
    with pytest.raises(BadCalendar, match=reason):
        a_calendar(cast.a_hub(), terms)

    assert not TermCalendar.objects.exists()


def test_a_calendars_name_is_taken_once_per_hub() -> None:
    hub = cast.a_hub()
    a_calendar(hub)

    with pytest.raises(BadCalendar, match="The hub has a calendar of this name"):
        a_calendar(hub)
    a_calendar(cast.a_hub("Fenland Food Hub", "fenland"))

    assert TermCalendar.objects.count() == 2


def test_every_refusal_is_of_the_family() -> None:
    assert all(issubclass(refusal, EnterprisesError) for refusal in (BadHub, BadCalendar, BadEnterprise))
