"""Whom a day's reminders went to, and how far each is, as the coordinator reads it."""

from dataclasses import dataclass
from datetime import datetime

from shop.cycles.models import DeliveryDay, Reminder
from shop.journal.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Reminded:
    """One enterprise, of what, when, and whether the message went out."""

    name: str
    of_what: str
    at: datetime
    state: str


def reminded_of(day: DeliveryDay) -> list[Reminded]:
    """The day's reminders in two queries, the latest first."""
    rows = list(Reminder.objects.filter(delivery_day=day).select_related("enterprise").order_by("-at", "-id"))
    messages = {row.key: row for row in OutboxMessage.objects.filter(key__in=[row.key for row in rows])}
    return [
        Reminded(row.enterprise.name, row.get_kind_display(), row.at, state_of(messages.get(row.key))) for row in rows
    ]


def state_of(message: OutboxMessage | None) -> str:
    """Sent, on its way, or could not be sent."""
    if message is None or message.given_up_at is not None:
        return "could not be sent"
    return "sent" if message.sent_at is not None else "on its way"
