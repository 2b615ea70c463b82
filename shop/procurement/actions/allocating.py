"""Storing what was shared out as a run, and making it the one that stands."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.procurement.checked_shares import Checked, checked
from shop.procurement.errors import AllocationRefused, Superseded
from shop.procurement.locks import lock_day
from shop.procurement.models import (
    AllocationLine,
    AllocationRun,
    CurrentAllocation,
    Demand,
    ProcessingInput,
    Shortage,
)
from shop.procurement.shared_out import SharedOut

STATUS = DeliveryDay.Status


@transaction.atomic
def record_allocation(
    *,
    delivery_day: DeliveryDay,
    shared: SharedOut,
    by: Any,
    now: datetime,
    why: str = "",
    supersedes: AllocationRun | None = None,
) -> AllocationRun:
    """Store what was shared out as the day's next run and point to it; the first run moves the day to allocated.

    `supersedes` is the run that stood when the snapshot was taken. The same fingerprint over the same run again
    returns the run that stands. Raises Superseded when another run became current meanwhile, AllocationRefused when
    ordering is still open, the day is confirmed, or the shares don't fit the orders and listings.
    """
    lock_day(delivery_day)
    current: AllocationRun | None = AllocationRun.objects.current_for(delivery_day)
    if current and (current.fingerprint, current.supersedes_id) == (shared.fingerprint, supersedes and supersedes.pk):
        return current
    require_shareable(delivery_day)
    if (current and current.pk) != (supersedes and supersedes.pk):
        stands = f"run {current.number} stands" if current else "no run stands"
        raise Superseded(f"For {delivery_day} {stands} by now: share out again from what is there.")
    if supersedes and not why.strip():
        raise AllocationRefused(f"Say why run {supersedes.number} for {delivery_day} is superseded.")
    fits = checked(delivery_day, shared)
    run: AllocationRun = AllocationRun.objects.create(
        delivery_day=delivery_day,
        number=supersedes.number + 1 if supersedes else 1,
        fingerprint=shared.fingerprint,
        supersedes=supersedes,
        why=why.strip(),
        solver_status=shared.solver_status,
        objective=dict(shared.objective),
        problem=dict(shared.problem),
        made_at=now,
        made_by=by,
    )
    write_shares(run, shared, fits)
    CurrentAllocation.objects.update_or_create(delivery_day=delivery_day, defaults={"run": run})
    log(
        hub=delivery_day.cycle.hub,
        verb="record allocation",
        subject=run,
        by=by,
        now=now,
        fingerprint=shared.fingerprint,
        packs=sum(line.packs for line in shared.lines),
        packs_short=sum(shortage.packs for shortage in shared.shortages),
    )
    if delivery_day.status == STATUS.CLOSED:
        move_day(delivery_day=delivery_day, to=STATUS.ALLOCATED, by=by, now=now)
    return run


def require_shareable(delivery_day: DeliveryDay) -> None:
    """Raise AllocationRefused unless ordering is over and nothing is confirmed yet."""
    if delivery_day.status == STATUS.ORDERING:
        raise AllocationRefused(f"{delivery_day} takes orders still: close it first.")
    if delivery_day.status not in (STATUS.CLOSED, STATUS.ALLOCATED):
        raise AllocationRefused(f"{delivery_day} is {delivery_day.get_status_display()}: what was shared out is fixed.")


def write_shares(run: AllocationRun, shared: SharedOut, fits: Checked) -> None:
    """Store the run's rows, one statement a kind."""
    AllocationLine.objects.bulk_create(
        AllocationLine(
            run=run,
            order_line_id=line.order_line_id,
            listing_id=line.listing_id,
            recipe_id=line.recipe_id,
            pack_id=line.pack_id,
            packs=line.packs,
            fills=line.filled,
            price_pence=line.price_pence,
            reason_code=line.reason_code,
            reason_numbers=dict(line.reason_numbers),
            reason_text=line.reason_text,
        )
        for line in shared.lines
    )
    ProcessingInput.objects.bulk_create(
        ProcessingInput(
            run=run,
            recipe_id=taken.recipe_id,
            listing_id=taken.listing_id,
            packs=taken.packs,
            price_pence=taken.price_pence,
        )
        for taken in shared.inputs
    )
    Shortage.objects.bulk_create(
        Shortage(
            run=run,
            order_line_id=shortage.order_line_id,
            packs=shortage.packs,
            reason_code=shortage.reason_code,
            reason_numbers=dict(shortage.reason_numbers),
            reason_text=shortage.reason_text,
        )
        for shortage in shared.shortages
    )
    write_demands(run, shared, fits)


def write_demands(run: AllocationRun, shared: SharedOut, fits: Checked) -> None:
    """Add the kitchens' lines up: one row a pack."""
    wanted: Counter[int] = Counter()
    filled: Counter[int] = Counter()
    for line in fits.order_lines.values():
        wanted[line.pack_id] += line.packs
    for share in shared.lines:
        filled[fits.order_lines[share.order_line_id].pack_id] += share.filled
    Demand.objects.bulk_create(
        Demand(run=run, pack_id=pack_id, packs_wanted=packs, packs_filled=filled[pack_id])
        for pack_id, packs in sorted(wanted.items())
    )
