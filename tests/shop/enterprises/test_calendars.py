"""Which day is the next on which kitchens cook: Sundays, August, Christmas, both clock changes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.enterprises.actions import add_calendar
from shop.enterprises.models import ClosedDay, Term, TermCalendar
from shop.enterprises.queries import is_open_on, next_open_day
from tests import cast

WEEKDAYS = range(5)
TERMS = [
    ("Autumn", date(2026, 9, 1), date(2026, 12, 18)),
    ("Spring", date(2027, 1, 4), date(2027, 3, 25)),
    ("Summer", date(2027, 4, 12), date(2027, 7, 23)),
]
HALF_TERM = [(date(2026, 10, 26) + timedelta(days=ahead), "half-term") for ahead in range(5)]


@pytest.fixture
def calendar(db: None) -> TermCalendar:
    made = add_calendar(hub=cast.a_hub(), name="Schools", terms=TERMS, closed=HALF_TERM, by=None, now=cast.NOW)
    return TermCalendar.objects.with_days().get(pk=made.pk)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 10, 13), date(2026, 10, 13)),  # a Tuesday in term
        (date(2026, 10, 18), date(2026, 10, 19)),  # a Sunday
        (date(2026, 8, 10), date(2026, 9, 1)),  # August
        (date(2026, 12, 25), date(2027, 1, 4)),  # 25 December
        (date(2026, 10, 25), date(2026, 11, 2)),  # the Sunday on which clocks go back, before half-term
        (date(2027, 3, 28), date(2027, 4, 12)),  # the Sunday on which clocks go forward, in the Easter holiday
        (date(2026, 12, 18), date(2026, 12, 18)),  # the last day of a term
        (date(2026, 12, 19), date(2027, 1, 4)),  # the day after it
    ],
)
def test_the_next_open_day(calendar: TermCalendar, today: date, expected: date) -> None:
    assert next_open_day(calendar, on_or_after=today, weekdays=WEEKDAYS) == expected


def test_only_the_wanted_weekdays_count(calendar: TermCalendar) -> None:
    assert next_open_day(calendar, on_or_after=date(2026, 10, 13), weekdays=[3]) == date(2026, 10, 15)
    assert next_open_day(calendar, on_or_after=date(2026, 10, 13), weekdays=[]) is None


def test_after_the_last_term_there_is_no_day(calendar: TermCalendar) -> None:
    assert next_open_day(calendar, on_or_after=date(2027, 7, 24), weekdays=WEEKDAYS) is None


def test_asking_for_a_day_asks_the_database_nothing_more(
    calendar: TermCalendar, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        next_open_day(calendar, on_or_after=date(2026, 8, 10), weekdays=WEEKDAYS)


@given(st.dates(date(2026, 7, 1), date(2027, 8, 31)))
def test_no_open_day_is_passed_over(today: date) -> None:
    calendar = TermCalendar(pk=1, name="Schools")
    calendar._prefetched_objects_cache = {
        "terms": [Term(name=name, starts=starts, ends=ends) for name, starts, ends in TERMS],
        "closed_days": [ClosedDay(day=day, reason=reason) for day, reason in HALF_TERM],
    }
    found = next_open_day(calendar, on_or_after=today, weekdays=WEEKDAYS)

    last = found or date(2027, 8, 31)
    passed = [today + timedelta(days=ahead) for ahead in range((last - today).days)]
    assert not [day for day in passed if day.weekday() in WEEKDAYS and is_open_on(calendar, day)]
    assert found is None or (found >= today and is_open_on(calendar, found) and found.weekday() in WEEKDAYS)
