"""A local planning day in seconds. Knows clock changes; knows nothing of what the seconds are for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shop.rows.local_time import local_moment


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One date in one time zone. Seconds are real seconds since its local midnight.

    On the day the clocks go forward 06:30 is 5.5 hours after midnight, on the day they go back 7.5: a van drives for
    real seconds, and pages show what the clock on the wall says.
    """

    day: date
    zone: str

    @property
    def midnight(self) -> datetime:
        """The moment at which the local day begins, in UTC."""
        return local_moment(self.day, time(), self.zone).astimezone(UTC)

    @property
    def length_s(self) -> int:
        """23, 24 or 25 hours, in seconds."""
        return int((LocalDay(self.day + timedelta(days=1), self.zone).midnight - self.midnight).total_seconds())

    def seconds_of(self, moment: datetime) -> int:
        """Real seconds from local midnight to an aware moment; negative before it."""
        return int((moment - self.midnight).total_seconds())

    def seconds_at(self, clock: time) -> int:
        """Real seconds until the wall clock shows `clock`; `local_moment` says how that is read when clocks change."""
        return self.seconds_of(local_moment(self.day, clock, self.zone))

    def moment_of(self, seconds: int) -> datetime:
        """The aware local moment so many real seconds after local midnight."""
        return (self.midnight + timedelta(seconds=seconds)).astimezone(ZoneInfo(self.zone))
