"""The worker brings card money into the books, every minute."""

from celery import shared_task
from django.utils import timezone

from shop.settlement.card_money import book_card_money


@shared_task
def book_cards() -> int:
    """Post what was taken and given back since the last round. Returns how many postings."""
    return book_card_money(now=timezone.now())
