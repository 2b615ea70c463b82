"""A planning day in real seconds, on ordinary days and when clocks change."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from logistics.intake.local_day import LocalDay

LONDON = "Europe/London"
HOUR = 3600
SPRING = LocalDay(date(2027, 3, 28), LONDON)
AUTUMN = LocalDay(date(2027, 10, 31), LONDON)


def test_half_past_six_is_six_and_a_half_hours_after_midnight_on_an_ordinary_day() -> None:
    assert LocalDay(date(2027, 3, 9), LONDON).seconds_at(time(6, 30)) == int(6.5 * HOUR)


def test_half_past_six_comes_an_hour_sooner_when_clocks_go_forward() -> None:
    assert SPRING.seconds_at(time(6, 30)) == int(5.5 * HOUR)
    assert SPRING.length_s == 23 * HOUR


def test_half_past_six_comes_an_hour_later_when_clocks_go_back() -> None:
    assert AUTUMN.seconds_at(time(6, 30)) == int(7.5 * HOUR)
    assert AUTUMN.length_s == 25 * HOUR


def test_a_van_that_drives_over_the_change_shows_the_clock_on_the_wall() -> None:
    assert SPRING.moment_of(2 * HOUR) == datetime(2027, 3, 28, 3, tzinfo=ZoneInfo(LONDON))
    assert f"{SPRING.moment_of(2 * HOUR):%H:%M %z}" == "03:00 +0100"
    assert f"{AUTUMN.moment_of(2 * HOUR):%H:%M %z}" == "01:00 +0000"


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 23 * HOUR - 1))
def test_seconds_and_moments_are_one_to_one_on_every_day(day: date, seconds: int) -> None:
    local = LocalDay(day, LONDON)

    assert local.seconds_of(local.moment_of(seconds)) == seconds


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_days_follow_each_other_without_a_gap(day: date) -> None:
    local = LocalDay(day, LONDON)

    assert local.moment_of(local.length_s) == LocalDay(date.fromordinal(day.toordinal() + 1), LONDON).midnight
