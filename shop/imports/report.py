"""What became of the rows of a file, and how it is told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Fate(Enum):
    """What an importer did with a good row."""

    ADDED = "added"
    UNCHANGED = "unchanged"
    UPDATED = "updated"
    DIFFERS = "differs"


AS_IT_WAS = (Fate.UNCHANGED, Fate.DIFFERS)
#: Beyond this many, rows that were not refused are only counted.
ROWS_TOLD = 50


class RowRefused(Exception):
    """A row cannot be taken; the message is the reason, for the person who wrote the row."""


class RowPassedOver(Exception):
    """A row asks for nothing, rightly; the message says why it was left out."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row's number and what there is to say about it."""

    number: int
    text: str


@dataclass(slots=True)
class Report:
    """What became of a file's rows. `kept` says whether anything was written."""

    fates: Counter[Fate] = field(default_factory=Counter)
    differing: list[Told] = field(default_factory=list)
    updated: list[Told] = field(default_factory=list)
    bad: list[Told] = field(default_factory=list)
    passed_over: list[Told] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    kept: bool = False
    is_trial: bool = False

    def note(self, fate: Fate, number: int, text: str) -> None:
        """Count a good row; `text` says what changed, or differs and was left (also beside something added)."""
        self.fates[fate] += 1
        if fate in (Fate.DIFFERS, Fate.ADDED) and text:
            self.differing.append(Told(number, text))
        elif fate is Fate.UPDATED and text:
            self.updated.append(Told(number, text))

    @property
    def is_clean(self) -> bool:
        """Whether no row was refused."""
        return not self.bad


def lines(report: Report, *, what: str, can_update: bool = False) -> Iterator[str]:
    """The report as lines of text: `what` the rows are, `can_update` says that --update would overwrite them."""
    yield from report.remarks
    yield from (f"Row {told.number}: {told.text}" for told in report.bad)
    yield from some(report.passed_over, "passed over, ")
    yield from some(report.differing, "differs from what stands and was left as it is: ")
    yield from some(report.updated, "updated: ")
    done = {fate: fate.value if report.kept or fate in AS_IT_WAS else f"would be {fate.value}" for fate in Fate}
    counts = [f"{report.fates[fate]:,} {done[fate]}" for fate in Fate if report.fates[fate]]
    counts += [f"{len(report.bad):,} bad"] if report.bad else []
    yield f"{what.capitalize()}: {', '.join(counts) or 'no rows'}."
    yield verdict(report, can_update=can_update)


def some(rows: list[Told], opening: str) -> Iterator[str]:
    """The first rows, each as a line, and how many more there are."""
    yield from (f"Row {told.number}: {opening}{told.text}." for told in rows[:ROWS_TOLD])
    if len(rows) > ROWS_TOLD:
        yield f"... and {len(rows) - ROWS_TOLD:,} more rows {opening.rstrip(' :,')}."


def verdict(report: Report, *, can_update: bool) -> str:
    """One sentence on what was written, and what to do next."""
    if report.is_trial:
        return "This was a trial: nothing was written."
    if not report.kept:
        return "Nothing was written: correct the bad rows, or take the good ones with --keep-good."
    if report.bad:
        return "The good rows were written; correct the bad ones and import the file again."
    if report.differing:
        left = "What differs was left as it is"
        return f"{left}; --update takes it from the file." if can_update else f"{left}."
    return "Everything is in."
