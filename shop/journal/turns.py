"""Whose turn it is to be sent: taking a row so that no two senders send it, and putting off what failed."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from shop.journal.models import Outgoing

# How long after each failed try the next one follows; after the last one a person must look at it.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
# A sender that dies between taking a row and sending it holds the row for this long.
TAKEN_FOR = timedelta(minutes=10)


def take(row: Outgoing, *, now: datetime) -> bool:
    """Whether this caller is the one that may send: counts the try and holds the row for a while."""
    with transaction.atomic(durable=True):
        taken = (
            rows_like(row)
            .waiting()
            .filter(pk=row.pk, attempts=row.attempts)
            .update(attempts=F("attempts") + 1, next_try_at=now + TAKEN_FOR)
        )
    row.attempts += taken
    return bool(taken)


def put_off(row: Outgoing, why: str, *, now: datetime, **also: Any) -> bool:
    """Note why it did not go out, and `also`, and when it is tried again; True when that was the last try."""
    is_last = row.attempts > len(RETRY_AFTER)
    turn = {"given_up_at": now} if is_last else {"next_try_at": now + RETRY_AFTER[row.attempts - 1]}
    rows_like(row).filter(pk=row.pk).update(last_error=why, **turn, **also)
    return is_last


def rows_like(row: Outgoing) -> Any:
    """The rows of its kind."""
    return type(row)._default_manager.all()
