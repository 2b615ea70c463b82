"""Ordering for a day closes once, and the day moves on along its table."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from shop.cycles.errors import CycleNotOpen, NotDueYet
from shop.cycles.models import DeliveryDay, OrderCycle
from shop.cycles.models import cycle as cycles
from shop.cycles.models import delivery_day as delivery_days
from shop.journal.actions import log
from shop.rows.local_time import in_words
from shop.rows.moves import NotAllowedMove, move

Status = DeliveryDay.Status


@transaction.atomic
def close_day(*, delivery_day: DeliveryDay, by: User | None, now: datetime) -> bool:
    """Close ordering for a day whose cut-off has passed, and its cycle with the last day.

    True if this call closed it, False if it stood closed: of two workers exactly one gets True.
    Raises NotDueYet before the cut-off, CycleNotOpen when the cycle is a draft.
    """
    # The cycle first: two days that close at once must not each see the other as still open.
    cycle = OrderCycle.objects.select_for_update(no_key=True).get(pk=delivery_day.cycle_id)
    if cycle.status == OrderCycle.Status.DRAFT:
        raise CycleNotOpen(f"{cycle} is a draft: nobody could order for {delivery_day}.")
    closed = DeliveryDay.objects.filter(
        pk=delivery_day.pk,
        status=Status.ORDERING,
        orders_close_at__lte=now,
    ).update(status=Status.CLOSED, closed_at=now)
    delivery_day.refresh_from_db(fields=["status", "closed_at", "orders_close_at"])
    if not closed:
        if delivery_day.status == Status.ORDERING:
            cut_off = in_words(delivery_day.orders_close_at, cycle.hub.time_zone)
            raise NotDueYet(f"Ordering for {delivery_day} is open until {cut_off}.")
        return False
    log(hub=cycle.hub, verb="closed", subject=delivery_day, by=by, now=now)
    if not cycle.delivery_days.filter(status=Status.ORDERING).exists():
        move(cycle, to=OrderCycle.Status.CLOSED, moves=cycles.MOVES, closed_at=now)
        log(hub=cycle.hub, verb="closed", subject=cycle, by=by, now=now)
    return True


@transaction.atomic
def move_day(*, delivery_day: DeliveryDay, to: str, by: User | None, now: datetime) -> bool:
    """Move a closed day on along its table. True if this call moved it, False if it stood there.

    Raises NotAllowedMove for a step that is not in the table; closing has its own door, close_day.
    """
    delivery_day.refresh_from_db(fields=["status"])
    if delivery_day.status == to:
        return False
    if delivery_day.status == Status.ORDERING:
        raise NotAllowedMove(delivery_day, to)
    try:
        move(delivery_day, to=to, moves=delivery_days.MOVES)
    except NotAllowedMove:
        if delivery_day.status == to:
            return False
        raise
    log(hub=delivery_day.cycle.hub, verb=f"moved to {to}", subject=delivery_day, by=by, now=now)
    return True
