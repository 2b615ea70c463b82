"""Every hour what is past its time goes, and who asked to be forgotten is."""

from celery import shared_task
from django.utils import timezone

from privacy.tidying import carry_out_due, tidy, warn_the_idle


@shared_task
def keep_no_longer() -> dict[str, int]:
    """One round. Returns what went, by kind of row."""
    now = timezone.now()
    carry_out_due(now=now)
    warn_the_idle(now=now)
    return tidy(now=now)
