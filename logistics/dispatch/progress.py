"""How far a day's run has come, in words for the page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from logistics.models import Lease, StepRun
from logistics.run_cycle.due import UNFINISHED
from logistics.run_cycle.lease import is_held
from shop.cycles.models import DeliveryDay
from shop.journal.models import AnsweredClick
from shop.pricing.money import pounds
from shop.pricing.quantities import kilos

ASKED_LATELY = timedelta(seconds=60)
BUSY_POLL_S = 1
IDLE_POLL_S = 15

# PostgreSQL does not keep the order in which counts were written: the page reads them in this one.
READING_ORDER = (
    *(
        "demands",
        "orders",
        "kitchens",
        "lines",
        "packs",
        "weight_g",
        "listings",
        "asked",
        "silent",
        "shipments",
        "vans",
    ),
    *("routes", "distance_m", "cost_pence", "direct", "packs_filled", "packs_wanted", "packs_short", "short_lines"),
    *("growers", "unserved", "level", "solver", "gap_percent", "travel_source", "run", "elapsed_s", "thinking_ms"),
)
LABELS = {
    "packs_filled": "packs filled",
    "packs_short": "packs short",
    "packs_wanted": "packs wanted",
    "short_lines": "short lines",
    "gap_percent": "% from proven best",
    "elapsed_s": "s",
}
WRITTEN: Mapping[str, Callable[[int], str]] = {
    "weight_g": kilos,
    "distance_m": lambda metres: f"{metres / 1000:,.1f} km",
    "cost_pence": pounds,
    "run": "run {}".format,
    "thinking_ms": lambda spent_ms: f"{spent_ms / 1000:,.1f} s of thinking",
}


@dataclass(frozen=True, slots=True)
class StepSheet:
    """One step: its state, its counts, the solver's best so far, and what it said last."""

    name: str
    state: str
    counts: tuple[str, ...]
    best: tuple[str, ...]
    message: str
    attempt: int
    call_list: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """The tracker: its steps, whether somebody works on the day now, and how soon to ask again (0: not at all)."""

    steps: tuple[StepSheet, ...]
    is_running: bool
    is_asked: bool
    poll_s: int


def progress_of(day: DeliveryDay, *, now: datetime) -> Progress:
    """Read the tracker: three queries."""
    latest = {row.step: row for row in StepRun.objects.filter(delivery_day=day).order_by("attempt")}
    running = is_held(Lease.objects.filter(delivery_day=day).first(), now)
    asked = AnsweredClick.objects.filter(
        at__gte=now - ASKED_LATELY, answer_path__endswith=f"/hub/cycles/{day.cycle_id}/?day={day.day.isoformat()}"
    ).exists()
    unfinished = day.status in UNFINISHED
    busy = running or (asked and unfinished and not answered_since_click(latest))
    return Progress(
        steps=tuple(step_sheet(step, latest.get(step)) for step in StepRun.Step.values),
        is_running=running,
        is_asked=asked and not running,
        poll_s=BUSY_POLL_S if busy else IDLE_POLL_S if unfinished else 0,
    )


def answered_since_click(latest: Mapping[str, StepRun]) -> bool:
    """Whether the last word of any step is that it waits or failed: then nothing more comes of the click."""
    return any(row.status in (StepRun.Status.WAITING, StepRun.Status.FAILED) for row in latest.values())


def step_sheet(step: str, row: StepRun | None) -> StepSheet:
    """The latest attempt at a step, or that there was none."""
    if row is None:
        return StepSheet(step, "to do", (), (), "", 0, ())
    return StepSheet(
        name=step,
        state=row.status,
        counts=tuple(in_words(row.counts)),
        best=tuple(in_words(row.best)) if row.status == StepRun.Status.RUNNING else (),
        message=row.message,
        attempt=row.attempt,
        call_list=tuple(row.counts.get("call_list", ())),
    )


def in_words(counts: Mapping[str, Any]) -> Iterator[str]:
    """Counts as people say them, in reading order and then by name; lists are shown elsewhere."""
    for name in sorted(counts, key=reading_place):
        value = counts[name]
        if name in WRITTEN:
            yield WRITTEN[name](value)
        elif isinstance(value, int | float):
            yield f"{value:,} {LABELS.get(name, name)}"
        elif isinstance(value, str):
            yield value


def reading_place(name: str) -> tuple[int, str]:
    """Where a count stands in the sentence."""
    return (READING_ORDER.index(name) if name in READING_ORDER else len(READING_ORDER), name)
