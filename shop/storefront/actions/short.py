"""What a household did not get: it is not charged, the grower's share is accounted for, a card gets its money back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.payments.actions import refund_part
from shop.pricing.quantities import counted
from shop.procurement.actions import record_lost_beside
from shop.procurement.locks import lock_day
from shop.rows.checked import check_fields
from shop.settlement.ledger import post
from shop.storefront.boxes import Missing
from shop.storefront.errors import ShortRefused
from shop.storefront.models import HouseholdOrder, ShortBox, ShortBoxLine
from shop.storefront.money import lost_posting, short_posting, short_sum
from shop.storefront.telling import tell_short

STATUS = DeliveryDay.Status
#: From here on packing tells no more what is missing.
AFTER_PACKING = (STATUS.PACKED, STATUS.OUT, STATUS.DELIVERED, STATUS.SETTLED)


@transaction.atomic
def record_short_box(
    *, household_order: HouseholdOrder, missing: Sequence[Missing], key: str, seen: int, by: Any, now: datetime
) -> ShortBox:
    """Note what turned out missing when the box was handed over, or after; the same `key` again changes nothing.

    `seen` is how many short boxes of the order the page showed. Raises ShortRefused: before packing is done, for a
    cancelled order, when somebody has noted something since, or for more packs than were given.
    """
    day = household_order.delivery_day
    lock_day(day)
    standing: ShortBox | None = ShortBox.objects.filter(key=key, household_order=household_order).first()
    if standing is not None:
        return standing
    household_order.refresh_from_db(fields=["status"])
    if household_order.status != HouseholdOrder.Status.PLACED:
        raise ShortRefused(f"{household_order} was cancelled: nothing is charged for it.")
    if day.status not in AFTER_PACKING:
        raise ShortRefused("Packing is not done yet: say on the packing list what is short.")
    return write_short(household_order=household_order, missing=missing, key=key, seen=seen, by=by, now=now)


def write_short(
    *, household_order: HouseholdOrder, missing: Sequence[Missing], key: str, seen: int, by: Any, now: datetime
) -> ShortBox:
    """Write it, with all that follows, under the day's lock that the caller holds. Raises ShortRefused."""
    order, day = household_order, household_order.delivery_day
    lines = {line.pk: line for line in order.lines.prefetch_related("not_given").select_related("listing")}
    if ShortBox.objects.filter(household_order=order).count() != seen:
        raise ShortRefused("Somebody has noted what is missing since you opened the page. Look again.")
    if not missing:
        raise ShortRefused("Say of which goods how many packs are missing.")
    left = {pk: line.packs_given for pk, line in lines.items()}
    for each in missing:
        check_missing(each, left.get(each.line.pk, 0))
        left[each.line.pk] -= each.packs
    fee_pence = 0 if any(left.values()) else order.fee_pence
    total = short_sum([(each.line, each.packs) for each in missing], fee_pence=fee_pence)
    short = ShortBox.objects.create(
        household_order=order,
        number=seen + 1,
        net_pence=total.net_pence,
        vat_pence=total.vat_pence,
        fee_pence=total.fee_pence,
        total_pence=total.total_pence,
        at=now,
        by=by,
        key=key,
    )
    rows = [ShortBoxLine(short=short, line=each.line, packs=each.packs, fault=each.fault.strip()) for each in missing]
    for row in rows:
        check_fields(row, ShortRefused)
    ShortBoxLine.objects.bulk_create(rows)
    lost = [
        record_lost_beside(
            delivery_day=day,
            listing=row.line.listing_id,
            packs=row.packs,
            fault=row.fault,
            key=f"household-line:{row.line_id}:{short.number}",
            by=by,
            now=now,
        )
        for row in rows
    ]
    postings = [short_posting(short)]
    if day.status == STATUS.SETTLED:
        # The growers' statements stand: who would have borne it is not asked any more.
        postings.append(lost_posting(short, lost))
    post(hub=order.hub, delivery_day=day, postings=postings, now=now)
    give_back(short, by, now)
    tell_short(short, now=now)
    log(
        hub=order.hub,
        verb="short household box",
        subject=order,
        by=by,
        now=now,
        packs_missing=sum(each.packs for each in missing),
        not_charged_pence=short.total_pence,
    )
    return short


def check_missing(each: Missing, left: int) -> None:
    """Raise ShortRefused for more packs than were given, or without a reason."""
    what = f"{each.line.specification_text}, {each.line.pack_text}"
    if not 1 <= each.packs <= left:
        raise ShortRefused(f"{what}: {counted(left, 'pack')} can be missing, not {each.packs}.")
    if not each.fault.strip():
        raise ShortRefused(f"{what}: say why {counted(each.packs, 'pack')} are missing.")


def give_back(short: ShortBox, by: Any, now: datetime) -> None:
    """Of an order that a card paid, the money goes back to it after the transaction."""
    order = short.household_order
    if order.payment == HouseholdOrder.Payment.CARD and short.total_pence:
        refund_part(
            hub=order.hub,
            order_number=order.order.number,
            amount_pence=short.total_pence,
            reason="Goods were missing.",
            key=short.refund_key,
            by=by,
            now=now,
        )
