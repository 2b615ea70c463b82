"""The worker sends what waits for other programs: after each transaction that told something, and every minute."""

from celery import shared_task
from django.utils import timezone

from shop.webhooks.sending import send_waiting


@shared_task
def send_webhooks() -> int:
    """Send what is due. Returns how many messages arrived."""
    return send_waiting(now=timezone.now()).sent
