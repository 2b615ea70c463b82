"""What households did not get, and what becomes of the money, as pages say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shop.payments.models import Refund
from shop.storefront.models import HouseholdOrder, ShortBox, ShortBoxLine

PAYMENT, STATUS = HouseholdOrder.Payment, Refund.Status
ON_A_CARD = {
    STATUS.ASKED: "on its way back to the card",
    STATUS.GIVEN: "given back to the card",
    STATUS.FAILED: "could not be given back to the card yet: the hub sees to it",
}
ELSE = {
    PAYMENT.ACCOUNT: "not charged to the account",
    PAYMENT.AT_HANDOVER: "less to pay",
    PAYMENT.CARD: "not charged: the card was never debited",
}


@dataclass(frozen=True, slots=True)
class ShownShort:
    """One time that something was missing; `has_failed` while money waits for a person at the hub."""

    at: datetime
    lines: tuple[ShortBoxLine, ...]
    pence: int
    fee_pence: int
    money: str
    has_failed: bool


def missing_of(orders: Iterable[HouseholdOrder]) -> dict[int, tuple[ShownShort, ...]]:
    """Order (id) to what was missing of it, the first first; one query for refunds, the shorts come with the orders."""
    shorts = [short for order in orders for short in order.shorts.all()]
    refunds = {row.key: row.status for row in Refund.objects.filter(key__in=[short.refund_key for short in shorts])}
    found: dict[int, tuple[ShownShort, ...]] = {}
    for short in shorts:
        shown = shown_short(short, refunds.get(short.refund_key, ""))
        found[short.household_order_id] = (*found.get(short.household_order_id, ()), shown)
    return found


def shown_short(short: ShortBox, refund: str) -> ShownShort:
    """One of them, with how its refund stands."""
    payment = PAYMENT(short.household_order.payment)
    money = ON_A_CARD[STATUS(refund)] if refund else ELSE[payment]
    lines = tuple(short.lines.all())
    return ShownShort(short.at, lines, short.total_pence, short.fee_pence, money, refund == STATUS.FAILED)
