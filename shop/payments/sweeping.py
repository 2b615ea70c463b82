"""The minutely round over card payments: nothing that a crash left behind stays behind."""

from datetime import datetime

from shop.payments.finishing import finish, give_back
from shop.payments.gateway import CardGateway
from shop.payments.hanging import give_up_hanging
from shop.payments.models import Payment, Refund

ROUND = 100


def sweep(*, cards: CardGateway, now: datetime) -> int:
    """Give up what hangs, then take, let go and give back what is due. Returns how many of those are done."""
    give_up_hanging(now=now)
    payments = [finish(payment=row, cards=cards, now=now) for row in Payment.objects.due_at(now)[:ROUND]]
    due = Refund.objects.due_at(now).select_related("payment")
    return sum(payments) + sum(give_back(refund=row, cards=cards, now=now) for row in due[:ROUND])
