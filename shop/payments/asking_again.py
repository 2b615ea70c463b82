"""Asking again for a refund that Stripe refused."""

from datetime import datetime

from django.db import transaction

from shop.journal.actions import log
from shop.payments.errors import RefundFailed
from shop.payments.models import Payment, Refund
from shop.payments.models.refund import MOVES
from shop.rows.moves import move

STATUS = Refund.Status


@transaction.atomic
def ask_again(*, refund: Refund, now: datetime) -> None:
    """Let a refund that Stripe refused be asked for as another attempt; one that is on its way stays as it is.

    Raises RefundFailed for one that Stripe never answered (a second could pay twice: look in Stripe's dashboard), and
    when other refunds have given back meanwhile what it would.
    """
    payment: Payment = Payment.objects.select_for_update(no_key=True).get(pk=refund.payment_id)
    refund.refresh_from_db()
    if refund.status != STATUS.FAILED:
        return
    left = payment.due_pence - payment.refunds.standing_pence()
    if refund.failure != Refund.Failure.REFUSED or refund.amount_pence > left:
        raise RefundFailed(refund)
    move(refund, to=STATUS.ASKED, moves=MOVES, attempt=refund.attempt + 1, asked_at=now, next_try_at=now, failure="")
    log(
        hub=payment.hub,
        verb="refund: asked",
        subject=payment,
        by=None,
        now=now,
        amount_pence=refund.amount_pence,
        why=refund.reason,
    )
