"""Sending what waits in the outbox, and trying again what could not be sent."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from shop.journal.models import OutboxMessage

logger = logging.getLogger(__name__)

# How long after each failed try the next one follows; after the last one a person must look at the message.
RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
# A sender that dies between taking a message and sending it holds the message for this long.
TAKEN_FOR = timedelta(minutes=10)
FORGOTTEN = "The text carried a personal link. It was forgotten after sending."


@dataclass(frozen=True)
class SentMessages:
    """What one call of send_waiting did; `next_try_at` is when the next waiting message has its turn."""

    sent: int
    failed: int
    given_up: int
    next_try_at: datetime | None


def send_waiting(*, now: datetime, limit: int = 100) -> SentMessages:
    """Send up to `limit` messages whose turn has come. Two senders never take the same message.

    Not to be called inside a transaction (RuntimeError): a message is taken, sent, and then marked, and what was taken
    must stand before it is sent. A sender killed between sending and marking leaves the message to be sent once more:
    never lost, at worst doubled.
    """
    sent = failed = given_up = 0
    for message in OutboxMessage.objects.due_at(now)[:limit]:
        if not take(message, now=now):
            continue
        try:
            EmailMessage(message.subject, message.body, to=[message.to_address]).send()
        except (SMTPException, OSError, ValueError) as error:
            failed += 1
            given_up += put_off(message, error, now=now)
        else:
            sent += 1
            mark_sent(message, now=now)
    logger.info("outbox: %s sent, %s failed, %s given up", sent, failed, given_up)
    return SentMessages(sent, failed, given_up, OutboxMessage.objects.next_turn())


def take(message: OutboxMessage, *, now: datetime) -> bool:
    """Whether this caller is the one that may send: counts the try and holds the message for a while."""
    with transaction.atomic(durable=True):
        taken = (
            OutboxMessage.objects.waiting()
            .filter(pk=message.pk, attempts=message.attempts)
            .update(attempts=F("attempts") + 1, next_try_at=now + TAKEN_FOR)
        )
    message.attempts += taken
    return bool(taken)


def mark_sent(message: OutboxMessage, *, now: datetime) -> None:
    """Note that it went out, and forget what must not be kept."""
    forgotten = {"body": FORGOTTEN} if message.carries_secret else {}
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=now, last_error="", **forgotten)


def put_off(message: OutboxMessage, error: Exception, *, now: datetime) -> bool:
    """Note why it did not go out and when it is tried again; True when that was the last try."""
    is_last = message.attempts > len(RETRY_AFTER)
    turn = {"given_up_at": now} if is_last else {"next_try_at": now + RETRY_AFTER[message.attempts - 1]}
    OutboxMessage.objects.filter(pk=message.pk).update(last_error=f"{type(error).__name__}: {error}", **turn)
    logger.warning("outbox message %s, try %s: %s", message.pk, message.attempts, error)
    return is_last
