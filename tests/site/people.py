"""The cast of the sign-in tests."""

from datetime import UTC, datetime

from accounts.actions import create_person
from accounts.models import User

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PASSWORD = "seven pale carrots"


def cook(**facts: object) -> User:
    """Asha Patel cooks for a school; she has a password unless told otherwise."""
    given = {"email": "asha@school.example", "name": "Asha Patel", "password": PASSWORD, **facts}
    return create_person(**given, by=None, now=NOW)  # type: ignore[arg-type]
