"""Noting what the card company says of an intent: the one place where its words move our row."""

from datetime import datetime
from typing import Any

from django.db import transaction

from shop.journal.actions import log, tell
from shop.payments.gateway import Intent, IntentStatus
from shop.payments.models import Payment, PaymentEvent
from shop.payments.models.payment import MOVES
from shop.rows.moves import move

Status = Payment.Status
LEADS_TO = {
    IntentStatus.NEEDS_CARD: Status.DECLINED,
    IntentStatus.BANK_ASKS: Status.BANK_ASKS,
    IntentStatus.HELD: Status.AUTHORISED,
    IntentStatus.TAKEN: Status.CAPTURED,
    IntentStatus.GONE: Status.CANCELLED,
}
# Late news of a step that the row has passed.
BEHIND = {
    IntentStatus.NEEDS_CARD: frozenset(Status),
    IntentStatus.READY: frozenset(Status),
    IntentStatus.UNDER_WAY: frozenset(Status),
    IntentStatus.BANK_ASKS: frozenset(Status),
    IntentStatus.HELD: frozenset(Status) - {Status.DECLINED},
    IntentStatus.TAKEN: frozenset({Status.CAPTURED, Status.REFUNDED}),
    IntentStatus.GONE: frozenset({Status.CANCELLED, Status.LOST, Status.DECLINED}),
}


@transaction.atomic
def note(*, payment: Payment, intent: Intent, key: str, kind: str, now: datetime) -> Payment:
    """Write down what was said under `key`, once, and move the payment where that leads.

    News may come late, twice or in the wrong order: what the row has passed moves nothing. What the row does not allow
    (money taken that nobody asked for) moves nothing either and is kept as a surprise, for a person to look at.
    """
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
    if PaymentEvent.objects.filter(key=key).exists():
        return payment
    goal = heading(payment, intent)
    surprise = goal is None and payment.status not in BEHIND[intent.status]
    PaymentEvent.objects.create(
        payment=payment,
        key=key,
        kind=kind,
        said=intent.status.value,
        moved_to=goal or "",
        is_surprise=surprise,
        at=now,
    )
    if goal is not None:
        move(payment, to=goal, moves=MOVES, refusal=intent.refusal)
    if goal is not None or surprise:
        log(hub=payment.hub, verb=verb_of(goal), subject=payment, by=None, now=now, said=intent.status.value)
    if goal == Status.LOST:
        tell_of_lost(payment, now)
    return payment


def heading(payment: Payment, intent: Intent) -> Status | None:
    """Where the news leads from where the row stands; None when it stays."""
    goal = LEADS_TO.get(intent.status)
    if payment.status == Status.DUE and intent.status in (IntentStatus.GONE, IntentStatus.NEEDS_CARD):
        return Status.LOST
    return goal if goal in MOVES.get(payment.status, frozenset()) else None


def verb_of(goal: Status | None) -> str:
    """How the log names the move."""
    return f"card payment: {goal.label}" if goal else "card payment: a surprise"


def tell_of_lost(payment: Payment, now: datetime) -> None:
    """An order stands whose money is gone: somebody must ring."""
    base: Any = payment.hub.enterprises.filter(kind="hub").first()
    if base is None:
        return
    body = (
        f"Order {payment.order_number} was placed with a card, but the card company let the hold go before the money "
        "was taken. Ring the customer and agree on another way to pay, or cancel the order."
    )
    subject = f"Order {payment.order_number} is not paid"
    tell(hub=payment.hub, key=f"payment:{payment.pk}:lost", enterprise=base, subject=subject, body=body, now=now)
