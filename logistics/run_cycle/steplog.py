"""The rows that say how far a delivery day's run has come: one per attempt at a step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max

from logistics.models import StepRun
from logistics.run_cycle.lease import Held
from logistics.run_cycle.reports import Heard, Report, Stage
from shop.cycles.models import DeliveryDay

DIED = "Its worker was not heard any more."


@dataclass
class StepLog:
    """One attempt, from its first word to its last. Each word is also a sign of life of the conductor."""

    row: StepRun
    held: Held
    report: Report
    counts: dict[str, Any] = field(default_factory=dict)

    def say(self, stage: Stage, *, best: Mapping[str, Any] | None = None, message: str = "", **counts: Any) -> None:
        """Say how far the step is. Raises LeaseLost when the conductor's place is gone."""
        self.held.beat()
        self.counts.update(counts)
        known = dict(best) if best else self.row.best
        self.row.best = known
        StepRun.objects.filter(pk=self.row.pk).update(heard_at=self.held.clock(), counts=self.counts, best=known)
        self.report(Heard(step=self.row.step, stage=stage, counts=dict(self.counts), best=known, message=message))

    def beat(self, best: Mapping[str, Any]) -> None:
        """The solver still thinks; `best` is what it has so far."""
        self.say("best", best=best)

    def thought_since(self, began: datetime) -> None:
        """Add a solver's time to the step's: milliseconds by the wall clock."""
        spent_ms = int((self.held.clock() - began).total_seconds() * 1000)
        self.counts["thinking_ms"] = self.counts.get("thinking_ms", 0) + spent_ms

    def end(self, status: str, message: str = "") -> None:
        """Close the attempt's row."""
        at = self.held.clock()
        self.row.status = status
        StepRun.objects.filter(pk=self.row.pk).update(
            status=status, finished_at=at, heard_at=at, counts=self.counts, message=message
        )


def begin(delivery_day: DeliveryDay, step: str, *, held: Held, report: Report) -> StepLog:
    """Open the next attempt at a step and say so."""
    last = StepRun.objects.filter(delivery_day=delivery_day, step=step).aggregate(Max("attempt"))["attempt__max"]
    at = held.clock()
    row = StepRun.objects.create(
        delivery_day=delivery_day, step=step, attempt=(last or 0) + 1, started_at=at, heard_at=at
    )
    log = StepLog(row, held, report)
    log.say("started")
    return log


def bury(delivery_day: DeliveryDay, *, held: Held) -> None:
    """Mark the attempts of workers that died: we hold their place now."""
    StepRun.objects.filter(delivery_day=delivery_day, status=StepRun.Status.RUNNING).update(
        status=StepRun.Status.FAILED, finished_at=held.clock(), message=DIED
    )
