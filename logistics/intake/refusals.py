"""Legs that no van can be asked for, whatever the plan: said before planning, in the words of the fact. Pure."""

from dataclasses import dataclass

from logistics.intake.facts import PlaceFacts
from logistics.intake.local_day import LocalDay


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code for programs, the numbers that bound, and the sentence for people."""

    code: str
    numbers: tuple[tuple[str, int | str], ...]
    text: str


def closed(place: PlaceFacts, local: LocalDay) -> Refusal:
    """The place takes no vans while the goods are ready or wanted."""
    day = f"{local.day:%A} {local.day.day} {local.day:%B}"
    return Refusal(
        "place_closed",
        (("place", place.id), ("day", local.day.isoformat())),
        f"{place.name} takes no vans on {day} at the hours that these goods need.",
    )


def never_ready(place: PlaceFacts, local: LocalDay) -> Refusal:
    """The seller's ready window lies on other days."""
    day = f"{local.day:%A} {local.day.day} {local.day:%B}"
    return Refusal(
        "not_ready_that_day",
        (("place", place.id), ("day", local.day.isoformat())),
        f"The goods at {place.name} are not ready on {day}, when the vans collect.",
    )
