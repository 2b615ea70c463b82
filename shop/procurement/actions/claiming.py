"""A kitchen's claim about goods that it took: noted, told to the hub, and answered once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from shop.enterprises.models import Enterprise
from shop.journal.actions import log, tell
from shop.pricing.quantities import counted
from shop.procurement.errors import ClaimRefused
from shop.procurement.locks import lock_day
from shop.procurement.models import Claim, ClaimAnswer, DeliveredLine
from shop.rows.local_time import in_words

# A van that comes late leaves a kitchen this long to look at what it brought.
TIME_TO_LOOK = timedelta(hours=2)


def claims_close_at(delivered: DeliveredLine) -> datetime:
    """Until when a claim is taken: the end of the kitchen's window, and two hours after the handing over at least."""
    window_ends: datetime = delivered.confirmation.order_line.drop.closes_at
    return max(window_ends, delivered.at + TIME_TO_LOOK)


def claimable_packs(delivered: DeliveredLine) -> int:
    """Accepted packs of which nothing was claimed yet."""
    claimed = Claim.objects.filter(delivered=delivered).aggregate(packs=Sum("packs"))["packs"] or 0
    return int(delivered.packs_accepted) - int(claimed)


@transaction.atomic
def claim(  # noqa: PLR0913 - a claim is all of these
    *,
    delivered: DeliveredLine,
    packs: int,
    fault: str,
    client_key: UUID,
    by: Any,
    now: datetime,
    note: str = "",
    on_behalf: bool = False,
) -> Claim:
    """Note that accepted packs of a line were wrong, and tell the hub.

    The same key again returns what stands. Raises ClaimRefused: too late, too many packs, or nothing said.
    """
    confirmation = delivered.confirmation
    order = confirmation.order_line.drop.order
    lock_day(order.delivery_day)
    standing: Claim | None = Claim.objects.filter(client_key=client_key).first()
    if standing is not None:
        if standing.delivered_id != delivered.pk:
            raise ClaimRefused("This form was sent before, for another line. Open it anew.")
        return standing
    check_claim(delivered, packs, fault, note, now)
    row: Claim = Claim.objects.create(
        delivered=delivered,
        packs=packs,
        fault=fault.strip(),
        note=note.strip(),
        client_key=client_key,
        at=now,
        by=by,
        on_behalf=on_behalf,
    )
    what = f"{counted(packs, 'pack')} of {confirmation.specification_text}, {confirmation.pack_text}"
    log(
        hub=order.hub,
        verb="claim",
        subject=order,
        by=by,
        now=now,
        on_behalf_of=order.buyer if on_behalf else None,
        what=what,
        fault=row.fault,
    )
    tell_the_hub(row, what, now)
    return row


@transaction.atomic
def answer_claim(*, claim: Claim, packs_agreed: int, words: str, by: Any, now: datetime) -> ClaimAnswer:
    """Say how many of the claimed packs need not be paid, and tell the kitchen. Once.

    The same answer again changes nothing. Raises ClaimRefused: answered otherwise before, too many packs, or no
    reason where not all is agreed.
    """
    order = claim.delivered.confirmation.order_line.drop.order
    lock_day(order.delivery_day)
    said = " ".join(words.split())
    standing: ClaimAnswer | None = ClaimAnswer.objects.filter(claim=claim).first()
    if standing is not None:
        if (standing.packs_agreed, standing.words) != (packs_agreed, said):
            raise ClaimRefused("Somebody has answered this claim already. Look at the answer.")
        return standing
    check_answer(claim, packs_agreed, said)
    row: ClaimAnswer = ClaimAnswer.objects.create(claim=claim, packs_agreed=packs_agreed, words=said, at=now, by=by)
    log(hub=order.hub, verb="answer claim", subject=order, by=by, now=now, packs=claim.packs, agreed=packs_agreed)
    tell_the_kitchen(row, now)
    return row


def check_answer(claim: Claim, packs_agreed: int, words: str) -> None:
    """Raise ClaimRefused unless the answer fits the claim and says why where it does not follow it."""
    if not 0 <= packs_agreed <= claim.packs:
        raise ClaimRefused(f"Agree to between 0 and {counted(claim.packs, 'pack')}: so many were claimed.")
    if packs_agreed < claim.packs and not words:
        raise ClaimRefused("Say why not all of it is agreed: the kitchen reads it.")
    longest = ClaimAnswer._meta.get_field("words").max_length or 0
    if len(words) > longest:
        raise ClaimRefused(f"An answer has at most {longest} characters.")


def tell_the_kitchen(row: ClaimAnswer, now: datetime) -> None:
    """A message to the buyer."""
    line = row.claim.delivered.confirmation
    order = line.order_line.drop.order
    what = f"{counted(row.claim.packs, 'pack')} of {line.specification_text}, {line.pack_text}"
    agreed = "all of it" if row.packs_agreed == row.claim.packs else counted(row.packs_agreed, "pack")
    if row.packs_agreed:
        said = f"The hub agrees to {agreed}. You get a credit note with your invoice or after it."
    else:
        said = "The hub does not agree."
    tell(
        hub=order.hub,
        key=f"claim:{row.claim_id}:answered",
        enterprise=order.buyer,
        subject=f"Your claim on order {order.number}: {'agreed' if row.packs_agreed else 'not agreed'}",
        body=f"{line.order_line.drop.kitchen} claimed {what}: {row.claim.fault}. {said}\n{row.words}".strip(),
        now=now,
    )


def check_claim(delivered: DeliveredLine, packs: int, fault: str, note: str, now: datetime) -> None:
    """Raise ClaimRefused unless the claim is in time, says what was wrong, and is about packs that were taken."""
    drop = delivered.confirmation.order_line.drop
    if now > claims_close_at(delivered):
        closed = in_words(claims_close_at(delivered), drop.order.hub.time_zone)
        raise ClaimRefused(f"Claims for {drop.kitchen} were taken until {closed}. Ring the hub.")
    if not fault.strip() or len(fault.strip()) > (Claim._meta.get_field("fault").max_length or 0):
        raise ClaimRefused("Say what was wrong.")
    longest = Claim._meta.get_field("note").max_length or 0
    if len(note.strip()) > longest:
        raise ClaimRefused(f"A note has at most {longest} characters.")
    left = claimable_packs(delivered)
    if not 1 <= packs <= left:
        raise ClaimRefused(f"Claim between 1 and {counted(left, 'pack')}: so many were taken and not claimed yet.")


def tell_the_hub(row: Claim, what: str, now: datetime) -> None:
    """A message to the hub's own address; a hub without one finds the claim on the order's page and in the log."""
    drop = row.delivered.confirmation.order_line.drop
    hub = Enterprise.objects.of(drop.order.hub).filter(kind=Enterprise.Kind.HUB).first()
    if hub is None:
        return
    order = drop.order
    said = (
        f"{drop.kitchen} ({order.buyer}) claims {what} of order {order.number} for {order.delivery_day}: {row.fault}."
    )
    tell(
        hub=order.hub,
        key=f"claim:{row.pk}",
        enterprise=hub,
        subject=f"Claim by {drop.kitchen}: {what}, {row.fault}",
        body=f"{said}\n{row.note}".strip(),
        now=now,
    )
