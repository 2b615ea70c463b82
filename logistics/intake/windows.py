"""Stretches of a local day, in seconds, both ends included. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from logistics.intake.facts import PlaceFacts
from logistics.intake.local_day import DAY_S, LocalDay

Stretch = tuple[int, int]


WHOLE: Stretch = (0, DAY_S)


def opening(place: PlaceFacts, local: LocalDay) -> tuple[Stretch, ...] | None:
    """When the place takes vans on that day; None when it named no hours at all, empty when it is closed."""
    if not place.windows:
        return None
    weekday = local.day.weekday()
    return joined(
        (local.seconds_at(opens), local.seconds_at(closes))
        for on, opens, closes in place.windows
        if on is None or on == weekday
    )


def between(opens: datetime | None, closes: datetime | None, local: LocalDay) -> tuple[Stretch, ...]:
    """The part of the local day from one moment to another; empty when they lie on other days."""
    first, last = WHOLE
    if opens is not None:
        first = max(first, local.seconds_of(opens))
    if closes is not None:
        last = min(last, local.seconds_of(closes))
    return ((first, last),) if first <= last else ()


def both(one: Sequence[Stretch], other: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """What lies in both."""
    return joined(
        (max(first, start), min(last, end))
        for first, last in one
        for start, end in other
        if max(first, start) <= min(last, end)
    )


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Sorted, and those that touch made one."""
    found: list[Stretch] = []
    for first, last in sorted(stretches):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)
