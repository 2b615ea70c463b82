"""Questions over enterprises, places, memberships and calendars."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Self

from shop.rows.scoping import OfHub


class EnterpriseQuerySet(OfHub):
    """Enterprises of a hub."""

    def growers(self) -> Self:
        """Those that sell what they grow."""
        return self.filter(kind="grower")

    def processors(self) -> Self:
        """Those that wash, chop, mill, bake."""
        return self.filter(kind="processor")

    def buyers(self) -> Self:
        """Institutions and other kitchens that order in bulk."""
        return self.filter(kind="buyer")

    def acted_for_by(self, user: Any) -> Self:
        """Those for which `user` holds a membership."""
        return self.filter(memberships__user=user).distinct()


class MembershipQuerySet(OfHub):
    """Memberships of a hub's enterprises."""

    hub_path = "enterprise__hub"


class InvitationQuerySet(OfHub):
    """Invitations of a hub's enterprises."""

    hub_path = "enterprise__hub"

    def acceptable_at(self, now: datetime) -> Self:
        """Neither accepted nor expired."""
        return self.filter(accepted_at=None, expires_at__gt=now)


class PlaceQuerySet(OfHub):
    """Places of a hub."""

    def with_windows(self) -> Self:
        """Their windows come along in one further query."""
        return self.prefetch_related("windows")


class TermCalendarQuerySet(OfHub):
    """Term calendars of a hub."""

    def with_days(self) -> Self:
        """Terms and closed days come along in two further queries."""
        return self.prefetch_related("terms", "closed_days")


def is_open_on(calendar: Any, day: date) -> bool:
    """Whether kitchens of `calendar` (a TermCalendar) cook on `day`: inside a term and not on a closed day."""
    in_term = any(term.starts <= day <= term.ends for term in calendar.terms.all())
    return in_term and all(closed.day != day for closed in calendar.closed_days.all())


def next_open_day(calendar: Any, *, on_or_after: date, weekdays: Iterable[int]) -> date | None:
    """The first open day from `on_or_after` on that falls on one of `weekdays` (0 is Monday).

    None when no term holds such a day any more.
    """
    wanted = frozenset(weekdays)
    last = max(
        (term.ends for term in calendar.terms.all()),
        default=on_or_after - timedelta(days=1),
    )
    for ahead in range((last - on_or_after).days + 1):
        day = on_or_after + timedelta(days=ahead)
        if day.weekday() in wanted and is_open_on(calendar, day):
            return day
    return None
