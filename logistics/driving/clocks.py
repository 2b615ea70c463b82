"""Whether a phone's clock is to be believed. Pure."""

from datetime import datetime, timedelta

AHEAD_S = 300
EARLY_S = 300


def doubt_of(at: datetime, *, now: datetime, began: datetime | None) -> str:
    """Why `at` can't be right: it lies ahead of `now`, or before the route `began`; empty when it can.

    Five minutes either way are forgiven.
    """
    if at > now + timedelta(seconds=AHEAD_S):
        return "ahead"
    if began is not None and at < began - timedelta(seconds=EARLY_S):
        return "before"
    return ""
