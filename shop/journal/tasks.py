"""The worker sends what waits in the outbox: after each transaction that told something, and every minute."""

from celery import shared_task
from django.utils import timezone

from shop.journal.sending import send_waiting


@shared_task
def send_outbox(limit: int = 200) -> int:
    """Send what is due. Returns how many messages went out."""
    return send_waiting(now=timezone.now(), limit=limit).sent
