"""Who did what for a delivery day, the latest first, in plain words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from logistics.dispatch.log_names import names_of
from logistics.dispatch.log_words import words_for
from shop.cycles.models import DeliveryDay
from shop.journal.models import LogLine
from shop.pricing.money import pounds
from shop.pricing.quantities import counted

PENCE = "_pence"
BASE = "quantity_base"
HIDDEN = ("client_key", "key", "fingerprint", "days")
SHORT_TEXT = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log."""

    at: datetime
    who: str
    what: str
    about: str
    detail: str
    on_behalf_of: str


def day_entries(day: DeliveryDay) -> Any:
    """The log lines of a day, of its runs, plans, orders, answers and late changes, the latest first."""
    about = Q(subject_kind="deliveryday", subject_id=day.pk)
    for kind, rows in (
        ("bulkorder", day.bulk_orders),
        ("allocationrun", day.allocation_runs),
        ("planrun", day.plan_runs),
        ("latechange", day.late_changes),
        ("listing", day.listings),
    ):
        about |= Q(subject_kind=kind, subject_id__in=rows.values("pk"))
    about |= Q(subject_kind="groweranswer", subject_id__in=day.allocation_runs.values("answers"))
    return LogLine.objects.of(day.cycle.hub).filter(about).named().order_by("-at", "-id")


def entries_of(lines: Iterable[LogLine]) -> list[Entry]:
    """Log lines in words, with the names of what they are about: one query for each kind of thing."""
    lines = list(lines)
    names = names_of(lines)
    return [entry(line, names.get((line.subject_kind, line.subject_id), "")) for line in lines]


def entry(line: LogLine, about: str) -> Entry:
    """A log line in words."""
    return Entry(
        at=line.at,
        who=str(line.by) if line.by else "The hub’s clock",
        what=words_for(line.verb, line.subject_kind),
        about=about,
        detail=", ".join(details({name: value for name, value in line.detail.items() if value != about})),
        on_behalf_of=str(line.on_behalf_of) if line.on_behalf_of else "",
    )


def details(detail: Mapping[str, Any]) -> Iterator[str]:
    """What the line says besides, in the words of the glossary."""
    for name, value in detail.items():
        if name in HIDDEN or value in ("", None, [], {}):
            continue
        if name.endswith(PENCE):
            yield f"{name.removesuffix(PENCE).replace('_', ' ')} {pounds(int(value))}"
        elif name == BASE:
            yield f"{int(value):,} base units"
        elif isinstance(value, bool):
            yield name.replace("_", " ")
        elif isinstance(value, int):
            yield f"{name.replace('_', ' ')} {value:,}"
        elif isinstance(value, str):
            yield value[:SHORT_TEXT] if name in ("why", "answer") else f"{name.replace('_', ' ')} {value}"[:SHORT_TEXT]
        elif isinstance(value, list):
            yield counted(len(value), name.rstrip("s"))
