"""Recording what was handed over, and who bears which fault."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.procurement import news
from shop.procurement.errors import DeliveryRefused
from shop.procurement.handed_over import HandedOver
from shop.procurement.locks import lock_day
from shop.procurement.models import DeliveredLine, FaultBearer, LineConfirmation
from shop.webhooks.announcing import announce

STATUS = DeliveryDay.Status


def record_delivery(  # noqa: PLR0913 - a handover is all of these
    *,
    confirmation: LineConfirmation,
    packs_accepted: int,
    key: str,
    by: Any,
    now: datetime,
    packs_short: int = 0,
    packs_refused: int = 0,
    fault: str = "",
    received_by: str = "",
) -> DeliveredLine:
    """Note what became of one confirmed line; accepted + short + refused are what was confirmed.

    The same key again returns what stands. Raises DeliveryRefused.
    """
    handed = HandedOver(
        confirmation=confirmation,
        packs_accepted=packs_accepted,
        key=key,
        packs_short=packs_short,
        packs_refused=packs_refused,
        fault=fault,
        received_by=received_by,
    )
    (delivered,) = record_deliveries(delivery_day=confirmation.run.delivery_day, handed_over=[handed], by=by, now=now)
    return delivered


@transaction.atomic
def record_deliveries(
    *, delivery_day: DeliveryDay, handed_over: Sequence[HandedOver], by: Any, now: datetime
) -> list[DeliveredLine]:
    """Note what became of many confirmed lines of one day, all or none, in a fixed number of statements.

    Lines whose key stands already are returned unchanged. Raises DeliveryRefused, naming the line.
    """
    lock_day(delivery_day)
    keys = {handed.key for handed in handed_over}
    standing = {row.key: row for row in DeliveredLine.objects.filter(key__in=keys)}
    lines = {handed.confirmation.pk for handed in handed_over}
    told = set(DeliveredLine.objects.filter(confirmation__in=lines).values_list("confirmation_id", flat=True))
    of_day = dict(
        LineConfirmation.objects.filter(pk__in=lines, run__delivery_day=delivery_day)
        .standing()
        .values_list("pk", "packs_standing")
    )
    new: dict[str, DeliveredLine] = {}
    for handed in handed_over:
        if handed.key in standing:
            require_same_line(standing[handed.key], handed)
            continue
        check_handed_over(handed, delivery_day, of_day, told)
        told.add(handed.confirmation.pk)
        new[handed.key] = delivered_line(handed, by, now)
    DeliveredLine.objects.bulk_create(new.values())
    if new:
        log(
            hub=delivery_day.cycle.hub,
            verb="record deliveries",
            subject=delivery_day,
            by=by,
            now=now,
            lines=len(new),
            packs_accepted=sum(row.packs_accepted for row in new.values()),
            packs_missing=sum(row.packs_short + row.packs_refused for row in new.values()),
        )
        announce(hub=delivery_day.cycle.hub, news=news.delivered(delivery_day, new.values()), now=now)
    return [standing.get(handed.key) or new[handed.key] for handed in handed_over]


def require_same_line(standing: DeliveredLine, handed: HandedOver) -> None:
    """A key belongs to one line: raise DeliveryRefused when it comes with another."""
    if standing.confirmation_id != handed.confirmation.pk:
        raise DeliveryRefused(f"“{handed.key}” was recorded for another line.")


def check_handed_over(handed: HandedOver, delivery_day: DeliveryDay, of_day: Mapping[int, int], told: set[int]) -> None:
    """Raise DeliveryRefused unless the numbers add up, a fault is named, and the line is open.

    `of_day` tells by confirmation (id) the packs that stand after late changes.
    """
    line, confirmed = handed.confirmation, of_day.get(handed.confirmation.pk, 0)
    numbers = (handed.packs_accepted, handed.packs_short, handed.packs_refused)
    if delivery_day.status == STATUS.SETTLED:
        raise DeliveryRefused(f"{delivery_day} is settled: put it right with a credit note.")
    if line.pk not in of_day:
        raise DeliveryRefused(f"{line} is not of {delivery_day}.")
    if line.pk in told:
        raise DeliveryRefused(f"What became of {line} is recorded already.")
    if min(numbers) < 0 or sum(numbers) != confirmed:
        raise DeliveryRefused(
            f"{line}: accepted {numbers[0]}, short {numbers[1]} and refused {numbers[2]} make {sum(numbers)} packs, "
            f"not the {confirmed} confirmed."
        )
    if handed.packs_accepted != confirmed and not handed.fault.strip():
        raise DeliveryRefused(f"{line}: say why packs are short or refused.")
    longest = DeliveredLine._meta.get_field("fault").max_length or 0
    if len(handed.fault.strip()) > longest:
        raise DeliveryRefused(f"{line}: a fault has at most {longest} characters.")


def delivered_line(handed: HandedOver, by: Any, now: datetime) -> DeliveredLine:
    """The row, unsaved."""
    longest = DeliveredLine._meta.get_field("received_by").max_length
    return DeliveredLine(
        confirmation=handed.confirmation,
        packs_accepted=handed.packs_accepted,
        packs_short=handed.packs_short,
        packs_refused=handed.packs_refused,
        fault=handed.fault.strip(),
        received_by=handed.received_by.strip()[:longest],
        at=now,
        by=by,
        key=handed.key,
    )


@transaction.atomic
def agree_fault_bearer(*, hub: Any, fault: str, bearer: str, valid_from: date, by: Any, now: datetime) -> FaultBearer:
    """Publish who bears a fault from a day on. The same again returns what stands; another bearer needs another day."""
    if bearer not in FaultBearer.Bearer.values or not fault.strip():
        raise DeliveryRefused("Name the fault, and who bears it: hub or seller.")
    row, is_new = FaultBearer.objects.get_or_create(
        hub=hub, fault=fault.strip(), valid_from=valid_from, defaults={"bearer": bearer}
    )
    if is_new:
        log(hub=hub, verb="agree fault bearer", subject=row, by=by, now=now, fault=row.fault, bearer=bearer)
    elif row.bearer != bearer:
        raise DeliveryRefused(f"{row.fault} is borne by {row.get_bearer_display()} from {valid_from:%d/%m/%Y} already.")
    return row
