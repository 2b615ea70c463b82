"""Confirming a day: stock is held, prices are fixed, both sides are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.actions import move_day
from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.procurement import news
from shop.procurement.beside import BoughtBeside
from shop.procurement.errors import ConfirmationRefused, Superseded
from shop.procurement.freezing import frozen_confirmations, frozen_purchases, inputs_of, lines_of
from shop.procurement.locks import lock_day
from shop.procurement.models import (
    AllocationLine,
    AllocationRun,
    BulkOrder,
    GrowerAnswer,
    LineConfirmation,
    ProcessingInput,
    PurchaseLine,
)
from shop.procurement.queries import asked_of_listings
from shop.procurement.telling_both_sides import tell_buyers, tell_sellers
from shop.supply.actions import reserve
from shop.webhooks.announcing import announce

STATUS = DeliveryDay.Status


@dataclass(frozen=True, slots=True)
class ConfirmedDay:
    """How much was confirmed: orders, packs promised to kitchens, lines that stay short, growers bought of."""

    orders: int
    packs: int
    short_lines: int
    growers: int


@transaction.atomic
def confirm_allocation(
    *,
    delivery_day: DeliveryDay,
    run: AllocationRun,
    by: Any,
    now: datetime,
    beside: Iterable[BoughtBeside] = (),
) -> ConfirmedDay:
    """Hold the stock of every listing the run takes, fix each line, confirm the orders and tell both sides.

    What others have bought `beside` the run is bought of its growers in the same purchases; its stock is held already.
    All or nothing; a second call for the run that was confirmed changes nothing. Raises Superseded when another run
    stands, ConfirmationRefused when the day is not allocated or a grower's shorter answer is not shared out yet,
    and supply's NotEnoughStock when a lot no longer holds what the run takes of it.
    """
    lock_day(delivery_day)
    current = AllocationRun.objects.current_for(delivery_day)
    if current is None or delivery_day.status in (STATUS.ORDERING, STATUS.CLOSED):
        raise ConfirmationRefused(f"{delivery_day} is not allocated yet.")
    if current.pk != run.pk:
        raise Superseded(f"Run {current.number} stands for {delivery_day}, not run {run.number}.")
    if delivery_day.status != STATUS.ALLOCATED:
        return confirmed_day(run)
    require_answers_shared_out(run)
    lines, inputs = lines_of(run), inputs_of(run)
    hold_stock(delivery_day, lines, inputs, now)
    LineConfirmation.objects.bulk_create(frozen_confirmations(delivery_day=delivery_day, run=run, lines=lines, now=now))
    PurchaseLine.objects.bulk_create(
        frozen_purchases(delivery_day=delivery_day, run=run, lines=lines, inputs=inputs, beside=beside, now=now)
    )
    orders = BulkOrder.objects.filter(delivery_day=delivery_day, status=BulkOrder.Status.PLACED)
    orders.update(status=BulkOrder.Status.CONFIRMED)
    tell_buyers(delivery_day=delivery_day, run=run, now=now)
    tell_sellers(delivery_day=delivery_day, run=run, now=now)
    done = confirmed_day(run)
    log(
        hub=delivery_day.cycle.hub,
        verb="confirm allocation",
        subject=run,
        by=by,
        now=now,
        orders=done.orders,
        packs=done.packs,
        short_lines=done.short_lines,
        growers=done.growers,
    )
    announce(hub=delivery_day.cycle.hub, news=news.confirmed(delivery_day), now=now)
    move_day(delivery_day=delivery_day, to=STATUS.CONFIRMED, by=by, now=now)
    return done


def confirmed_day(run: AllocationRun) -> ConfirmedDay:
    """What stands confirmed by the run, counted from the rows."""
    orders = BulkOrder.objects.filter(delivery_day=run.delivery_day, status=BulkOrder.Status.CONFIRMED)
    bought = PurchaseLine.objects.filter(run=run, listing__isnull=False)
    return ConfirmedDay(
        orders=orders.count(),
        packs=sum(LineConfirmation.objects.filter(run=run).values_list("packs", flat=True)),
        short_lines=run.shortages.values("order_line").distinct().count(),
        growers=bought.values("seller").distinct().count(),
    )


def require_answers_shared_out(run: AllocationRun) -> None:
    """Raise ConfirmationRefused while the run takes more of a listing than its grower said they will deliver."""
    limits = GrowerAnswer.objects.limits_for(run.delivery_day)
    asked = asked_of_listings(run) if limits else {}
    over = [listing_id for listing_id, packs in limits.items() if asked.get(listing_id, 0) > packs]
    if over:
        raise ConfirmationRefused(
            f"Growers will deliver less of {len(over)} listings than run {run.number} takes: share out again first."
        )


def hold_stock(
    delivery_day: DeliveryDay,
    lines: Iterable[AllocationLine],
    inputs: Iterable[ProcessingInput],
    now: datetime,
) -> None:
    """Reserve what each listing gives, lots in the order of their ids so that two days never wait for each other."""
    taken: dict[tuple[int, int], int] = {}
    listings: dict[int, Any] = {}
    packs_base: dict[int, int] = {}
    rows: list[tuple[Any, int, int]] = [(line.listing, line.packs, line.pack.quantity_base) for line in lines]
    rows += [(row.listing, row.packs, row.listing.pack.quantity_base) for row in inputs]
    for listing, packs, pack_base in rows:
        if listing is None:
            continue
        listings[listing.pk] = listing
        packs_base[listing.pk] = pack_base
        key = (listing.lot_id, listing.pk)
        taken[key] = taken.get(key, 0) + packs
    for (_, listing_id), packs in sorted(taken.items()):
        reserve(
            lot=listings[listing_id].lot,
            quantity_base=packs * packs_base[listing_id],
            key=f"day:{delivery_day.pk}:listing:{listing_id}",
            now=now,
        )
