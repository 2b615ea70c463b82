"""What a person does with a message that could not be sent: try again, or ring up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shop.journal.actions import log, wake_the_sender
from shop.journal.errors import NoAddress, NotGivenUp
from shop.journal.models import AnsweredClick, OutboxMessage


@transaction.atomic
def try_again(*, message: OutboxMessage, client_key: UUID, by: Any, now: datetime) -> bool:
    """Let the message wait for the next turn, at the address that its enterprise has now. The tries begin anew.

    False when this click was answered before. Raises NotGivenUp, or NoAddress when there still is none.
    """
    if not first_click(client_key, by, now):
        return False
    held = given_up(message)
    address = (held.to_enterprise.email if held.to_enterprise else "") or held.to_address
    if not address:
        raise NoAddress(f"There is no e-mail address of {held.to_enterprise} on file. Add one first, or ring them.")
    OutboxMessage.objects.filter(pk=held.pk).update(
        to_address=address, given_up_at=None, attempts=0, next_try_at=now, last_error=""
    )
    write(held, "outbox: try again", by, now)
    wake_the_sender()
    return True


@transaction.atomic
def note_rung(*, message: OutboxMessage, note: str, client_key: UUID, by: Any, now: datetime) -> bool:
    """Note that they were told on the telephone. False when this click was answered before. Raises NotGivenUp."""
    if not first_click(client_key, by, now):
        return False
    held = given_up(message)
    OutboxMessage.objects.filter(pk=held.pk).update(rung_at=now, rung_note=" ".join(note.split())[:200])
    write(held, "outbox: rung up", by, now)
    return True


def first_click(client_key: UUID, by: Any, now: datetime) -> bool:
    """Whether this click is new."""
    _, is_first = AnsweredClick.objects.get_or_create(key=client_key, defaults={"by": by, "at": now})
    return is_first


def given_up(message: OutboxMessage) -> OutboxMessage:
    """The message under its lock, if it is given up and nobody has rung. Raises NotGivenUp."""
    rows = OutboxMessage.objects.to_ring().select_for_update(of=("self",)).select_related("to_enterprise", "hub")
    held: OutboxMessage | None = rows.filter(pk=message.pk).first()
    if held is None:
        raise NotGivenUp("This message is waiting, sent or told already: there is nothing left to do.")
    return held


def write(message: OutboxMessage, verb: str, by: Any, now: datetime) -> None:
    """The log's line, without the text."""
    log(hub=message.hub, verb=verb, subject=message, by=by, now=now, on_behalf_of=None, key=message.key)
