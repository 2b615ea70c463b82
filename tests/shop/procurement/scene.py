"""A day's orders and what was shared out for them, step by step, through the actions that clicks call."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from shop.cycles.actions import close_day, move_day
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Place
from shop.procurement.actions import (
    confirm_allocation,
    place_bulk_order,
    publish_price,
    record_allocation,
    record_delivery,
)
from shop.procurement.models import AllocationRun, BulkOrder, BulkOrderLine, LineConfirmation, PublishedPrice
from shop.procurement.shared_out import SharedInput, SharedLine, SharedOut, SharedShortage
from shop.procurement.wanted import WantedDrop, WantedLine
from shop.produce.models import Pack, Recipe
from tests.cast import NOW

AFTER_CUT_OFF = datetime(2027, 3, 7, 13, tzinfo=NOW.tzinfo)
ON_THE_DAY = datetime(2027, 3, 9, 8, tzinfo=NOW.tzinfo)
JANUARY = date(2027, 1, 1)
SHORT = "Only 6 packs were listed"


def a_price(pack: Pack, price_pence: int = 1200, **fields: Any) -> PublishedPrice:
    """The hub's published price of a pack from January on."""
    hub = pack.specification.product.hub
    fields = {"valid_from": JANUARY, **fields}
    return publish_price(hub=hub, pack=pack, price_pence=price_pence, by=None, now=NOW, **fields)


def lines_of(wanted: dict[Pack, int], rule: str = "none") -> list[WantedLine]:
    """Wanted lines, all under one substitution rule."""
    return [WantedLine(pack, packs, rule) for pack, packs in wanted.items()]


def an_order(day: DeliveryDay, kitchen: Place, wanted: dict[Pack, int], rule: str = "none", **fields: Any) -> BulkOrder:
    """An order of `kitchen`'s school for that one kitchen."""
    fields = {"client_key": uuid4(), "by": None, "now": NOW, **fields}
    drops = [WantedDrop(kitchen, lines_of(wanted, rule))]
    return place_bulk_order(delivery_day=day, buyer=kitchen.enterprise, drops=drops, **fields)


def close(day: DeliveryDay) -> None:
    """The cut-off has passed and the day is closed."""
    close_day(delivery_day=day, by=None, now=AFTER_CUT_OFF)


def line_of(order: BulkOrder) -> BulkOrderLine:
    """The one line of an order."""
    return BulkOrderLine.objects.get(drop__order=order)


def from_listing(line: BulkOrderLine, listing: Listing, packs: int, **fields: Any) -> SharedLine:
    """Packs of a listing for an order line."""
    return SharedLine(
        **{
            "order_line_id": line.pk,
            "pack_id": listing.pack_id,
            "packs": packs,
            "price_pence": listing.price_pence,
            "reason_code": "nearest",
            "reason_numbers": {"packs": packs},
            "reason_text": "The nearest grower",
            "listing_id": listing.pk,
            **fields,
        }
    )


def from_recipe(line: BulkOrderLine, recipe: Recipe, packs: int, **fields: Any) -> SharedLine:
    """Packs that a processor makes for an order line."""
    return SharedLine(
        **{
            "order_line_id": line.pk,
            "pack_id": recipe.output_pack_id,
            "packs": packs,
            "price_pence": recipe.fee_pence,
            "reason_code": "processed",
            "reason_numbers": {"packs": packs},
            "reason_text": "Diced to order",
            "recipe_id": recipe.pk,
            **fields,
        }
    )


def taken_in(recipe: Recipe, listing: Listing, packs: int) -> SharedInput:
    """Packs of a listing that go to the recipe's processor."""
    return SharedInput(recipe_id=recipe.pk, listing_id=listing.pk, packs=packs, price_pence=listing.price_pence)


def short(line: BulkOrderLine, packs: int, why: str = SHORT) -> SharedShortage:
    """Packs of an order line that nobody fills."""
    return SharedShortage(
        order_line_id=line.pk,
        packs=packs,
        reason_code="listed",
        reason_numbers={"listed": 6},
        reason_text=why,
    )


def shares(*rows: Any, fingerprint: str = "f1") -> SharedOut:
    """An answer made of these lines, inputs and shortages."""
    return SharedOut(
        fingerprint=fingerprint,
        solver_status="optimal",
        lines=[row for row in rows if isinstance(row, SharedLine)],
        inputs=[row for row in rows if isinstance(row, SharedInput)],
        shortages=[row for row in rows if isinstance(row, SharedShortage)],
    )


def greedy(day: DeliveryDay, fingerprint: str = "f1") -> SharedOut:
    """Every line filled from the first listings of its pack that have some left; the rest is short."""
    left = {listing.pk: listing.packs_for_bulk for listing in Listing.objects.filter(delivery_day=day).standing()}
    by_pack: dict[int, list[Listing]] = defaultdict(list)
    for listing in Listing.objects.filter(delivery_day=day).standing().order_by("id"):
        by_pack[listing.pack_id].append(listing)
    rows: list[Any] = []
    for line in BulkOrderLine.objects.counting_for(day):
        missing = line.packs
        for listing in by_pack[line.pack_id]:
            packs = min(missing, left[listing.pk])
            if packs:
                rows.append(from_listing(line, listing, packs))
                left[listing.pk] -= packs
                missing -= packs
        if missing:
            rows.append(short(line, missing))
    return shares(*rows, fingerprint=fingerprint)


def allocate(day: DeliveryDay, shared: SharedOut | None = None, **fields: Any) -> AllocationRun:
    """Store a run; greedy shares unless others are given."""
    fields = {"by": None, "now": AFTER_CUT_OFF, **fields}
    return record_allocation(delivery_day=day, shared=shared or greedy(day), **fields)


def confirm(day: DeliveryDay, run: AllocationRun) -> Any:
    """Confirm the run an hour later."""
    return confirm_allocation(delivery_day=day, run=run, by=None, now=AFTER_CUT_OFF + timedelta(hours=1))


def a_confirmed_day(day: DeliveryDay, shared: SharedOut | None = None) -> AllocationRun:
    """Closed, allocated and confirmed."""
    close(day)
    run = allocate(day, shared)
    confirm(day, run)
    return run


def hand_over(row: LineConfirmation, short: int = 0, refused: int = 0, **fields: Any) -> Any:
    """The kitchen takes what is not short or refused."""
    fields = {"fault": "damaged" if short or refused else "", "by": None, "now": ON_THE_DAY, **fields}
    return record_delivery(
        confirmation=row,
        packs_accepted=row.packs - short - refused,
        packs_short=short,
        packs_refused=refused,
        key=fields.pop("key", f"line:{row.pk}"),
        **fields,
    )


def move_to(day: DeliveryDay, *steps: str) -> None:
    """Along the table of a delivery day."""
    for step in steps:
        move_day(delivery_day=day, to=step, by=None, now=ON_THE_DAY)


def a_delivered_day(day: DeliveryDay, shared: SharedOut | None = None, **missing: int) -> AllocationRun:
    """Confirmed, driven round, every line accepted but for `short` or `refused` packs of the first."""
    run = a_confirmed_day(day, shared)
    for number, row in enumerate(LineConfirmation.objects.filter(run=run).order_by("id")):
        hand_over(row, **(missing if number == 0 else {}))
    move_to(day, "routed", "out", "delivered")
    return run


def texts(rows: Sequence[Any]) -> list[str]:
    """Bodies of outbox messages."""
    return [row.body for row in rows]
