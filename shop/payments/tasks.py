"""The worker tells Stripe what was decided: after each transaction, and every minute what is still open."""

from celery import shared_task
from django.utils import timezone

from shop.payments.finishing import finish, give_back
from shop.payments.gateway import configured, gateway
from shop.payments.models import Payment, Refund
from shop.payments.sweeping import sweep


@shared_task(about="payments.Payment")
def finish_payment(payment_id: int) -> bool:
    """Take or let go one payment. Handed out twice, it is done once; what fails waits for the next round."""
    return finish(payment=Payment.objects.get(pk=payment_id), cards=gateway(), now=timezone.now())


@shared_task(about="payments.Refund")
def finish_refund(refund_id: int) -> bool:
    """Give one refund back."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    return give_back(refund=refund, cards=gateway(), now=timezone.now())


@shared_task
def look_after_payments() -> int:
    """Let go what led to no order, and try again what is still open. Returns how many are done now."""
    return sweep(cards=gateway(), now=timezone.now()) if configured() else 0
