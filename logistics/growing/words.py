"""How a moment and a count are said to growers. Pure."""

from datetime import datetime
from zoneinfo import ZoneInfo

A_WEEK = 7


def by_when(moment: datetime, now: datetime, zone: str) -> str:
    """17:00 today, 17:00 tomorrow, 17:00 on Friday, 17:00 on Friday 5 March; a time that has passed keeps its date."""
    there = moment.astimezone(ZoneInfo(zone))
    days = (there.date() - now.astimezone(ZoneInfo(zone)).date()).days
    clock = f"{there:%H:%M}"
    if days == 0:
        return f"{clock} today"
    if days == 1:
        return f"{clock} tomorrow"
    if days == -1:
        return f"{clock} yesterday"
    if 0 < days < A_WEEK:
        return f"{clock} on {there:%A}"
    return f"{clock} on {there:%A} {there.day} {there:%B}"
