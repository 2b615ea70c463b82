"""Reads what was confirmed and puts it into the outbox: each buyer per order, each seller per day."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from shop.cycles.models import Listing
from shop.journal.actions import Letter, tell_all
from shop.procurement.models import AllocationRun, BulkOrder, LineConfirmation, PurchaseLine
from shop.procurement.telling import Bought, Missing, NotTaken, Promised, to_buyer, to_seller, why_not_taken


def tell_buyers(*, delivery_day: Any, run: AllocationRun, now: datetime) -> None:
    """One message an order: what comes, and what is short with its reason."""
    promised: dict[int, list[Promised]] = defaultdict(list)
    missing: dict[int, list[Missing]] = defaultdict(list)
    named = ("order_line__drop__kitchen", "order_line__pack__specification__product")
    for row in LineConfirmation.objects.filter(run=run).select_related(*named).order_by("order_line_id", "pack_id"):
        line = row.order_line
        promised[line.drop.order_id].append(
            Promised(
                kitchen=str(line.drop.kitchen),
                what=f"{row.specification_text}, {row.pack_text}",
                packs=row.packs,
                price_pence=row.price_pence,
                instead_of=str(line.pack) if row.pack_id != line.pack_id else "",
            )
        )
    for short in run.shortages.select_related(*named).order_by("order_line_id", "id"):
        line = short.order_line
        missing[line.drop.order_id].append(
            Missing(str(line.drop.kitchen), str(line.pack), short.packs, short.reason_text)
        )
    letters = []
    for order in BulkOrder.objects.filter(delivery_day=delivery_day, status="confirmed").select_related("buyer"):
        message = to_buyer(
            number=order.number,
            po_number=order.po_number,
            day=str(delivery_day),
            promised=promised[order.pk],
            missing=missing[order.pk],
        )
        letters.append(Letter(f"order:{order.pk}:confirmed", order.buyer, message.subject, message.body))
    tell_all(hub=delivery_day.cycle.hub, letters=letters, now=now)


def tell_sellers(*, delivery_day: Any, run: AllocationRun, now: datetime) -> None:
    """One message a seller: what is bought, and what of their listings is not taken and why."""
    bought: dict[Any, list[Bought]] = defaultdict(list)
    worked_up = dict(packs_to_processors(run))
    purchases = PurchaseLine.objects.filter(run=run).select_related("seller").order_by("id")
    for row in purchases:
        for_processor = worked_up.get(row.listing_id, 0) if row.listing_id else 0
        bought[row.seller].append(Bought(row.product_text, row.packs, row.price_pence, for_processor))
    not_taken = untaken(delivery_day, run, {row.listing_id: row.packs for row in purchases})
    letters = []
    for seller in sorted(bought.keys() | not_taken.keys(), key=lambda seller: seller.pk):
        message = to_seller(day=str(delivery_day), bought=bought[seller], not_taken=not_taken[seller])
        key = f"day:{delivery_day.pk}:seller:{seller.pk}:confirmed"
        letters.append(Letter(key, seller, message.subject, message.body))
    tell_all(hub=delivery_day.cycle.hub, letters=letters, now=now)


def packs_to_processors(run: AllocationRun) -> dict[int, int]:
    """Listing id to the packs of it that go to a processor."""
    packs: dict[int, int] = defaultdict(int)
    for listing_id, taken in run.processing_inputs.values_list("listing_id", "packs"):
        packs[listing_id] += taken
    return packs


def untaken(delivery_day: Any, run: AllocationRun, taken: dict[int | None, int]) -> dict[Any, list[NotTaken]]:
    """Seller to what stays of their standing listings, each with its reason."""
    listings = list(Listing.objects.filter(delivery_day=delivery_day).standing().named().order_by("id"))
    listed: dict[int, int] = defaultdict(int)
    for listing in listings:
        listed[listing.pack_id] += listing.packs_for_bulk
    demands = {row.pack_id: row for row in run.demands.all()}
    shortages: dict[int, list[str]] = defaultdict(list)
    for pack_id, text in run.shortages.order_by("id").values_list("order_line__pack_id", "reason_text"):
        shortages[pack_id].append(text)
    left: dict[Any, list[NotTaken]] = defaultdict(list)
    for listing in listings:
        packs = listing.packs_for_bulk - taken.get(listing.pk, 0)
        if packs <= 0:
            continue
        demand = demands.get(listing.pack_id)
        reason = why_not_taken(
            wanted=demand.packs_wanted if demand else 0,
            filled=demand.packs_filled if demand else 0,
            listed=listed[listing.pack_id],
            shortages=shortages[listing.pack_id],
        )
        left[listing.grower].append(NotTaken(str(listing.pack), packs, reason))
    return left
