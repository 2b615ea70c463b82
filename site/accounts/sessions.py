"""Where a person is signed in, and signing them out there."""

import logging
from datetime import datetime

from accounts.models import Session, User

log = logging.getLogger(__name__)


def sessions_of(person: User, *, now: datetime) -> list[Session]:
    """The sessions that still hold, the one used last first."""
    return list(Session.objects.filter(person=person, expire_date__gt=now).order_by("-seen_at", "session_key"))


def end_session(*, person: User, handle: str) -> bool:
    """Sign the person out where `handle` names the session. False when it had ended before."""
    found = [row.pk for row in Session.objects.filter(person=person) if row.handle == handle]
    ended, _ = Session.objects.filter(person=person, pk__in=found).delete()
    if ended:
        log.info("person %s ended one of their sessions", person.pk)
    return bool(ended)


def end_sessions(*, person: User, but: str | None = None) -> int:
    """Sign the person out everywhere, or everywhere but in the session with this key. Returns in how many."""
    ended, _ = Session.objects.filter(person=person).exclude(pk=but or "").delete()
    log.info("%s sessions of person %s ended", ended, person.pk)
    return ended
