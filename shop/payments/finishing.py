"""Telling Stripe what our rows have decided: take, let go, give back. Tried again until it is done.

The row is the promise; a worker that dies, a broker that is away or a card company that does not answer only delays it.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from shop.journal.actions import log
from shop.payments.errors import RefundFailed
from shop.payments.gateway import CardGateway, Intent, IntentStatus, Rejected, Unreachable
from shop.payments.models import Payment, Refund
from shop.payments.models import payment as payments
from shop.payments.models import refund as refunds
from shop.payments.noting import note
from shop.rows.moves import move

logger = logging.getLogger(__name__)

Status = Payment.Status
# A worker that dies with a payment in its hands holds it for this long.
TAKEN_FOR = timedelta(minutes=5)
WAITS = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))
# Stripe remembers an idempotency key for a day: a refund is not tried again with one that it may have forgotten.
REFUND_TRIED_FOR = timedelta(hours=20)


def finish(*, payment: Payment, cards: CardGateway, now: datetime) -> bool:
    """Take or let go what the row says; True when that is done. Not to be called in a transaction.

    Of two workers one takes the row; the other returns False, and so does one that came too early.
    """
    with transaction.atomic(durable=True):
        row = Payment.objects.due_at(now).filter(pk=payment.pk, tries=payment.tries)
        if not row.update(tries=F("tries") + 1, next_try_at=now + TAKEN_FOR):
            return False
    payment.refresh_from_db()
    try:
        intent = taken_or_let_go(payment, cards)
    except (Unreachable, Rejected) as error:
        wait = WAITS[min(payment.tries, len(WAITS)) - 1]
        Payment.objects.filter(pk=payment.pk).update(next_try_at=now + wait)
        logger.warning("%s, try %s: %s", payment, payment.tries, error)
        return False
    note(payment=payment, intent=intent, key=f"{payment.step_key}:finish:{intent.status.value}", kind="finish", now=now)
    return payment.status not in (Status.DUE, Status.CANCELLING)


def taken_or_let_go(payment: Payment, cards: CardGateway) -> Intent:
    """Ask for it; where the card company refuses, ask how the intent stands instead."""
    if not payment.intent_id:
        return Intent("", IntentStatus.GONE, 0)
    try:
        if payment.status == Status.DUE:
            return cards.capture(payment.intent_id, amount_pence=payment.due_pence, key=f"{payment.step_key}:capture")
        return cards.cancel(payment.intent_id, key=f"{payment.step_key}:cancel")
    except Rejected as error:
        logger.warning("%s: %s", payment, error)
        return cards.look_up(payment.intent_id)


def give_back(*, refund: Refund, cards: CardGateway, now: datetime) -> bool:
    """Give back what the row says; True when that is done. Not to be called in a transaction.

    Raises RefundFailed when this call ended it: Stripe refuses, or did not answer for too long. A person must look.
    """
    with transaction.atomic(durable=True):
        row = Refund.objects.due_at(now).filter(pk=refund.pk, tries=refund.tries)
        if not row.update(tries=F("tries") + 1, next_try_at=now + TAKEN_FOR):
            return False
    refund.refresh_from_db()
    if refund.payment.status == Status.DUE:
        Refund.objects.filter(pk=refund.pk).update(next_try_at=now + WAITS[0])
        return False
    if now - refund.asked_at > REFUND_TRIED_FOR:
        settle(refund, Refund.Status.FAILED, now, failure=Refund.Failure.UNANSWERED)
        raise RefundFailed(refund)
    try:
        stripe_id = cards.refund(refund.payment.intent_id, amount_pence=refund.amount_pence, key=refund.step_key)
    except Unreachable as error:
        wait = WAITS[min(refund.tries, len(WAITS)) - 1]
        Refund.objects.filter(pk=refund.pk).update(next_try_at=now + wait)
        logger.warning("%s, try %s: %s", refund, refund.tries, error)
        return False
    except Rejected as error:
        logger.warning("%s: %s", refund, error)
        settle(refund, Refund.Status.FAILED, now, failure=Refund.Failure.REFUSED)
        raise RefundFailed(refund) from error
    settle(refund, Refund.Status.GIVEN, now, stripe_id=stripe_id)
    return True


@transaction.atomic
def settle(refund: Refund, to: str, now: datetime, **also: str) -> None:
    """Write how the refund ended; a payment of which everything is given back is moved too."""
    payment: Payment = Payment.objects.select_for_update(no_key=True).get(pk=refund.payment_id)
    move(refund, to=to, moves=refunds.MOVES, **also)
    log(hub=payment.hub, verb=f"refund: {Refund.Status(to).label}", subject=payment, by=None, now=now, key=refund.key)
    given = payment.refunds.filter(status=Refund.Status.GIVEN).standing_pence()
    if payment.status == Status.CAPTURED and given == payment.due_pence:
        move(payment, to=Status.REFUNDED, moves=payments.MOVES)
