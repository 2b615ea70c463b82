"""The worker tells Stripe what was decided: after each transaction, and every minute what is still open."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from shop.journal.recording import record_failure
from shop.payments.asking_again import ask_again
from shop.payments.errors import RefundFailed
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
    """Give one refund back; one that can't be is left to a person, who finds it among the failed tasks."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    try:
        return give_back(refund=refund, cards=gateway(), now=timezone.now())
    except RefundFailed as error:
        leave_to_a_person(refund, error)
        return False


@shared_task(about="payments.Refund")
def ask_for_refund_again(refund_id: int) -> bool:
    """What a person does about a refund that Stripe refused: ask again. Raises RefundFailed when it is no better."""
    refund = Refund.objects.select_related("payment").get(pk=refund_id)
    if refund.status == Refund.Status.GIVEN:
        return True
    ask_again(refund=refund, now=timezone.now())
    return give_back(refund=refund, cards=gateway(), now=timezone.now())


@shared_task
def look_after_payments() -> int:
    """Let go what led to no order, and try again what is still open. Returns how many are done now."""
    return sweep(cards=gateway(), now=timezone.now(), on_failed=leave_to_a_person) if configured() else 0


def leave_to_a_person(refund: Refund, error: RefundFailed) -> None:
    """Show it among the failed tasks; running it again asks Stripe again."""
    task: Any = ask_for_refund_again
    record_failure(task, [refund.pk], error, task_id="", now=timezone.now())
