"""Which days the demonstration is about, reckoned from a date and the real moment. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice

from logistics.demonstration.school_year import delivery_days, delivery_days_before
from shop.rows.local_time import local_date, local_moment

#: As the hub's clock has it by default: ordering closes two days before, at noon.
ORDERS_CLOSE = (2, time(12))
#: A day is shown as open only when this is left to order for it.
TIME_TO_ORDER = timedelta(hours=24)
OPEN_DAYS = 2
#: A week's cycle opens this long before its first day, at eight.
CYCLE_OPENS = (9, time(8))


@dataclass(frozen=True, slots=True)
class Dates:
    """Past days, the day that is due (“today”), and the days that are open for ordering, each earliest first."""

    past: tuple[date, ...]
    today: date
    open: tuple[date, ...]

    @property
    def all(self) -> tuple[date, ...]:
        """Every day, earliest first."""
        return (*self.past, self.today, *self.open)


def dates_for(day: date, *, now: datetime, past: int, zone: str) -> Dates:
    """Today is the next delivery day from `day` on; the open days are the first after it whose cut-off is ahead."""
    today = next(delivery_days(day))
    after = (
        each
        for each in delivery_days(max(today + timedelta(days=1), local_date(now, zone)))
        if orders_close_at(each, zone) - now >= TIME_TO_ORDER
    )
    return Dates(
        past=tuple(delivery_days_before(today, past)) if past else (),
        today=today,
        open=tuple(islice(after, OPEN_DAYS)),
    )


def orders_close_at(day: date, zone: str) -> datetime:
    """The cut-off of a delivery day by the default clock."""
    days_before, clock = ORDERS_CLOSE
    return local_moment(day - timedelta(days=days_before), clock, zone)


def weeks(days: Sequence[date]) -> list[tuple[str, tuple[date, ...]]]:
    """Days by calendar week, each week under a name such as “Week of 23 November 2026”."""
    found = []
    for _, in_week in groupby(days, key=lambda each: each.isocalendar()[:2]):
        members = tuple(in_week)
        monday = members[0] - timedelta(days=members[0].weekday())
        found.append((f"Week of {monday.day} {monday:%B %Y}", members))
    return found


def cycle_opens_at(first: date, *, now: datetime, has_open_day: bool, zone: str) -> datetime:
    """When a week's cycle opened; one that is open now did so an hour ago at the latest."""
    days_before, clock = CYCLE_OPENS
    usual = local_moment(first - timedelta(days=days_before), clock, zone)
    return min(usual, now - timedelta(hours=1)) if has_open_day else usual
