"""Writing log lines and outbox messages inside the caller's transaction, and sending what waits after it."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import models, transaction
from django.db.models import F

from shop.journal.models import LogLine, OutboxMessage

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
NO_ADDRESS = "There is no e-mail address on file. Ring them."


@dataclass(frozen=True)
class SentMessages:
    """What one call of send_waiting did; `next_try_at` is when the next waiting message has its turn."""

    sent: int
    failed: int
    given_up: int
    next_try_at: datetime | None


@dataclass(frozen=True)
class Letter:
    """A message to an enterprise, written once per `key`; `tell` says what the rest means."""

    key: str
    enterprise: Any
    subject: str
    body: str
    to_address: str = ""
    carries_secret: bool = False


def log(
    *,
    hub: Any,
    verb: str,
    subject: models.Model,
    by: Any,
    now: datetime,
    on_behalf_of: Any = None,
    **detail: Any,
) -> LogLine:
    """Write one line: `by` did `verb` to `subject`. `by=None` is the hub's clock."""
    return LogLine.objects.create(
        hub=hub,
        at=now,
        by=by,
        on_behalf_of=on_behalf_of,
        verb=verb,
        subject_kind=str(subject._meta.model_name),
        subject_id=subject.pk,
        detail=detail,
    )


def tell(  # noqa: PLR0913 - keyword-only
    *,
    hub: Any,
    key: str,
    enterprise: Any,
    subject: str,
    body: str,
    now: datetime,
    to_address: str = "",
    carries_secret: bool = False,
) -> OutboxMessage:
    """Put a message to `enterprise` into the outbox; the same `key` again returns the message that stands.

    It goes to the enterprise's address unless `to_address` names another; when there is none it is given up at once,
    for somebody to ring. `carries_secret` says that the body is forgotten once it is sent.
    """
    letter = Letter(key, enterprise, subject, body, to_address, carries_secret)
    fields = outbox_fields(hub, letter, now)
    message, _ = OutboxMessage.objects.get_or_create(key=key, defaults=fields)
    return message


def tell_all(*, hub: Any, letters: Iterable[Letter], now: datetime) -> None:
    """Put many messages into the outbox in one statement; those whose key stands already are left as they are."""
    OutboxMessage.objects.bulk_create(
        (OutboxMessage(key=letter.key, **outbox_fields(hub, letter, now)) for letter in letters),
        ignore_conflicts=True,
    )


def outbox_fields(hub: Any, letter: Letter, now: datetime) -> dict[str, Any]:
    """The row's fields but its key."""
    address = letter.to_address or letter.enterprise.email
    return {
        "hub": hub,
        "to_address": address,
        "to_enterprise": letter.enterprise,
        "subject": " ".join(letter.subject.split()),
        "body": letter.body,
        "carries_secret": letter.carries_secret,
        "written_at": now,
        "next_try_at": now,
        "given_up_at": None if address else now,
        "last_error": "" if address else NO_ADDRESS,
    }


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
