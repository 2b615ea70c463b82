"""A planning day in real seconds, on ordinary days and when clocks change."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.intake.local_day import LocalDay

LONDON = "Europe/London"
HOUR = 3600
ORDINARY = LocalDay(date(2027, 3, 9), LONDON)
SPRING = LocalDay(date(2027, 3, 28), LONDON)
AUTUMN = LocalDay(date(2027, 10, 31), LONDON)


@pytest.mark.parametrize("local", [ORDINARY, SPRING, AUTUMN], ids=["ordinary", "spring", "autumn"])
def test_half_past_six_is_the_same_second_on_every_day(local: LocalDay) -> None:
    assert local.seconds_at(time(6, 30)) == int(6.5 * HOUR)
    assert f"{local.moment_of(int(6.5 * HOUR)):%Y-%m-%d %H:%M}" == f"{local.day} 06:30"


def test_the_origin_is_midnight_but_when_clocks_change() -> None:
    assert ORDINARY.origin == datetime(2027, 3, 9, tzinfo=UTC)
    assert SPRING.origin == datetime(2027, 3, 27, 23, tzinfo=UTC)
    assert AUTUMN.origin == datetime(2027, 10, 31, tzinfo=UTC)


@pytest.mark.parametrize("local", [ORDINARY, SPRING, AUTUMN], ids=["ordinary", "spring", "autumn"])
def test_a_driven_hour_is_a_real_hour(local: LocalDay) -> None:
    start, end = local.moment_of(5 * HOUR), local.moment_of(6 * HOUR)

    assert (end - start).total_seconds() == HOUR
    assert (end.hour, start.hour) == (6, 5)


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 24 * HOUR))
def test_seconds_and_moments_are_one_to_one_on_every_day(day: date, seconds: int) -> None:
    local = LocalDay(day, LONDON)

    assert local.seconds_of(local.moment_of(seconds)) == seconds
