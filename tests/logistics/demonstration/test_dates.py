"""Which days the demonstration is about, on easy and on hard dates."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from logistics.demonstration.dates import Dates, cycle_opens_at, dates_for, orders_close_at, weeks

LONDON = ZoneInfo("Europe/London")
ZONE = "Europe/London"


def dates_on(day: date, hour: int = 10, past: int = 2) -> Dates:
    return dates_for(day, now=datetime(day.year, day.month, day.day, hour, tzinfo=LONDON), past=past, zone=ZONE)


def test_on_a_sunday_today_is_tuesday() -> None:
    assert dates_on(date(2026, 11, 22)) == Dates(
        past=(date(2026, 11, 17), date(2026, 11, 19)),
        today=date(2026, 11, 24),
        open=(date(2026, 11, 26), date(2026, 12, 1)),
    )


def test_on_a_delivery_day_after_noon_the_next_cut_off_that_has_passed_is_not_shown_as_open() -> None:
    found = dates_on(date(2026, 11, 24), hour=13)

    assert found.today == date(2026, 11, 24)
    assert found.open == (date(2026, 12, 1), date(2026, 12, 3))


@pytest.mark.parametrize(
    ("day", "today"),
    [
        (date(2026, 8, 10), date(2026, 9, 3)),
        (date(2026, 12, 25), date(2027, 1, 5)),
        (date(2027, 10, 31), date(2027, 11, 2)),
        (date(2028, 3, 26), date(2028, 3, 28)),
    ],
)
def test_open_days_come_after_today_and_leave_a_day_to_order(day: date, today: date) -> None:
    now = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)

    found = dates_for(day, now=now, past=12, zone=ZONE)

    assert found.today == today
    assert len(found.past) == 12
    assert all(each < today for each in found.past)
    assert all(each > today for each in found.open)
    assert all(orders_close_at(each, ZONE) - now >= timedelta(hours=24) for each in found.open)


@pytest.mark.parametrize("day", [date(2027, 11, 2), date(2028, 3, 28)])
def test_the_cut_off_is_at_noon_on_a_sunday_on_which_the_clocks_change(day: date) -> None:
    cut_off = orders_close_at(day, ZONE).astimezone(LONDON)

    assert (cut_off.weekday(), cut_off.hour, cut_off.minute) == (6, 12, 0)


def test_a_date_long_past_keeps_its_open_days_ahead_of_the_real_moment() -> None:
    now = datetime(2026, 11, 21, 10, tzinfo=LONDON)

    found = dates_for(date(2026, 3, 3), now=now, past=1, zone=ZONE)

    assert found.today == date(2026, 3, 3)
    assert found.open == (date(2026, 11, 24), date(2026, 11, 26))


def test_days_of_one_week_share_a_cycle() -> None:
    assert weeks(dates_on(date(2026, 11, 22)).all) == [
        ("Week of 16 November 2026", (date(2026, 11, 17), date(2026, 11, 19))),
        ("Week of 23 November 2026", (date(2026, 11, 24), date(2026, 11, 26))),
        ("Week of 30 November 2026", (date(2026, 12, 1),)),
    ]


def test_a_cycle_that_takes_orders_now_has_opened() -> None:
    now = datetime(2026, 12, 25, 10, tzinfo=LONDON)

    assert cycle_opens_at(date(2027, 1, 5), now=now, has_open_day=True, zone=ZONE) == now - timedelta(hours=1)
    assert cycle_opens_at(date(2027, 1, 5), now=now, has_open_day=False, zone=ZONE) == datetime(
        2026, 12, 27, 8, tzinfo=LONDON
    )
