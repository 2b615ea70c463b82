"""The hub's clock applied to one delivery day. Pure arithmetic on local time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any

from shop.cycles.errors import BadClock
from shop.rows.local_time import local_moment

# In the order in which they must come.
STEPS = (
    ("listings_close", "listing closes"),
    ("orders_close", "ordering closes"),
)
AFTER_ORDERS_CLOSE = (("answers_due", "growers' answers are due"), ("late_changes_close", "late changes close"))


@dataclass(frozen=True)
class DayTimes:
    """When each step of one delivery day is due, in UTC."""

    listings_close_at: datetime
    orders_close_at: datetime
    answers_due_at: datetime
    late_changes_close_at: datetime
    collection_day: date


def day_times(clock: Any, day: date, zone: str) -> DayTimes:
    """The times that `clock` (a HubClock) gives to the delivery day `day`.

    A step is due when clocks in `zone` show its time, so that noon stays noon across a change of clocks.
    """

    def due(step: str) -> datetime:
        days_before: int = getattr(clock, f"{step}_days")
        wall_clock: time = getattr(clock, f"{step}_time")
        return local_moment(day - timedelta(days=days_before), wall_clock, zone)

    return DayTimes(
        listings_close_at=due("listings_close"),
        orders_close_at=due("orders_close"),
        answers_due_at=due("answers_due"),
        late_changes_close_at=due("late_changes_close"),
        collection_day=day - timedelta(days=clock.collection_days),
    )


def check_clock(clock: Any) -> None:
    """Raise BadClock when a step would come before the one that it waits for."""
    for later in AFTER_ORDERS_CLOSE:
        for (first, first_words), (then, then_words) in pairwise((*STEPS, later)):
            if place_in_line(clock, then) < place_in_line(clock, first):
                raise BadClock(f"On this clock {then_words} before {first_words}.")
    if clock.collection_ends_time <= clock.collection_starts_time:
        raise BadClock("On this clock collection ends before it starts.")


def place_in_line(clock: Any, step: str) -> tuple[int, time]:
    """Sorts the steps of one day: more days before comes first, then the earlier time."""
    return -getattr(clock, f"{step}_days"), getattr(clock, f"{step}_time")
