"""What is packed for kitchens and households in one go, and that packing is done: all of it, or nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from logistics.packing.arrivals import Arrival, InLine, arrivals_of
from logistics.packing.loads import boxes_to_pack, must_be_packed
from logistics.packing.rows import DayRows, rows_of
from shop.cycles.models import DeliveryDay
from shop.pricing.quantities import counted
from shop.procurement.actions import finish_packing, record_goods_in, record_packing
from shop.procurement.actions.packing import DONE, require_packing
from shop.procurement.at_the_packhouse import Counted, PackedNow
from shop.procurement.errors import NotAllCounted, NotAllPacked
from shop.procurement.locks import lock_day
from shop.storefront.actions import close_boxes, record_boxes
from shop.storefront.actions.packing import in_boxes
from shop.storefront.boxes import BoxPackedNow

#: The answer that goods which nobody counted are what their grower said.
AS_SAID = "as said"


@transaction.atomic
def note_packed(
    *,
    delivery_day: DeliveryDay,
    packings: Sequence[PackedNow],
    boxes: Sequence[BoxPackedNow],
    by: Any,
    now: datetime,
) -> None:
    """Note what was packed for kitchens and into households' boxes. Raises PackingRefused, and then notes nothing."""
    lock_day(delivery_day)
    record_boxes(delivery_day=delivery_day, packings=boxes, by=by, now=now)
    record_packing(delivery_day=delivery_day, packings=packings, in_boxes=in_boxes(delivery_day), by=by, now=now)


@transaction.atomic
def finish_day(*, delivery_day: DeliveryDay, by: Any, now: datetime, rest_fault: str = "", uncounted: str = "") -> bool:
    """Packing is done for kitchens and households; what nobody packed stays short for `rest_fault`.

    Goods that nobody counted are taken as their grower said them where `uncounted` is AS_SAID. True if this call did
    it, False if it was done. Raises NotAllCounted while goods are uncounted and nothing is said of them, NotAllPacked
    while something is open and no fault is named, GoodsInRefused for cold goods without a temperature, PackingRefused
    before the day is routed or when more is packed than came in.
    """
    lock_day(delivery_day)
    if delivery_day.status in DONE:
        return False
    require_packing(delivery_day)
    rows = rows_of(delivery_day)
    take_as_said(rows, uncounted, by=by, now=now)
    to_pack, boxes = must_be_packed(rows), boxes_to_pack(rows)
    require_all_packed(set(to_pack) - set(rows.packed), len(open_orders(rows, boxes)), rest_fault)
    close_boxes(delivery_day=delivery_day, lines=boxes, rest_fault=rest_fault, by=by, now=now)
    return finish_packing(
        delivery_day=delivery_day,
        to_pack=to_pack,
        rest_fault=rest_fault,
        in_boxes=in_boxes(delivery_day),
        by=by,
        now=now,
    )


def take_as_said(rows: DayRows, uncounted: str, *, by: Any, now: datetime) -> None:
    """Note what nobody counted as the grower said it, if that is the answer. Raises NotAllCounted, GoodsInRefused."""
    left = uncounted_lines(rows)
    if left and uncounted != AS_SAID:
        named = "; ".join(f"{line.name} from {arrival.seller}" for arrival, line in left)
        raise NotAllCounted(f"Nobody has counted {named}. Count now, or take it as said by the grower.")
    counts = [as_said(rows.purchases[line.purchase], line) for _, line in left]
    if counts:
        record_goods_in(delivery_day=rows.day, counts=counts, by=by, now=now)


def uncounted_lines(rows: DayRows) -> list[tuple[Arrival, InLine]]:
    """What is to come in and was never counted, or not all that is expected by now, with who brings it."""
    return [(arrival, line) for arrival in arrivals_of(rows) for line in arrival.lines if not line.is_counted]


def as_said(purchase: Any, line: InLine) -> Counted:
    """All that is expected has come; of what was counted before a late call asked for more, the count stands."""
    last = line.count
    return Counted(
        purchase=purchase,
        packs_expected=line.expected,
        packs_counted=line.expected - (last.packs_expected - last.packs_counted if last else 0),
        packs_refused=last.packs_refused if last else 0,
        fault=last.fault if last else "",
        seen=line.seen,
        key=f"as-said:{line.purchase}:{line.seen + 1}",
        is_as_said=True,
    )


def open_orders(rows: DayRows, boxes: Sequence[int]) -> set[int]:
    """Households' orders (ids) of which something is not packed."""
    to_pack = set(boxes)
    return {row.household_order_id for row in rows.boxes if row.pk in to_pack and row.pk not in rows.boxed}


def require_all_packed(lines: set[int], boxes: int, rest_fault: str) -> None:
    """Raise NotAllPacked while a line or a box is open and no fault is named."""
    if not (lines or boxes) or rest_fault.strip():
        return
    left = [counted(len(lines), "line")] * bool(lines) + [counted(boxes, "box", "boxes")] * bool(boxes)
    verb = "is" if len(lines) + boxes == 1 else "are"
    raise NotAllPacked(f"There {verb} {' and '.join(left)} not packed yet.", tuple(sorted(lines)))
