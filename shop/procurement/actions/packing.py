"""Packing what was confirmed, and saying that packing is done."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.pricing.quantities import counted
from shop.procurement.at_the_packhouse import InBoxes, PackedNow
from shop.procurement.errors import NotAllPacked, PackingRefused
from shop.procurement.late.stock import keys_of
from shop.procurement.locks import lock_day
from shop.procurement.models import GoodsIn, LineConfirmation, Packed, PurchaseLine
from shop.rows.checked import check_fields
from shop.supply.losing import lose_held
from shop.supply.models import Reservation

STATUS = DeliveryDay.Status
DONE = (STATUS.PACKED, STATUS.OUT, STATUS.DELIVERED, STATUS.SETTLED)


@transaction.atomic
def record_packing(
    *,
    delivery_day: DeliveryDay,
    packings: Sequence[PackedNow],
    by: Any,
    now: datetime,
    in_boxes: Iterable[InBoxes] = (),
) -> list[Packed]:
    """Note what was packed of many confirmed lines, all or none; lines whose key stands already stay unchanged.

    `in_boxes` went to households of the same goods. Raises PackingRefused: before the day is routed, when packing is
    done, when somebody else has packed the line since, when the numbers don't add up, or when more would be packed than
    came in.
    """
    lock_day(delivery_day)
    standing = {row.key: row for row in Packed.objects.filter(key__in=[each.key for each in packings])}
    for each in packings:
        if each.key in standing and standing[each.key].confirmation_id != each.confirmation.pk:
            raise PackingRefused("This form was sent before, for other goods. Open it anew.")
    fresh = [each for each in packings if each.key not in standing]
    if fresh:
        require_packing(delivery_day)
    latest = Packed.objects.latest_for(delivery_day)
    promised = promised_on(delivery_day, [each.confirmation.pk for each in fresh])
    rows = []
    for each in fresh:
        last = latest.get(each.confirmation.pk)
        if each.confirmation.pk not in promised:
            raise PackingRefused(f"{each.confirmation} is not promised for {delivery_day}.")
        check_packing(each, promised[each.confirmation.pk], seen=last.number if last else 0)
        row = packed_of(each, by, now)
        latest[each.confirmation.pk] = row
        rows.append(row)
    Packed.objects.bulk_create(rows)
    if rows:
        touched = {each.confirmation.pack_id for each in fresh}
        require_it_came_in(delivery_day, latest, in_boxes=in_boxes, of=touched)
        log(
            hub=delivery_day.cycle.hub,
            verb="packed",
            subject=delivery_day,
            by=by,
            now=now,
            lines=len(rows),
            packs_packed=sum(row.packs_packed for row in rows),
            packs_short=sum(row.packs_short for row in rows),
        )
    new = {row.key: row for row in rows}
    return [standing.get(each.key) or new[each.key] for each in packings]


def require_packing(delivery_day: DeliveryDay) -> None:
    """Raise PackingRefused unless the day is routed and not packed yet."""
    if delivery_day.status in DONE:
        raise PackingRefused(f"Packing for {delivery_day} is done. Ring the coordinator.")
    if delivery_day.status != STATUS.ROUTED:
        raise PackingRefused(f"{delivery_day} has no routes yet: nothing can be packed for a van.")


def promised_on(delivery_day: DeliveryDay, lines: Sequence[int]) -> dict[int, int]:
    """Confirmation id to the packs that are promised as of now, for those that are the day's."""
    rows = LineConfirmation.objects.standing().filter(pk__in=lines, run__delivery_day=delivery_day)
    return dict(rows.values_list("pk", "packs_standing"))


def check_packing(each: PackedNow, promised: int, *, seen: int) -> None:
    """Raise PackingRefused when the line was packed since, its packs don't add up, or a short line says no reason."""
    line = each.confirmation
    what = f"{line.specification_text}, {line.pack_text}"
    if each.seen != seen:
        raise PackingRefused(f"Somebody has packed {what} since you opened the page. Look again.")
    if min(each.packs_packed, each.packs_short, each.packs_direct) < 0:
        raise PackingRefused(f"{what}: packs are never fewer than none.")
    to_pack = promised - each.packs_direct
    if each.packs_packed + each.packs_short != to_pack:
        raise PackingRefused(
            f"{what}: {each.packs_packed} packed and {each.packs_short} short make "
            f"{each.packs_packed + each.packs_short}, not {to_pack}."
        )
    if each.packs_short and not each.fault.strip():
        raise PackingRefused(f"{what}: say why {counted(each.packs_short, 'pack')} stay short.")


