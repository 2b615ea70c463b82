"""Giving money back: decided in our books under a lock, done at Stripe after it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from shop.journal.actions import log
from shop.payments.errors import RefundRefused
from shop.payments.models import Payment, Refund
from shop.payments.tasks import finish_refund
from shop.pricing.money import pounds

Status = Payment.Status


@transaction.atomic
def refund(*, payment: Payment, amount_pence: int, reason: str, key: str, by: Any, now: datetime) -> Refund:
    """Give back part or all of what was taken; the same `key` again returns the refund that stands.

    Of a payment that is about to be taken it is given back after that.
    Raises RefundRefused when nothing is taken, or when all refunds together would give back more than was.
    """
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
    if standing := Refund.objects.filter(payment=payment, key=key).first():
        return standing  # type: ignore[no-any-return]
    if payment.status not in (Status.DUE, Status.CAPTURED):
        raise RefundRefused("Money can be given back only after it was taken.")
    left = payment.due_pence - payment.refunds.standing_pence()
    if not 0 < amount_pence <= left:
        raise RefundRefused(f"Of this payment {pounds(left)} can be given back, not {pounds(amount_pence)}.")
    row: Refund = Refund.objects.create(
        payment=payment, key=key, amount_pence=amount_pence, reason=reason, asked_at=now, next_try_at=now
    )
    log(hub=payment.hub, verb="refund: asked", subject=payment, by=by, now=now, amount_pence=amount_pence, why=reason)
    transaction.on_commit(partial(finish_refund.delay, row.pk), robust=True)
    return row


@transaction.atomic
def refund_order(*, hub: Any, order_number: str, reason: str, by: Any, now: datetime) -> Refund | None:
    """Give back all that is left of what an order's card paid; None where there is nothing. Once per order."""
    payment = Payment.objects.of(hub).filter(order_number=order_number).first()
    if payment is None or payment.status not in (Status.DUE, Status.CAPTURED):
        return None
    key = f"order:{payment.pk}:{order_number}"
    left = payment.due_pence - payment.refunds.exclude(key=key).standing_pence()
    return refund(payment=payment, amount_pence=left, reason=reason, key=key, by=by, now=now) if left else None


@transaction.atomic
def refund_part(  # noqa: PLR0913 - keyword-only
    *, hub: Any, order_number: str, amount_pence: int, reason: str, key: str, by: Any, now: datetime
) -> Refund | None:
    """Give back a part of what an order's card paid, never more than is left of it; the same `key` again does nothing.

    None where no card money was taken, or all of it is given back already.
    """
    payment = Payment.objects.of(hub).filter(order_number=order_number).first()
    if payment is None:
        return None
    payment.refresh_from_db(from_queryset=Payment.objects.select_for_update(no_key=True))
    if payment.status not in (Status.DUE, Status.CAPTURED):
        return None
    left = payment.due_pence - payment.refunds.exclude(key=key).standing_pence()
    part = min(amount_pence, left)
    return refund(payment=payment, amount_pence=part, reason=reason, key=key, by=by, now=now) if part else None
