"""What went wrong in some hubs and waits for a person: steps, other tasks of the workers, and messages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Q

from logistics.dispatch.addresses import DayAddresses, address
from logistics.models import StepRun
from logistics.run_cycle.due import UNFINISHED
from logistics.run_cycle.turns import PAUSES, failures
from shop.cycles.models import DeliveryDay, OrderCycle
from shop.enterprises.models import Hub
from shop.journal.models import FailedTask, OutboxMessage
from shop.journal.recording import HIDDEN
from shop.pricing.quantities import counted

#: What a task of the workers does, as a coordinator would say it.
TASKS = {
    "logistics.tasks.conduct": "Take a delivery day through its steps",
    "logistics.tasks.hand_out_due_days": "Hand out the days that are due",
    "logistics.tasks.remind": "Remind growers and kitchens",
    "shop.journal.tasks.send_outbox": "Send what waits in the outbox",
    "shop.payments.tasks.finish_payment": "Take or let go a card payment",
    "shop.payments.tasks.finish_refund": "Give a card payment back",
    "shop.payments.tasks.ask_for_refund_again": "Give money back that Stripe refused: look at it in Stripe’s dashboard",
    "shop.payments.tasks.look_after_payments": "Look after card payments",
    "shop.settlement.tasks.book_cards": "Book card money",
    "cms.tasks.publish_scheduled": "Publish pages on their date",
}


@dataclass(frozen=True, slots=True)
class FailedStep:
    """A delivery day's step whose latest attempt failed; `again_at` is when the clock tries, None: it waits for you."""

    step: str
    day: DeliveryDay
    where: str
    why: str
    attempts: int
    at: datetime
    again_at: datetime | None
    client_key: UUID


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A failed task in words; `can_run_again` unless its arguments are not kept."""

    row: FailedTask
    what: str
    said: str
    can_run_again: bool
    client_key: UUID


@dataclass(frozen=True, slots=True)
class UntoldHub:
    """A hub with messages that could not be sent, and where they are."""

    hub: Hub
    said: str
    where: str


@dataclass(frozen=True, slots=True)
class Failed:
    """All of it."""

    steps: Sequence[FailedStep]
    tasks: Sequence[ShownTask]
    untold: Sequence[UntoldHub]

    def __bool__(self) -> bool:
        return bool(self.steps or self.tasks or self.untold)


def failed_of(hubs: Sequence[Hub], *, whole_installation: bool) -> Failed:
    """Read it for these hubs: five queries; with the whole installation, what belongs to no hub comes, too."""
    return Failed(failed_steps_of(hubs), failed_tasks_of(hubs, whole_installation), untold_of(hubs))


def opened_days_of(hubs: Sequence[Hub]) -> Any:
    """The days of opened cycles, earliest first."""
    days = DeliveryDay.objects.filter(cycle__hub__in=hubs)
    return days.exclude(cycle__status=OrderCycle.Status.DRAFT).with_hub().order_by("day", "id")


def failed_steps_of(hubs: Sequence[Hub]) -> list[FailedStep]:
    """Unfinished days whose latest attempt at any step failed."""
    days = {day.pk: day for day in opened_days_of(hubs).filter(status__in=UNFINISHED)}
    latest = {row.delivery_day_id: row for row in StepRun.objects.filter(delivery_day__in=days)}
    failed = {pk: row for pk, row in latest.items() if row.status == StepRun.Status.FAILED}
    attempts = failures([days[pk] for pk in failed])
    return [failed_step(days[pk], failed[pk], attempts.get((pk, failed[pk].step), 0)) for pk in days if pk in failed]


def failed_step(day: DeliveryDay, row: StepRun, attempts: int) -> FailedStep:
    """One line of the list."""
    again_at = row.started_at + PAUSES[attempts - 1] if 0 < attempts <= len(PAUSES) else None
    where = DayAddresses.of(day).overview
    return FailedStep(row.step, day, where, row.message, attempts, row.started_at, again_at, uuid4())


def tasks_of(hubs: Sequence[Hub], whole_installation: bool) -> Any:
    """Unresolved failed tasks that the person may see."""
    mine = Q(hub__in=hubs) | Q(hub=None) if whole_installation else Q(hub__in=hubs)
    return FailedTask.objects.unresolved().filter(mine).select_related("hub", "handled_by")


def failed_tasks_of(hubs: Sequence[Hub], whole_installation: bool) -> list[ShownTask]:
    """Those in words."""
    return [shown(row) for row in tasks_of(hubs, whole_installation)]


def shown(row: FailedTask) -> ShownTask:
    """One line of the list. A task that is not named above shows its own name."""
    ids = ", ".join(str(value) for value in row.values if value is not None)
    said = f"{row.error} · {counted(row.times, 'time')}" + (f" · number {ids}" if ids else "")
    return ShownTask(row, TASKS.get(row.task, row.task), said, HIDDEN not in row.values, uuid4())


def untold_of(hubs: Sequence[Hub]) -> list[UntoldHub]:
    """Hubs with messages that are given up and nobody has rung about."""
    rows = OutboxMessage.objects.filter(hub__in=hubs).to_ring().order_by().values_list("hub")
    numbers = dict(rows.annotate(number=Count("pk")))
    return [
        UntoldHub(hub, f"{counted(numbers[hub.pk], 'message')} given up", address("papers:outbox", hub.pk))
        for hub in hubs
        if hub.pk in numbers
    ]
