"""What became of confirmed lines, for the kitchen's papers: told by drivers task by task, recorded line by line.

A line may reach its kitchen in several drops. It is recorded when all of its packs are told of; what nobody told of is
recorded short when the day is delivered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from logistics.driving.reasons import NOT_CARRIED, NOT_DELIVERED
from logistics.models import HandoverLine, ShipmentLine
from shop.cycles.models import DeliveryDay
from shop.procurement.actions import record_deliveries
from shop.procurement.errors import DeliveryRefused
from shop.procurement.handed_over import HandedOver
from shop.procurement.models import DeliveredLine, LineConfirmation


@dataclass
class Sum:
    """Packs of one confirmed line as told so far, and what went wrong first."""

    accepted: int = 0
    short: int = 0
    refused: int = 0
    fault: str = ""

    @property
    def told(self) -> int:
        """Packs of which somebody said what became of them."""
        return self.accepted + self.short + self.refused

    def add(self, *, accepted: int, short: int, refused: int, fault: str) -> None:
        """One more task's packs."""
        self.accepted += accepted
        self.short += short
        self.refused += refused
        self.fault = self.fault or fault


def record_complete(
    *,
    delivery_day: DeliveryDay,
    lines: Iterable[HandoverLine],
    received_by: str,
    key: str,
    by: Any,
    now: datetime,
) -> str:
    """Record the confirmed lines of one stop's `lines` (unsaved) whose packs are now all told of.

    Returns what could not be recorded, in words; the driver's own rows are kept whatever the papers say.
    """
    new = [line for line in lines if line.confirmation_id]
    sums = told_of({line.confirmation_id for line in new})
    for line in new:
        add_line(sums, line)
    confirmed = {line.pk: line for line in LineConfirmation.objects.filter(pk__in=sums).amended()}
    handed = [
        handed_over(confirmed[number], each, received_by=received_by, key=key)
        for number, each in sorted(sums.items())
        if each.told >= confirmed[number].packs_standing
    ]
    return " ".join(record(delivery_day, handed, by=by, now=now))


def record_rest(*, delivery_day: DeliveryDay, plan_run: Any, by: Any, now: datetime) -> None:
    """Record every confirmed line that is not recorded yet; packs that nobody told of are short, with their reason."""
    recorded = DeliveredLine.objects.filter(confirmation__run__delivery_day=delivery_day).values("confirmation")
    rest = LineConfirmation.objects.filter(run__delivery_day=delivery_day).standing().exclude(pk__in=recorded)
    confirmed = {line.pk: line for line in rest.order_by("id")}
    sums = told_of(confirmed)
    left = set(
        ShipmentLine.objects.filter(
            shipment__unserved__plan_run=plan_run, confirmation__in=confirmed.keys()
        ).values_list("confirmation", flat=True)
    )
    handed = []
    for number, line in confirmed.items():
        each = sums.get(number, Sum())
        missing = line.packs_standing - each.told
        if missing > 0:
            each.add(accepted=0, short=missing, refused=0, fault=NOT_CARRIED if number in left else NOT_DELIVERED)
        handed.append(handed_over(line, each, received_by="", key=f"day:{delivery_day.pk}"))
    record(delivery_day, handed, by=by, now=now)


def told_of(confirmations: Iterable[int | None]) -> dict[int, Sum]:
    """What drivers told of these confirmed lines (ids) so far: one query."""
    sums: dict[int, Sum] = {}
    rows = HandoverLine.objects.counting().drops().filter(confirmation__in=list(confirmations))
    for row in rows.order_by("id"):
        add_line(sums, row)
    return sums


def add_line(sums: dict[int, Sum], line: HandoverLine) -> None:
    """Add one driver's line to the sum of its confirmed line."""
    sums.setdefault(line.confirmation_id or 0, Sum()).add(
        accepted=line.packs_accepted, short=line.packs_short, refused=line.packs_refused, fault=line.fault
    )


def handed_over(line: LineConfirmation, told: Sum, *, received_by: str, key: str) -> HandedOver:
    """The values that the kitchen's papers are written from."""
    return HandedOver(
        confirmation=line,
        packs_accepted=told.accepted,
        packs_short=told.short,
        packs_refused=told.refused,
        fault=told.fault,
        received_by=received_by,
        key=f"drive:{key}:{line.pk}",
    )


def record(delivery_day: DeliveryDay, handed: list[HandedOver], *, by: Any, now: datetime) -> list[str]:
    """Record them together; where one is refused, each on its own. Returns the refusals in words."""
    if not handed:
        return []
    try:
        with transaction.atomic():
            record_deliveries(delivery_day=delivery_day, handed_over=handed, by=by, now=now)
    except DeliveryRefused as refusal:
        if len(handed) == 1:
            return [str(refusal)]
        return [words for each in handed for words in record(delivery_day, [each], by=by, now=now)]
    return []
