"""The minutely round over card payments: nothing that a crash left behind stays behind."""

from collections.abc import Callable
from datetime import datetime

from shop.payments.errors import RefundFailed
from shop.payments.finishing import finish, give_back
from shop.payments.gateway import CardGateway
from shop.payments.hanging import give_up_hanging
from shop.payments.models import Payment, Refund

ROUND = 100


def sweep(
    *, cards: CardGateway, now: datetime, on_failed: Callable[[Refund, RefundFailed], None] = lambda _row, _error: None
) -> int:
    """Give up what hangs, then take, let go and give back what is due. Returns how many of those are done.

    `on_failed` is told of each refund that can't be given back; the others follow all the same.
    """
    give_up_hanging(now=now)
    done = sum([finish(payment=row, cards=cards, now=now) for row in Payment.objects.due_at(now)[:ROUND]])
    for row in Refund.objects.due_at(now).select_related("payment")[:ROUND]:
        try:
            done += give_back(refund=row, cards=cards, now=now)
        except RefundFailed as error:
            on_failed(row, error)
    return done
