"""Wall clocks: what a hub's people read on the kitchen clock, as one moment in time. Pure."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local_moment(day: date, wall_clock: time, zone: str) -> datetime:
    """The moment at which clocks in `zone` show `wall_clock` on `day`, in UTC.

    In UTC, because Python subtracts and compares two times of one zone by what its clocks show: across a change of
    clocks that is an hour off.
    On the night when clocks go back, a time that comes twice means the first of the two. On the night when they go
    forward, a time that never comes means the moment as long after midnight as it says: 01:30 becomes 02:30.
    """
    return datetime.combine(day, wall_clock, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local_date(moment: datetime, zone: str) -> date:
    """The date on the calendar in `zone` at `moment` (aware)."""
    return moment.astimezone(ZoneInfo(zone)).date()


def in_words(moment: datetime, zone: str) -> str:
    """A moment as people in `zone` read it: 12:00 on Sunday 28 March 2027."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{there:%H:%M} on {there:%A} {there.day} {there:%B %Y}"
