"""The worker sends what waits in the outbox. Call `send_outbox.delay_on_commit()` after an action that tells."""

from celery import shared_task
from django.utils import timezone

from shop.journal import actions


@shared_task
def send_outbox(limit: int = 200) -> int:
    """Send what is due. Returns how many messages went out."""
    return actions.send_waiting(now=timezone.now(), limit=limit).sent
