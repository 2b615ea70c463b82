"""Who was told by a publication, and whether the message went out."""

from dataclasses import dataclass

from logistics.models import Publication
from shop.journal.models import OutboxMessage


@dataclass(frozen=True, slots=True)
class Told:
    """One message: to whom, and how far it is: sent, waiting, or given up so that somebody must ring."""

    who: str
    state: str


def told_by(publication: Publication) -> tuple[Told, ...]:
    """Every message of the publication, those that nobody got first: one query."""
    rows = OutboxMessage.objects.filter(key__startswith=f"publication:{publication.pk}:").select_related(
        "to_enterprise"
    )
    found = [Told(addressee(row), state_of(row)) for row in rows]
    return tuple(sorted(found, key=lambda each: (each.state != "ring them", each.state == "sent", each.who)))


def addressee(row: OutboxMessage) -> str:
    """The enterprise, or the driver's address."""
    return str(row.to_address) if ":driver:" in row.key else str(row.to_enterprise)


def state_of(row: OutboxMessage) -> str:
    """How far the message is."""
    if row.given_up_at is not None:
        return "ring them"
    return "sent" if row.sent_at is not None else "waiting"
