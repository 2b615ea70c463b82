"""Packing households' boxes, and closing them: what is short by then is not charged."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.pricing.quantities import counted
from shop.procurement.actions.packing import require_it_came_in, require_packing
from shop.procurement.at_the_packhouse import InBoxes
from shop.procurement.errors import PackingRefused
from shop.procurement.locks import lock_day
from shop.procurement.models import Packed
from shop.rows.checked import check_fields
from shop.storefront.actions.short import write_short
from shop.storefront.boxes import BoxPackedNow, Missing
from shop.storefront.models import BoxPacked, HouseholdLine


@transaction.atomic
def record_boxes(
    *, delivery_day: DeliveryDay, packings: Sequence[BoxPackedNow], by: Any, now: datetime
) -> list[BoxPacked]:
    """Note what went into many households' boxes, all or none; lines whose key stands already stay unchanged.

    No money moves yet: until packing is done a box may be packed anew. Raises PackingRefused: before the day is routed,
    when packing is done, when somebody else has packed the line since, when the numbers don't add up, or when more
    would be packed than came in.
    """
    lock_day(delivery_day)
    standing = {row.key: row for row in BoxPacked.objects.filter(key__in=[each.key for each in packings])}
    fresh = [each for each in packings if each.key not in standing]
    if fresh:
        require_packing(delivery_day)
    latest = BoxPacked.objects.latest_for(delivery_day)
    of_day = set(HouseholdLine.objects.standing_for(delivery_day).values_list("pk", flat=True))
    rows = []
    for each in fresh:
        if each.line.pk not in of_day:
            raise PackingRefused(f"{each.line} is not ordered for {delivery_day} any more. Leave it out.")
        last = latest.get(each.line.pk)
        check_box(each, seen=last.number if last else 0)
        row = box_packed_of(each, by, now)
        latest[each.line.pk] = row
        rows.append(row)
    BoxPacked.objects.bulk_create(rows)
    if rows:
        require_it_came_in(
            delivery_day, Packed.objects.latest_for(delivery_day), in_boxes=in_boxes(delivery_day), of=packs_of(fresh)
        )
        log(
            hub=delivery_day.cycle.hub,
            verb="packed boxes",
            subject=delivery_day,
            by=by,
            now=now,
            lines=len(rows),
            packs_packed=sum(row.packs_packed for row in rows),
            packs_short=sum(row.packs_short for row in rows),
        )
    new = {row.key: row for row in rows}
    return [standing.get(each.key) or new[each.key] for each in packings]


def check_box(each: BoxPackedNow, *, seen: int) -> None:
    """Raise PackingRefused when the line was packed since, more is packed than was ordered, or no reason is said."""
    what = f"{each.line.specification_text}, {each.line.pack_text}"
    if each.seen != seen:
        raise PackingRefused(f"Somebody has packed {what} since you opened the page. Look again.")
    if not 0 <= each.packs_packed <= each.line.packs:
        raise PackingRefused(f"{what}: the household ordered {each.line.packs}, not {each.packs_packed}.")
    if each.packs_short and not each.fault.strip():
        raise PackingRefused(f"{what}: say why {counted(each.packs_short, 'pack')} stay short.")


def box_packed_of(each: BoxPackedNow, by: Any, now: datetime) -> BoxPacked:
    """The row, unsaved. Raises PackingRefused for a field that does not hold."""
    row = BoxPacked(
        line=each.line,
        number=each.seen + 1,
        packs_packed=each.packs_packed,
        packs_short=each.packs_short,
        fault=each.fault.strip() if each.packs_short else "",
        at=now,
        by=by,
        key=each.key,
    )
    check_fields(row, PackingRefused)
    return row


def packs_of(packings: Iterable[BoxPackedNow]) -> set[int]:
    """The packs (ids) that the packings are about."""
    return {each.line.listing.pack_id for each in packings}


def in_boxes(delivery_day: DeliveryDay) -> list[InBoxes]:
    """What went into the day's boxes, pack by pack, as it was last packed. One query."""
    rows = HouseholdLine.objects.standing_for(delivery_day).select_related("listing")
    lines = {row.pk: row for row in rows}
    packs: dict[tuple[int, str], int] = defaultdict(int)
    for line, packed in BoxPacked.objects.latest_for(delivery_day).items():
        if row := lines.get(line):
            packs[row.listing.pack_id, f"{row.specification_text}, {row.pack_text}"] += packed.packs_packed
    return [InBoxes(pack, name, number) for (pack, name), number in packs.items()]


@transaction.atomic
def close_boxes(
    *, delivery_day: DeliveryDay, lines: Collection[int], by: Any, now: datetime, rest_fault: str = ""
) -> int:
    """With packing done: of `lines` (ids of households' lines) what is not packed stays short for `rest_fault`.

    What is short is not charged, or goes back to the card; each household is told. Returns how many boxes are short.
    To be called in the transaction that finishes packing, which happens once. Raises PackingRefused while a line is
    open and no fault is named.
    """
    latest = BoxPacked.objects.latest_for(delivery_day)
    rows = HouseholdLine.objects.standing_for(delivery_day).filter(pk__in=lines)
    rest = [
        box_packed_of(BoxPackedNow(line=line, packs_packed=0, fault=rest_fault, key=f"box-rest:{line.pk}"), by, now)
        for line in rows
        if line.pk not in latest
    ]
    if rest and not rest_fault.strip():
        raise PackingRefused(f"{counted(len(rest), 'line')} of households' boxes are not packed yet.")
    BoxPacked.objects.bulk_create(rest)
    packed = latest | {row.line_id: row for row in rest}
    missing: dict[Any, list[Missing]] = defaultdict(list)
    for line in rows.shown():
        row = packed[line.pk]
        if row.packs_short:
            missing[line.household_order].append(Missing(line, row.packs_short, row.fault))
    for order, lacking in missing.items():
        write_short(household_order=order, missing=lacking, key=f"packed:{order.pk}", seen=0, by=by, now=now)
    return len(missing)
