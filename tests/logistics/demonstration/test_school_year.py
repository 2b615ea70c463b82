"""The school year by rule: steps over every holiday, for any year."""

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.demonstration.school_year import (
    all_terms,
    bank_holidays,
    delivery_days,
    delivery_days_before,
    easter,
    school_year_of,
    terms_of,
)
from shop.enterprises.actions import add_calendar
from shop.enterprises.queries import next_open_day
from tests.cast import NOW, a_hub

ANY_DAY = st.dates(min_value=date(1990, 1, 1), max_value=date(2098, 12, 31))


@pytest.mark.parametrize(
    "sunday",
    [date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2028, 4, 16), date(2029, 4, 1), date(2038, 4, 25)],
)
def test_easter_is_known(sunday: date) -> None:
    assert easter(sunday.year) == sunday


@pytest.mark.parametrize(
    ("year", "days"),
    [
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
        (2028, ["01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"]),
        (2033, ["01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-26", "12-27"]),
    ],
)
def test_bank_holidays_at_weekends_are_kept_on_weekdays(year: int, days: list[str]) -> None:
    assert [day.isoformat()[5:] for day, _ in bank_holidays(year)] == days


def test_the_terms_of_a_year_are_near_those_that_counties_set() -> None:
    assert terms_of(2026) == [
        ("Autumn term 2026/27", date(2026, 9, 1), date(2026, 12, 18)),
        ("Spring term 2026/27", date(2027, 1, 4), date(2027, 3, 19)),
        ("Summer term 2026/27", date(2027, 4, 5), date(2027, 7, 16)),
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (date(2026, 11, 22), date(2026, 11, 24)),  # a Sunday
        (date(2026, 11, 24), date(2026, 11, 24)),  # a delivery day itself
        (date(2026, 11, 25), date(2026, 11, 26)),  # between two
        (date(2026, 8, 10), date(2026, 9, 3)),  # August; 1 September is a training day
        (date(2026, 12, 25), date(2027, 1, 5)),  # Christmas
        (date(2026, 10, 25), date(2026, 11, 3)),  # clocks go back as half-term begins
        (date(2027, 10, 31), date(2027, 11, 2)),  # clocks go back after half-term
        (date(2027, 3, 28), date(2027, 4, 6)),  # clocks go forward on Easter Sunday
        (date(2028, 3, 26), date(2028, 3, 28)),  # clocks go forward in term
        (date(2028, 5, 1), date(2028, 5, 2)),  # a bank holiday
    ],
)
def test_the_next_delivery_day_steps_over_holidays(asked: date, expected: date) -> None:
    assert next(delivery_days(asked)) == expected


@given(ANY_DAY)
def test_a_delivery_day_is_a_tuesday_or_thursday_in_term_and_no_holiday(asked: date) -> None:
    found = list(islice(delivery_days(asked), 3))

    for day in found:
        year = school_year_of(day)
        assert day.weekday() in (1, 3)
        assert any(first <= day <= last for _, first, last in terms_of(year))
        assert day not in {holiday for holiday, _ in bank_holidays(day.year)}
    assert asked <= found[0] < found[1] < found[2]
    assert found[0] - asked < timedelta(days=60)


@given(ANY_DAY)
def test_looking_back_finds_the_days_that_looking_ahead_passed(asked: date) -> None:
    back = delivery_days_before(asked, 4)

    assert len(back) == 4
    assert list(islice(delivery_days(back[0]), 4)) == back
    assert back[-1] < asked


@given(st.integers(min_value=1990, max_value=2090))
def test_terms_follow_one_another(year: int) -> None:
    terms, closed = all_terms(range(year, year + 3))

    assert all(first <= last for _, first, last in terms)
    assert all(earlier[2] < later[1] for earlier, later in pairwise(terms))
    assert len({day for day, _ in closed}) == len(closed)


@pytest.mark.django_db
def test_the_stored_calendar_says_the_same_as_the_rule() -> None:
    terms, closed = all_terms(range(2026, 2029))
    calendar = add_calendar(hub=a_hub(), name="By rule", terms=terms, closed=closed, by=None, now=NOW)

    for asked in (date(2026, 12, 25), date(2027, 5, 31), date(2027, 8, 1), date(2028, 3, 26)):
        assert next_open_day(calendar, on_or_after=asked, weekdays=(1, 3)) == next(delivery_days(asked))
