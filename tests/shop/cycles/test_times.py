"""The clock applied to a day: noon stays noon when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.cycles.errors import BadClock
from shop.cycles.models import HubClock
from shop.cycles.times import check_clock, day_times

LONDON = "Europe/London"


def test_an_ordinary_tuesday() -> None:
    times = day_times(HubClock(), date(2027, 3, 9), LONDON)

    assert times.listings_close_at == datetime(2027, 3, 6, 17, tzinfo=UTC)
    assert times.orders_close_at == datetime(2027, 3, 7, 12, tzinfo=UTC)
    assert times.answers_due_at == datetime(2027, 3, 7, 17, tzinfo=UTC)
    assert times.late_changes_close_at == datetime(2027, 3, 8, 12, tzinfo=UTC)
    assert times.collection_day == date(2027, 3, 8)


def test_clocks_go_forward_between_the_cut_off_and_the_delivery() -> None:
    times = day_times(HubClock(), date(2027, 3, 30), LONDON)

    assert times.listings_close_at == datetime(2027, 3, 27, 17, tzinfo=UTC)
    assert times.orders_close_at == datetime(2027, 3, 28, 11, tzinfo=UTC)
    assert times.orders_close_at - times.listings_close_at == timedelta(hours=18)


def test_clocks_go_back_between_the_cut_off_and_the_delivery() -> None:
    times = day_times(HubClock(), date(2026, 10, 27), LONDON)

    assert times.listings_close_at == datetime(2026, 10, 24, 16, tzinfo=UTC)
    assert times.orders_close_at == datetime(2026, 10, 25, 12, tzinfo=UTC)
    assert times.orders_close_at - times.listings_close_at == timedelta(hours=20)


def test_a_cut_off_in_the_hour_that_never_comes_is_in_the_next() -> None:
    times = day_times(HubClock(orders_close_time=time(1, 30)), date(2027, 3, 30), LONDON)

    assert times.orders_close_at == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)


def test_a_cut_off_in_the_hour_that_comes_twice_is_in_the_first() -> None:
    times = day_times(HubClock(orders_close_time=time(1, 30)), date(2026, 10, 27), LONDON)

    assert times.orders_close_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_on_every_day_each_step_is_at_its_time_and_in_its_order(day: date) -> None:
    times = day_times(HubClock(), day, LONDON)

    assert on_the_wall(times.listings_close_at) == datetime.combine(day - timedelta(days=3), time(17))
    assert on_the_wall(times.orders_close_at) == datetime.combine(day - timedelta(days=2), time(12))
    assert times.listings_close_at < times.orders_close_at < times.answers_due_at < times.late_changes_close_at
    assert times.collection_day == day - timedelta(days=1)


def on_the_wall(moment: datetime) -> datetime:
    """What the clocks in London show."""
    return moment.astimezone(ZoneInfo(LONDON)).replace(tzinfo=None)


OFFSETS = st.fixed_dictionaries(
    {
        name: values
        for step in ("listings_close", "orders_close", "answers_due", "late_changes_close")
        for name, values in ((f"{step}_days", st.integers(0, 4)), (f"{step}_time", st.times()))
    }
)


@given(OFFSETS, st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_a_clock_that_is_let_through_never_runs_backwards(offsets: dict[str, Any], day: date) -> None:
    clock = HubClock(**offsets)
    try:
        check_clock(clock)
    except BadClock:
        return
    times = day_times(clock, day, LONDON)

    assert times.listings_close_at <= times.orders_close_at
    assert times.orders_close_at <= times.answers_due_at
    assert times.orders_close_at <= times.late_changes_close_at


@pytest.mark.parametrize(
    ("offsets", "reason"),
    [
        ({"listings_close_days": 1}, "On this clock ordering closes before listing closes."),
        ({"listings_close_days": 2}, "On this clock ordering closes before listing closes."),
        ({"answers_due_days": 3}, "On this clock growers' answers are due before ordering closes."),
        ({"answers_due_time": time(11)}, "On this clock growers' answers are due before ordering closes."),
        (
            {"late_changes_close_days": 2, "late_changes_close_time": time(11)},
            "late changes close before ordering closes",
        ),
        ({"collection_ends_time": time(7)}, "On this clock collection ends before it starts."),
    ],
)
def test_a_clock_that_runs_backwards_is_refused(offsets: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadClock, match=reason):
        check_clock(HubClock(**offsets))


@pytest.mark.parametrize(
    "offsets",
    [
        {},
        {"listings_close_days": 2, "listings_close_time": time(12)},
        {"answers_due_time": time(12)},
        {"orders_close_days": 0, "answers_due_days": 0, "late_changes_close_days": 0},
    ],
)
def test_steps_may_come_at_once(offsets: dict[str, Any]) -> None:
    check_clock(HubClock(**offsets))
