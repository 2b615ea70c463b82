"""Letting go what is held, when no order came of it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from shop.payments.hanging import give_up
from shop.payments.models import Payment
from shop.payments.tasks import finish_payment


@transaction.atomic
def cancel(*, payment: Payment, by: Any, now: datetime) -> bool:
    """Decide that no order will come of the payment; what it holds is let go after the transaction.

    True if this call decided it. A payment whose order stands is left alone: that takes a refund.
    """
    if not give_up(payment=payment, by=by, now=now):
        return False
    transaction.on_commit(partial(finish_payment.delay, payment.pk), robust=True)
    return True
