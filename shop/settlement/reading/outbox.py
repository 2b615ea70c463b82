"""The outbox as a coordinator reads it: who was told what, who could not be, and whom to ring."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Q

from shop.journal.models import OutboxMessage

SHOWN = 100
STATES = {
    "given-up": ("To ring", "Could not be sent. Ring them, or put the address right and try again."),
    "waiting": ("Waiting", "Sent as soon as the mail server takes them."),
    "told": ("Told", "Sent, or said on the telephone."),
}
HIDDEN = "The text carries a personal link and is shown to nobody."


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message. `text` never holds a secret; `client_key` makes the click on it happen once."""

    id: int
    to: str
    phone: str
    address: str
    subject: str
    text: str
    written_at: datetime
    sent_at: datetime | None
    rung_at: datetime | None
    rung_note: str
    why: str
    tries: int
    can_try_again: bool
    client_key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True)
class State:
    """A filter with its number."""

    code: str
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Messages in one state, the latest first, at most SHOWN of them."""

    state: str
    hint: str
    states: tuple[State, ...]
    messages: tuple[MessageRow, ...]
    shown: int
    found: int


def outbox_page(hub: Any, *, state: str, enterprise_id: int | None = None) -> OutboxPage:
    """Read a hub's outbox in two queries. An unknown state counts as the first."""
    code = state if state in STATES else next(iter(STATES))
    rows = OutboxMessage.objects.of(hub)
    if enterprise_id is not None:
        rows = rows.filter(to_enterprise_id=enterprise_id)
    to_ring = Q(given_up_at__isnull=False, rung_at=None)
    waiting = Q(sent_at=None, given_up_at=None)
    wanted = {"given-up": to_ring, "waiting": waiting, "told": ~to_ring & ~waiting}
    counts = rows.aggregate(**{name.replace("-", "_"): Count("id", filter=where) for name, where in wanted.items()})
    found = rows.filter(wanted[code]).select_related("to_enterprise").order_by("-written_at", "-id")[:SHOWN]
    messages = tuple(message_row(row) for row in found)
    states = tuple(State(name, STATES[name][0], counts[name.replace("-", "_")]) for name in STATES)
    number = counts[code.replace("-", "_")]
    return OutboxPage(code, STATES[code][1], states, messages, len(messages), number)


def message_row(row: OutboxMessage) -> MessageRow:
    """A message without what must not be seen."""
    enterprise = row.to_enterprise
    return MessageRow(
        id=row.pk,
        to=str(enterprise) if enterprise else row.to_address,
        phone=enterprise.phone if enterprise else "",
        address=row.to_address,
        subject=row.subject,
        text=HIDDEN if row.carries_secret else row.body,
        written_at=row.written_at,
        sent_at=row.sent_at,
        rung_at=row.rung_at,
        rung_note=row.rung_note,
        why=row.last_error,
        tries=row.attempts,
        can_try_again=bool(row.to_address or (enterprise and enterprise.email)),
    )
