"""The register as people read it: one paragraph for each kind of thing that is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from privacy.models import RetentionPeriod
from privacy.register import REGISTER, Fate, Kept, Upon

NO_PERIOD = "as long as you are here"
AFTERWARDS = {
    Upon.ERASURE: {
        Fate.DELETED: "It is deleted.",
        Fate.BLANKED: "Your name, addresses and words are taken out.",
        Fate.STAYS: "Your name and address are taken out.",
    },
    Upon.LAST_MEMBER: {
        Fate.DELETED: "It is deleted when you were the last who acts for the enterprise.",
        Fate.BLANKED: "It is taken out when you were the last who acts for the enterprise.",
    },
}
AT_TERM = "It stays for the time named here, because the law or a dispute may need it."


@dataclass(frozen=True)
class Told:
    """One kind of thing: why, by what right, how long, and what is left when a person is forgotten."""

    what: str
    why: tuple[str, ...]
    basis: tuple[str, ...]
    periods: tuple[str, ...]
    afterwards: tuple[str, ...]


def told(day: date) -> list[Told]:
    """The whole register in its order, in one query."""
    periods = RetentionPeriod.objects.by_code(day)
    kinds: dict[str, list[Kept]] = {}
    for entry in REGISTER:
        kinds.setdefault(entry.what, []).append(entry)
    return [
        Told(
            what=what,
            why=each_once(entry.why for entry in entries),
            basis=each_once(str(entry.basis) for entry in entries),
            periods=each_once(period_of(entry, periods) for entry in entries),
            afterwards=each_once(afterwards(entry) for entry in entries),
        )
        for what, entries in kinds.items()
    ]


def each_once(words: Iterable[str]) -> tuple[str, ...]:
    """The words in their order, none twice."""
    return tuple(dict.fromkeys(words))


def period_of(entry: Kept, periods: dict[str, RetentionPeriod]) -> str:
    """How long, in words."""
    return periods[entry.period].words if entry.period else NO_PERIOD


def afterwards(entry: Kept) -> str:
    """What is left when somebody asks to be forgotten."""
    return AFTERWARDS.get(entry.upon, {}).get(entry.fate, AT_TERM)