def packed_of(each: PackedNow, by: Any, now: datetime) -> Packed:
    """The row, unsaved. Raises PackingRefused for a field that does not hold."""
    row = Packed(
        confirmation=each.confirmation,
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


def require_it_came_in(
    delivery_day: DeliveryDay,
    latest: Mapping[int, Packed],
    *,
    in_boxes: Iterable[InBoxes] = (),
    of: Collection[int] | None = None,
) -> None:
    """Raise PackingRefused when more of a pack is packed than was taken in; what nobody counted counts as bought.

    Of the packs `of` (ids) only, where they are given.
    """
    came: dict[int, int] = {}
    accepted = {purchase: row.packs_accepted for purchase, row in GoodsIn.objects.latest_for(delivery_day).items()}
    bought = PurchaseLine.objects.standing().filter(delivery_day=delivery_day)
    for purchase, packs, listed, made in bought.values_list(
        "pk", "packs_standing", "listing__pack", "recipe__output_pack"
    ):
        pack = listed or made
        came[pack] = came.get(pack, 0) + accepted.get(purchase, packs)
    packed: dict[int, int] = {}
    names: dict[int, str] = {}
    for row in latest.values():
        line = row.confirmation
        packed[line.pack_id] = packed.get(line.pack_id, 0) + row.packs_packed
        names[line.pack_id] = f"{line.specification_text}, {line.pack_text}"
    for boxed in in_boxes:
        packed[boxed.pack] = packed.get(boxed.pack, 0) + boxed.packs
        names.setdefault(boxed.pack, boxed.name)
    for pack, packs in packed.items():
        if (of is None or pack in of) and packs > came.get(pack, 0):
            raise PackingRefused(
                f"{names[pack]}: {counted(came.get(pack, 0), 'pack')} came in, {packs} would be packed. "
                "Choose who goes short."
            )


@transaction.atomic
def finish_packing(
    *,
    delivery_day: DeliveryDay,
    to_pack: Mapping[int, int],
    by: Any,
    now: datetime,
    rest_fault: str = "",
    in_boxes: Iterable[InBoxes] = (),
) -> bool:
    """Packing is done: what is not packed stays short for `rest_fault`, losses leave the stock, the day is packed.

    `to_pack` is confirmation id to the packs that go out from the hub. True if this call did it, False if it was done.
    Raises PackingRefused before the day is routed, NotAllPacked while lines are open and no fault is named.
    """
    lock_day(delivery_day)
    if delivery_day.status in DONE:
        return False
    require_packing(delivery_day)
    latest = Packed.objects.latest_for(delivery_day)
    left = tuple(sorted(set(to_pack) - set(latest)))
    if left and not rest_fault.strip():
        raise NotAllPacked(f"There is {counted(len(left), 'line')} not packed yet.", left)
    lines = LineConfirmation.objects.filter(run__delivery_day=delivery_day).in_bulk(list(left))
    if len(lines) != len(left):
        raise PackingRefused(f"Not every line is of {delivery_day}.")
    Packed.objects.bulk_create(
        packed_of(
            PackedNow(
                confirmation=lines[pk],
                packs_packed=0,
                packs_short=to_pack[pk],
                fault=rest_fault,
                key=f"rest:{pk}",
            ),
            by,
            now,
        )
        for pk in left
    )
    require_it_came_in(delivery_day, latest, in_boxes=in_boxes)
    post_losses(delivery_day, by, now)
    log(hub=delivery_day.cycle.hub, verb="packing done", subject=delivery_day, by=by, now=now, left_short=len(left))
    return move_day(delivery_day=delivery_day, to=STATUS.PACKED, by=by, now=now)


def post_losses(delivery_day: DeliveryDay, by: Any, now: datetime) -> None:
    """Take out of the lots what never came and what was refused, lots in the order of their ids."""
    latest = GoodsIn.objects.latest_for(delivery_day)
    purchases = (
        PurchaseLine.objects.filter(pk__in=latest, listing__isnull=False)
        .select_related("listing__pack")
        .order_by("listing__lot_id", "listing_id")
    )
    for purchase in purchases:
        row = latest[purchase.pk]
        lose(delivery_day, purchase, row.packs_expected - row.packs_counted, "never came in", by, now, is_waste=False)
        lose(delivery_day, purchase, row.packs_refused, f"refused: {row.fault}", by, now, is_waste=True)


def lose(  # noqa: PLR0913 - one loss has this many facts
    delivery_day: DeliveryDay, purchase: Any, packs: int, reason: str, by: Any, now: datetime, *, is_waste: bool
) -> None:
    """Take packs of a purchase out of what is held of its lot: the kitchens' hold first, then the households'."""
    left_base = packs * purchase.listing.pack.quantity_base
    for held in held_of(delivery_day, purchase.listing) if left_base else ():
        lost_base = min(left_base, held.quantity_base)
        if not lost_base:
            break
        lose_held(
            key=held.key,
            quantity_base=lost_base,
            is_waste=is_waste,
            reason=reason,
            movement_key=f"goods-in:{purchase.pk}:{'refused' if is_waste else 'short'}:{held.pk}",
            by=by,
            now=now,
        )
        left_base -= lost_base


def held_of(delivery_day: DeliveryDay, listing: Any) -> list[Reservation]:
    """What is held of a listing for the day, the kitchens' first; what was let go and bought anew is theirs, too."""
    of_day = Reservation.objects.held().filter(lot=listing.lot_id, key__startswith=f"day:{delivery_day.pk}:")
    kitchens = set(keys_of(delivery_day.pk, listing.pk).values_list("pk", flat=True))
    held = of_day.filter(Q(pk__in=kitchens) | Q(key__endswith=f":listing:{listing.pk}"))
    return sorted(held, key=lambda each: (each.pk not in kitchens, each.pk))
