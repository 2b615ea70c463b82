"""A local planning day in seconds. Knows clock changes; knows nothing of what the seconds are for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shop.rows.local_time import local_moment

DAY_S = 24 * 60 * 60
NOON = time(12)


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One date in one time zone, counted in real seconds from twelve hours before its noon.

    On all but two days a year that is midnight. When clocks change in the night it is an hour off midnight, and every
    hour after the change is still what the clock on the wall says: 06:30 is 23,400 s on each day of the year, a van
    drives for real seconds, and no sentence names a time that nobody reads anywhere.
    """

    day: date
    zone: str

    @property
    def origin(self) -> datetime:
        """The moment from which seconds are counted, in UTC."""
        return local_moment(self.day, NOON, self.zone).astimezone(UTC) - timedelta(hours=12)

    def seconds_of(self, moment: datetime) -> int:
        """Real seconds from the origin to an aware moment; negative before it."""
        return int((moment - self.origin).total_seconds())

    def seconds_at(self, clock: time) -> int:
        """Seconds at which the wall clock shows `clock`; `local_moment` says how that is read when clocks change."""
        return self.seconds_of(local_moment(self.day, clock, self.zone))

    def moment_of(self, seconds: int) -> datetime:
        """The aware local moment so many real seconds after the origin."""
        return (self.origin + timedelta(seconds=seconds)).astimezone(ZoneInfo(self.zone))
