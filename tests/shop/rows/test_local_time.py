"""Wall clocks across both nights on which they change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.rows.local_time import in_words, local_date, local_moment

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("day", "wall_clock", "utc"),
    [
        (date(2027, 3, 27), time(12), datetime(2027, 3, 27, 12, tzinfo=UTC)),
        (date(2027, 3, 28), time(12), datetime(2027, 3, 28, 11, tzinfo=UTC)),
        (date(2027, 3, 28), time(0, 30), datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),
        (date(2027, 3, 28), time(1, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(0, 30), datetime(2026, 10, 24, 23, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(12), datetime(2026, 10, 25, 12, tzinfo=UTC)),
    ],
)
def test_a_wall_clock_means_this_moment(day: date, wall_clock: time, utc: datetime) -> None:
    moment = local_moment(day, wall_clock, LONDON)

    assert (moment, moment.tzinfo) == (utc, UTC)


def test_a_time_that_never_comes_is_an_hour_later_on_the_clock() -> None:
    shown = local_moment(date(2027, 3, 28), time(1, 30), LONDON).astimezone(ZoneInfo(LONDON))

    assert (shown.hour, shown.minute, shown.utcoffset()) == (2, 30, timedelta(hours=1))


@pytest.mark.parametrize(("day", "hours"), [(date(2027, 3, 28), 23), (date(2026, 10, 25), 25), (date(2027, 3, 9), 24)])
def test_a_day_is_as_long_as_it_is(day: date, hours: int) -> None:
    next_day = day + timedelta(days=1)

    assert local_moment(next_day, time(), LONDON) - local_moment(day, time(), LONDON) == timedelta(hours=hours)


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)), st.times().filter(lambda clock: clock.hour != 1))
def test_clocks_show_what_was_asked_for_on_every_other_hour(day: date, wall_clock: time) -> None:
    moment = local_moment(day, wall_clock, LONDON)

    assert moment.astimezone(ZoneInfo(LONDON)).replace(tzinfo=None) == datetime.combine(day, wall_clock)
    assert local_date(moment, LONDON) == day


def test_the_local_date_is_not_that_of_greenwich() -> None:
    assert local_date(datetime(2027, 6, 30, 23, 30, tzinfo=UTC), LONDON) == date(2027, 7, 1)


def test_a_moment_is_read_on_the_kitchen_clock() -> None:
    assert in_words(datetime(2027, 3, 28, 11, 5, tzinfo=UTC), LONDON) == "12:05 on Sunday 28 March 2027"
