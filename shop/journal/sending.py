"""Sending what waits in the outbox, and trying again what could not be sent."""

import logging
from dataclasses import dataclass
from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from shop.journal.models import OutboxMessage
from shop.journal.turns import put_off, take

logger = logging.getLogger(__name__)

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
    for message in OutboxMessage.objects.due_at(now).select_related("hub")[:limit]:
        if not take(message, now=now):
            continue
        try:
            letter_of(message).send()
        except (SMTPException, OSError, ValueError) as error:
            failed += 1
            # The row keeps the words; the log must not: a mail server quotes addresses.
            logger.warning("outbox message %s, try %s: %s", message.pk, message.attempts, type(error).__name__)
            given_up += put_off(message, f"{type(error).__name__}: {error}", now=now)
        else:
            sent += 1
            mark_sent(message, now=now)
    logger.info("outbox: %s sent, %s failed, %s given up", sent, failed, given_up)
    return SentMessages(sent, failed, given_up, OutboxMessage.objects.next_turn())


def letter_of(message: OutboxMessage) -> EmailMultiAlternatives:
    """The message as mail: its text word for word, and the same words in our look."""
    letter = EmailMultiAlternatives(message.subject, message.body, to=[message.to_address])
    words = {"hub": message.hub.name, "subject": message.subject, "body": message.body, "to": message.to_address}
    letter.attach_alternative(render_to_string("mail/letter.html", words), "text/html")
    return letter


def mark_sent(message: OutboxMessage, *, now: datetime) -> None:
    """Note that it went out, and forget what must not be kept."""
    forgotten = {"body": FORGOTTEN} if message.carries_secret else {}
    OutboxMessage.objects.filter(pk=message.pk).update(sent_at=now, last_error="", **forgotten)
