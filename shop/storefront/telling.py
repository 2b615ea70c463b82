"""What a household is told by mail: written with the order, sent after it."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from shop.journal.actions import tell
from shop.pricing.money import pounds
from shop.pricing.quantities import counted
from shop.storefront.models import BoxHandOut, HouseholdOrder, ShortBox


def tell_ordered(row: HouseholdOrder, *, now: datetime) -> None:
    """What was ordered, what it costs, and where and when to get it."""
    lines = [
        f"{line.packs} × {line.specification_text}, {line.pack_text}, from {line.grower_text}: "
        f"{pounds(line.total_pence)}"
        for line in row.lines.all()
    ]
    if row.fee_pence:
        lines.append(f"{row.point}: {pounds(row.fee_pence)}")
    body = [
        f"Hello {row.name},",
        "",
        f"your order {row.order.number} for {row.delivery_day} is in:",
        "",
        *lines,
        "",
        f"Together {pounds(row.total_pence)}, to be paid {row.get_payment_display()}.",
        where(row),
        "",
        f"Your order's page, where you can cancel it until ordering closes: {page_of(row)}",
    ]
    say(row, "ordered", f"Your order {row.order.number}", body, now)


def tell_cancelled(row: HouseholdOrder, *, now: datetime) -> None:
    """That nothing comes and nothing is owed."""
    body = [
        f"Hello {row.name},",
        "",
        f"your order {row.order.number} for {row.delivery_day} is cancelled. You owe nothing.",
    ]
    say(row, "cancelled", f"Order {row.order.number} is cancelled", body, now)


def tell_short(short: ShortBox, *, now: datetime) -> None:
    """What was missing and what becomes of the money, in plain words."""
    row = short.household_order
    lines = [
        f"{each.packs} of {each.line.packs} × {each.line.specification_text}, {each.line.pack_text}, "
        f"from {each.line.grower_text}: {each.fault}"
        for each in short.lines.select_related("line")
    ]
    packs = sum(each.packs for each in short.lines.all())
    missing = f"{counted(packs, 'pack')} {'is' if packs == 1 else 'are'}"
    body = [
        f"Hello {row.name},",
        "",
        f"we are sorry: of your order {row.order.number} for {row.delivery_day} {missing} missing:",
        "",
        *lines,
        "",
        money_of(short),
        "",
        f"Your order's page: {page_of(row)}",
    ]
    say(row, f"short:{short.number}", f"Something is missing of order {row.order.number}", body, now)


def tell_not_collected(hand_out: BoxHandOut, *, now: datetime) -> None:
    """That nobody came for the box, and what happens with it."""
    row = hand_out.household_order
    kept = hand_out.outcome == BoxHandOut.Outcome.KEPT
    body = [
        f"Hello {row.name},",
        "",
        f"nobody came for your order {row.order.number} at {row.point} on {row.delivery_day}.",
        "We keep it for you: answer this mail or ring us, and say when you come for it."
        if kept
        else "We could not keep it, and it was given away. It is charged as ordered; ring us if something went wrong.",
        "",
        f"Your order's page: {page_of(row)}",
    ]
    subject = f"Your order {row.order.number} was not collected"
    say(row, f"hand-out:{hand_out.number}", subject, body, now)


def money_of(short: ShortBox) -> str:
    """What becomes of the money."""
    pence = pounds(short.total_pence)
    fee = f", the fee of {pounds(short.fee_pence)} with it" if short.fee_pence else ""
    return {
        HouseholdOrder.Payment.CARD: f"{pence} goes back to your card{fee}. "
        "Your bank shows it within ten working days, mostly sooner.",
        HouseholdOrder.Payment.ACCOUNT: f"{pence} is not charged to your account{fee}.",
        HouseholdOrder.Payment.AT_HANDOVER: f"You pay {pence} less when you get it{fee}.",
    }[HouseholdOrder.Payment(short.household_order.payment)]


def page_of(row: HouseholdOrder) -> str:
    """The order's address: a guest's is signed, so that nobody else finds it."""
    number = row.order.number
    signed = [number, row.order.verification_hash()]
    path = reverse("customer:order", args=[number]) if row.user_id else reverse("customer:anon-order", args=signed)
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def where(row: HouseholdOrder) -> str:
    """Where and when to get it."""
    point = row.point
    if point.is_round:
        return f"It comes to {row.door} between {point.opens:%H:%M} and {point.closes:%H:%M}."
    found = f" {point.how_to_find}" if point.how_to_find else ""
    return f"Collect it at {point} between {point.opens:%H:%M} and {point.closes:%H:%M}.{found}"


def say(row: HouseholdOrder, what: str, subject: str, body: list[str], now: datetime) -> None:
    """One message, once."""
    tell(
        hub=row.hub,
        key=f"household:{row.pk}:{what}",
        enterprise=None,
        subject=subject,
        body="\n".join([*body, "", str(row.hub)]),
        now=now,
        to_address=row.email,
    )
