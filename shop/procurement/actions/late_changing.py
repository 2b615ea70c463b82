"""Entering what a kitchen phones in after the cut-off: more packs, fewer, none, or another kitchen's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shop.cycles.models import DeliveryDay, Listing
from shop.journal.actions import log
from shop.pricing.quantities import counted
from shop.procurement.errors import LateChangeRefused
from shop.procurement.late.checked import (
    check_can_be_entered,
    check_ceilings,
    check_said,
    resolved,
)
from shop.procurement.late.sources import chosen, given_up
from shop.procurement.late.state import LateState, read_state, sources_for, unsold_of_pack
from shop.procurement.late.stock import hold_what_is_bought
from shop.procurement.late.telling import tell_of_late_change
from shop.procurement.late.wishes import Wish
from shop.procurement.locks import lock_day
from shop.procurement.models import FaultBearer, LateChange, LateChangeLine, LineConfirmation, PurchaseLine

HUB, SELLER = FaultBearer.Bearer.HUB, FaultBearer.Bearer.SELLER


@dataclass
class Effect:
    """What a late change does: (confirmation, purchase) to [packs_by, bought_by], and purchases' packs set free."""

    lines: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    freed: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@transaction.atomic
def enter_late_change(  # noqa: PLR0913 - a call is all of these
    *,
    delivery_day: DeliveryDay,
    wishes: Sequence[Wish],
    why: str,
    borne_by: str,
    client_key: UUID,
    by: Any,
    now: datetime,
) -> LateChange:
    """Give kitchens more or fewer packs of a confirmed day, all of `wishes` or none; the confirmations stay as rows.

    Packs that one kitchen gives up go first to another of the same wishes, then to what was bought and is not sold,
    then back on sale (`borne_by` the seller) or to the hub's losses. The same `client_key` again changes nothing.
    Raises LateChangeRefused when it comes too late or can't be supplied, OverCeiling, NoPublishedPrice, and supply's
    NotEnoughStock when somebody else took the stock meanwhile.
    """
    lock_day(delivery_day)
    standing: LateChange | None = LateChange.objects.filter(client_key=client_key).first()
    if standing is not None:
        if standing.delivery_day_id != delivery_day.pk:
            raise LateChangeRefused("This form was sent before, for another day. Open it anew.")
        return standing
    check_said(why, borne_by)
    check_can_be_entered(delivery_day, wishes, borne_by=borne_by, now=now)
    state = read_state(delivery_day)
    change: LateChange = LateChange.objects.create(
        delivery_day=delivery_day, why=why.strip(), borne_by=borne_by, client_key=client_key, at=now, by=by
    )
    wanted = resolved(state, wishes, change, now=now)
    effect = Effect()
    for confirmation, packs_by in wanted:
        if packs_by < 0:
            take_off(state, effect, confirmation, -packs_by)
    for confirmation, packs_by in wanted:
        if packs_by > 0:
            add(state, effect, confirmation, packs_by, change, now=now)
    if borne_by == SELLER:
        give_back(state, effect)
    lines = LateChangeLine.objects.bulk_create(
        LateChangeLine(
            late_change=change,
            confirmation_id=confirmation,
            purchase_id=purchase,
            packs_by=packs_by,
            bought_by=bought_by,
        )
        for (confirmation, purchase), (packs_by, bought_by) in effect.lines.items()
        if packs_by
    )
    check_ceilings(state, lines)
    hold_what_is_bought(state, lines, by=by, now=now)
    tell_of_late_change(change, now=now)
    log(
        hub=delivery_day.cycle.hub,
        verb="enter late change",
        subject=change,
        by=by,
        now=now,
        why=change.why,
        packs_more=sum(line.packs_by for line in lines if line.packs_by > 0),
        packs_fewer=-sum(line.packs_by for line in lines if line.packs_by < 0),
        borne_by=borne_by,
    )
    return change


def take_off(state: LateState, effect: Effect, confirmation: LineConfirmation, packs: int) -> None:
    """The line's last sources give up `packs`; the hub still has them."""
    for purchase, fewer in given_up(state.sources_of(confirmation), packs):
        effect.lines[confirmation.pk, purchase][0] -= fewer
        effect.freed[purchase] += fewer
        state.unsold[purchase] = state.unsold.get(purchase, 0) + fewer


def add(
    state: LateState, effect: Effect, confirmation: LineConfirmation, packs: int, change: LateChange, *, now: datetime
) -> None:
    """Find `packs` more for a line. Raises LateChangeRefused, saying how many there are."""
    missing = packs
    for purchase, unsold in sorted(unsold_of_pack(state, confirmation.pack).items()):
        taken = min(missing, unsold)
        if taken:
            effect.lines[confirmation.pk, purchase][0] += taken
            state.unsold[purchase] -= taken
            missing -= taken
    if not missing:
        return
    sources, listings, lots = sources_for(state, confirmation.order_line, confirmation.pack, now=now)
    found = chosen(sources, missing, lots=lots)
    if sum(found.values()) < missing:
        there = packs - missing + sum(found.values())
        raise LateChangeRefused(
            f"{confirmation.specification_text}, {confirmation.pack_text}: {counted(packs, 'pack')} more were asked "
            f"for, {there or 'none'} can be had at this hour."
        )
    for listing, taken in found.items():
        purchase = purchase_of(state, listings[listing], change).pk
        line = effect.lines[confirmation.pk, purchase]
        line[0] += taken
        line[1] += taken
        state.standing_packs[purchase] = state.standing_packs.get(purchase, 0) + taken


def purchase_of(state: LateState, listing: Listing, change: LateChange) -> PurchaseLine:
    """The listing's purchase line; one that nothing was bought of so far gets its own, begun by this change."""
    found = state.bought.get((listing.pk, None))
    if found is None:
        found = PurchaseLine.objects.create(
            delivery_day=state.delivery_day,
            run=state.run,
            seller=listing.grower,
            listing=listing,
            packs=0,
            price_pence=listing.price_pence,
            product_text=str(listing.pack),
            confirmed_at=change.at,
            opened_by=change,
        )
        state.bought[listing.pk, None] = found
    return found


def give_back(state: LateState, effect: Effect) -> None:
    """What this change set free and nobody else took goes back on sale and is not paid.

    What a processor makes, or what has come in already, stays the hub's.
    """
    by_id = {row.pk: row for row in state.bought.values()}
    for (_, purchase), line in effect.lines.items():
        if line[0] >= 0 or by_id[purchase].listing_id is None or purchase in state.came_in:
            continue
        back = min(-line[0], effect.freed[purchase], state.unsold[purchase])
        line[1] -= back
        effect.freed[purchase] -= back
        state.unsold[purchase] -= back
