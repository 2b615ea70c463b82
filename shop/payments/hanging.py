"""Deciding that no order will come of a payment. What it holds is let go by `finishing`."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from shop.journal.actions import log
from shop.payments.models import Payment
from shop.payments.models.payment import MOVES
from shop.rows.moves import move

Status = Payment.Status
# Longer than anybody takes to answer the bank's question; the hold itself would last a week.
HANGING_AFTER = timedelta(minutes=30)


@transaction.atomic
def give_up(*, payment: Payment, by: Any, now: datetime) -> bool:
    """True if this call decided it; False when its order stands, or when it was decided before.

    An order that is being placed at the same moment waits for the row's lock: one of the two wins.
    """
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
    if Status.CANCELLING not in MOVES.get(payment.status, frozenset()):
        return False
    move(payment, to=Status.CANCELLING, moves=MOVES, next_try_at=now)
    log(hub=payment.hub, verb="card payment: to be let go", subject=payment, by=by, now=now)
    return True


def give_up_hanging(*, now: datetime, limit: int = 100) -> int:
    """Give up what was asked for long ago and led to no order. Returns how many."""
    hanging = Payment.objects.hanging(now - HANGING_AFTER).order_by("id")
    return sum(give_up(payment=payment, by=None, now=now) for payment in hanging[:limit])
