"""Whether what was phoned in can still be done, and which confirmed lines it is about."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from shop.cycles.models import DeliveryDay
from shop.pricing.money import pounds
from shop.procurement.checked_order import MOST_PACKS
from shop.procurement.errors import LateChangeRefused, NoPublishedPrice, OverCeiling
from shop.procurement.freezing import Promise, frozen_promises
from shop.procurement.late.state import LateState
from shop.procurement.late.wishes import AddedLine, ChangedLine, Wish
from shop.procurement.models import (
    BulkOrder,
    BulkOrderLine,
    BuyingBasis,
    FaultBearer,
    LateChange,
    LateChangeLine,
    LineConfirmation,
    PublishedPrice,
)
from shop.rows.local_time import in_words

STATUS = DeliveryDay.Status
MORE_WHILE = (STATUS.CONFIRMED, STATUS.ROUTED)
FEWER_WHILE = (*MORE_WHILE, STATUS.PACKED)


def check_said(why: str, borne_by: str) -> None:
    """Raise LateChangeRefused unless the call has a reason, and a bearer for what is taken off."""
    longest = LateChange._meta.get_field("why").max_length or 0
    if not why.strip():
        raise LateChangeRefused("Say why: the kitchen, the grower and the books will ask.")
    if len(why.strip()) > longest:
        raise LateChangeRefused(f"Why: at most {longest} characters.")
    if borne_by not in FaultBearer.Bearer.values:
        raise LateChangeRefused("Say who bears what is taken off: the hub, or the grower.")


def check_can_be_entered(delivery_day: DeliveryDay, wishes: Sequence[Wish], *, borne_by: str, now: datetime) -> None:
    """Raise LateChangeRefused outside the hours of late changes: from the confirmation to their own cut-off.

    After that cut-off packs can still be taken off until the vans leave, but the hub bears them.
    """
    if delivery_day.status == STATUS.ORDERING:
        raise LateChangeRefused(f"Ordering for {delivery_day} is still open: change the order itself.")
    if delivery_day.status in (STATUS.CLOSED, STATUS.ALLOCATED):
        raise LateChangeRefused(f"{delivery_day} is not confirmed yet. Enter the change once it is.")
    if delivery_day.status not in FEWER_WHILE:
        raise LateChangeRefused(
            f"{delivery_day} is {delivery_day.get_status_display()}: what was handed over is put right with a credit."
        )
    has_more = any(isinstance(wish, AddedLine) or wish.packs > wish.seen for wish in wishes)
    if has_more and delivery_day.status not in MORE_WHILE:
        raise LateChangeRefused(f"{delivery_day} is packed: nothing more can be added.")
    if now < delivery_day.late_changes_close_at:
        return
    closed_at = in_words(delivery_day.late_changes_close_at, delivery_day.cycle.hub.time_zone)
    if has_more:
        raise LateChangeRefused(f"Late changes closed at {closed_at}. Packs can only be taken off now.")
    if borne_by != FaultBearer.Bearer.HUB:
        raise LateChangeRefused(f"Late changes closed at {closed_at}: growers have picked, so the hub bears it.")


def resolved(
    state: LateState, wishes: Sequence[Wish], change: LateChange, *, now: datetime
) -> list[tuple[LineConfirmation, int]]:
    """Each confirmed line with its packs more or fewer; lines that begin with this change are opened.

    Raises LateChangeRefused when nothing would change, or a line is not the day's, stands otherwise by now, is
    packed already or is named twice.
    """
    wanted: dict[int, tuple[LineConfirmation, int]] = {}
    for wish in wishes:
        line, by = changed(state, wish) if isinstance(wish, ChangedLine) else added(state, wish, change, now=now)
        if line.pk in wanted:
            raise LateChangeRefused(f"{name_of(line)} is changed twice.")
        if by > 0 and line.pk in state.packed:
            raise LateChangeRefused(f"{name_of(line)} is packed already: ring the packhouse.")
        wanted[line.pk] = (line, by)
    found = [(line, by) for line, by in wanted.values() if by]
    if not found:
        raise LateChangeRefused("Nothing would change: every number is the one that stands.")
    return found


def changed(state: LateState, wish: ChangedLine) -> tuple[LineConfirmation, int]:
    """A confirmed line, and by how much. Raises LateChangeRefused."""
    line = state.confirmed.get(wish.confirmation.pk)
    if line is None:
        raise LateChangeRefused(f"{wish.confirmation} is not of {state.delivery_day}.")
    stands = state.packs_of(line)
    if wish.seen != stands:
        raise LateChangeRefused(f"{name_of(line)} stands at {stands} packs by now, not at {wish.seen}. Look again.")
    if not 0 <= wish.packs <= MOST_PACKS:
        raise LateChangeRefused(f"{name_of(line)}: say a number from 0 to {MOST_PACKS:,}.")
    return line, wish.packs - stands


def added(state: LateState, wish: AddedLine, change: LateChange, *, now: datetime) -> tuple[LineConfirmation, int]:
    """A line that the kitchen gets nothing of so far. Raises LateChangeRefused or NoPublishedPrice."""
    order = wish.drop.order
    if order.delivery_day_id != state.delivery_day.pk or order.status != BulkOrder.Status.CONFIRMED:
        raise LateChangeRefused(f"{wish.drop.kitchen} has no confirmed order for {state.delivery_day}.")
    if not 1 <= wish.packs <= MOST_PACKS:
        raise LateChangeRefused(f"{wish.pack}: say a number from 1 to {MOST_PACKS:,}.")
    for line in state.confirmed.values():
        if (line.order_line.drop_id, line.pack_id) == (wish.drop.pk, wish.pack.pk):
            if state.packs_of(line):
                raise LateChangeRefused(f"{name_of(line)} is on the order already: change its number.")
            return line, wish.packs
    line = opened(state, wish, change, now=now)
    state.confirmed[line.pk] = line
    return line, wish.packs


def opened(state: LateState, wish: AddedLine, change: LateChange, *, now: datetime) -> LineConfirmation:
    """A confirmation without packs of its own, at the price the cook saw or, for a new pack, the one published."""
    order_line = BulkOrderLine.objects.filter(drop=wish.drop, pack=wish.pack).first()
    if order_line is None:
        day, order = state.delivery_day, wish.drop.order
        prices = PublishedPrice.objects.of(day.cycle.hub).per_pack(day.day, packs=[wish.pack.pk], basis=order.basis)
        if wish.pack.pk not in prices:
            raise NoPublishedPrice(f"{wish.pack} has no published price on {day}.")
        order_line = BulkOrderLine.objects.create(
            drop=wish.drop, pack=wish.pack, packs=wish.packs, price_pence=prices[wish.pack.pk]
        )
    promise = Promise(order_line=order_line, pack=wish.pack, packs=0, fills=0)
    (line,) = frozen_promises(
        delivery_day=state.delivery_day, run=state.run, promised=[promise], now=now, opened_by=change
    )
    line.save()
    return line


def check_ceilings(state: LateState, lines: Iterable[LateChangeLine]) -> None:
    """Raise OverCeiling when a basis' orders, with what was just added, come to more than it allows."""
    grown: dict[int, BuyingBasis] = {}
    for line in lines:
        basis = state.confirmed[line.confirmation_id].order_line.drop.order.basis
        if line.packs_by > 0 and basis is not None:
            grown[basis.pk] = basis
    for key in sorted(grown):
        basis = BuyingBasis.objects.select_for_update(no_key=True).get(pk=key)
        spent_pence = BulkOrder.objects.filter(basis=basis).spent_pence()
        if basis.ceiling_pence is not None and spent_pence > basis.ceiling_pence:
            over = pounds(spent_pence - basis.ceiling_pence)
            raise OverCeiling(f"This takes {basis} {over} over its ceiling of {pounds(basis.ceiling_pence)}.")


def name_of(line: LineConfirmation) -> str:
    """Goods and kitchen."""
    return f"{line.specification_text}, {line.pack_text} for {line.order_line.drop.kitchen}"
