"""Django's sessions in the database, in rows that know whose they are."""

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.models import Session

STARTED_AT, SEEN_AT, BROWSER, NEEDS_FACTOR = "started_at", "seen_at", "browser", "needs_factor"


class SessionStore(DatabaseStore):
    """The engine that SESSION_ENGINE names."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our row in place of Django's."""
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row, with its columns filled from the session's data."""
        row: Any = super().create_model_instance(data)
        row.person_id = data.get(SESSION_KEY)
        row.started_at = moment(data.get(STARTED_AT))
        row.seen_at = moment(data.get(SEEN_AT))
        row.browser = data.get(BROWSER, "")
        return row


def moment(written: str | None) -> datetime | None:
    """The time that was written into the session."""
    return datetime.fromisoformat(written) if written else None
