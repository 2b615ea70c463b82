"""Tells kitchens and sellers what a late change means for each of them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from shop.journal.actions import Letter, tell_all
from shop.pricing.money import pounds
from shop.procurement.models import BulkOrder, LateChange, LateChangeLine, LineConfirmation, PurchaseLine
from shop.procurement.telling import Message, packs_text, sentence


def tell_of_late_change(change: LateChange, *, now: datetime) -> None:
    """One message an order and one a seller, of those that the change touches."""
    lines = list(LateChangeLine.objects.filter(late_change=change))
    confirmed = LineConfirmation.objects.filter(pk__in={line.confirmation_id for line in lines}).amended()
    bought = PurchaseLine.objects.filter(pk__in={line.purchase_id for line in lines}).amended()
    letters = [*to_buyers(change, lines, confirmed), *to_sellers(change, lines, bought)]
    tell_all(hub=change.delivery_day.cycle.hub, letters=letters, now=now)


def to_buyers(change: LateChange, lines: Sequence[LateChangeLine], confirmed: Any) -> list[Letter]:
    """Each order's lines that changed, with what was and what is."""
    by_line: dict[int, int] = defaultdict(int)
    for line in lines:
        by_line[line.confirmation_id] += line.packs_by
    of_order: dict[BulkOrder, list[Any]] = defaultdict(list)
    for row in confirmed.select_related("order_line__drop__order__buyer", "order_line__drop__kitchen").order_by("id"):
        of_order[row.order_line.drop.order].append(row)
    return [
        Letter(f"late:{change.pk}:order:{order.pk}", order.buyer, *parts(buyer_message(change, order, rows, by_line)))
        for order, rows in of_order.items()
    ]


def buyer_message(change: LateChange, order: BulkOrder, rows: Sequence[Any], by_line: dict[int, int]) -> Message:
    """The words for one order."""
    text = [f"We have entered your late change to order {order.number} for {change.delivery_day}: {change.why}"]
    for row in rows:
        now = row.packs_standing
        gets = packs_text(now) if now else "none"
        text.append(
            f"- {row.order_line.drop.kitchen}: {row.specification_text}, {row.pack_text}: "
            f"{packs_text(now - by_line[row.pk])}, now {gets} at {pounds(row.price_pence)}"
        )
    text.append("All other lines stay as they were confirmed. You pay for what you accept at the door.")
    return Message(f"Order {order.number} for {change.delivery_day}: changed", "\n".join(text))


def to_sellers(change: LateChange, lines: Sequence[LateChangeLine], bought: Any) -> list[Letter]:
    """Each seller's purchases that changed; packs that only go to another kitchen are not a seller's business."""
    packs_by: dict[int, int] = defaultdict(int)
    bought_by: dict[int, int] = defaultdict(int)
    for line in lines:
        packs_by[line.purchase_id] += line.packs_by
        bought_by[line.purchase_id] += line.bought_by
    of_seller: dict[Any, list[str]] = defaultdict(list)
    for row in bought.select_related("seller").order_by("id"):
        said = seller_line(row, packs_by[row.pk], bought_by[row.pk])
        if said:
            of_seller[row.seller].append(said)
    return [
        Letter(f"late:{change.pk}:seller:{seller.pk}", seller, *parts(seller_message(change, said)))
        for seller, said in of_seller.items()
    ]


def seller_line(row: Any, packs_by: int, bought_by: int) -> str:
    """One purchase's change; empty where nothing changes for the seller."""
    if bought_by:
        now = f"now {packs_text(row.packs_standing) if row.packs_standing else 'none'} at {pounds(row.price_pence)}"
        return f"- {row.product_text}: {packs_text(row.packs_standing - bought_by)}, {now}"
    if packs_by < 0:
        return (
            f"- {row.product_text}: {packs_text(-packs_by)} are not wanted any more. "
            "You are paid for them all the same."
        )
    return ""


def seller_message(change: LateChange, said: Sequence[str]) -> Message:
    """The words for one seller."""
    text = [f"A kitchen has rung about {change.delivery_day}. {sentence(change.why)}", *said]
    text.append("All other lines stay as they were confirmed.")
    return Message(f"For {change.delivery_day}: what we buy of you has changed", "\n".join(text))


def parts(message: Message) -> tuple[str, str]:
    """Subject and body, as a letter takes them."""
    return message.subject, message.body
