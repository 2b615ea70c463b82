"""Taking the money that is held: promised inside the order's transaction, done after it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from shop.journal.actions import log
from shop.payments.errors import PaymentLapsed
from shop.payments.models import Payment
from shop.payments.models.payment import MOVES
from shop.payments.tasks import finish_payment
from shop.rows.moves import NotAllowedMove, move

Status = Payment.Status


def capture_on_commit(
    *, payment: Payment, order_number: str, by: Any, now: datetime, amount_pence: int | None = None
) -> Payment:
    """Tie the payment to the order that the caller's transaction places, and take the money once that has committed.

    `amount_pence` is less than what is held when less was ordered in the end. Called outside a transaction it raises
    TransactionManagementError; raises PaymentLapsed when the hold was let go meanwhile: the order must not stand.
    A second call for the same order changes nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Tie a payment to its order inside the order's transaction.")
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
    if payment.order_number == order_number:
        return payment
    due = payment.amount_pence if amount_pence is None else amount_pence
    try:
        move(payment, to=Status.DUE, moves=MOVES, order_number=order_number, due_pence=due, next_try_at=now)
    except NotAllowedMove as error:
        raise PaymentLapsed from error
    log(hub=payment.hub, verb="card payment: to be taken", subject=payment, by=by, now=now, order=order_number)
    # Robust: when no broker answers, the minutely round takes it.
    transaction.on_commit(partial(finish_payment.delay, payment.pk), robust=True)
    return payment
