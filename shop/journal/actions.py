"""Writing log lines and outbox messages inside the caller's transaction; what is told is sent after it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from shop.journal.models import LogLine, OutboxMessage
from shop.journal.sending import send_waiting
from shop.journal.tasks import send_outbox

__all__ = ["Letter", "log", "send_waiting", "tell", "tell_all"]

NO_ADDRESS = "There is no e-mail address on file. Ring them."


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
    wake_the_sender()
    return message


def tell_all(*, hub: Any, letters: Iterable[Letter], now: datetime) -> None:
    """Put many messages into the outbox in one statement; those whose key stands already are left as they are."""
    OutboxMessage.objects.bulk_create(
        (OutboxMessage(key=letter.key, **outbox_fields(hub, letter, now)) for letter in letters),
        ignore_conflicts=True,
    )
    wake_the_sender()


def wake_the_sender() -> None:
    """When the transaction has committed, a worker sends what waits: once, however much was told in it."""
    once_after_commit(hand_over)


def once_after_commit(work: Callable[[], None]) -> None:
    """Do `work` when the transaction has committed; a second call in the same transaction adds nothing."""
    if not any(hook is work for _, hook, _ in transaction.get_connection().run_on_commit):
        # Robust: when no broker answers, what waits has its next turn later instead of failing what is done.
        transaction.on_commit(work, robust=True)


def hand_over() -> None:
    """Ask a worker to send."""
    send_outbox.delay()


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
