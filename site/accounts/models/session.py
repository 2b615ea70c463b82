"""Where a person is signed in. The row is Django's session, with what the person's own page shows of it."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.crypto import salted_hmac


class Session(AbstractBaseSession):
    """One browser's session. The columns repeat what is in the session's data, to be asked for by person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = "session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """The engine that reads and writes these rows."""
        from accounts.session_store import SessionStore

        return SessionStore

    @property
    def handle(self) -> str:
        """A name for this session on a page: the key itself would let its reader in."""
        return handle_of(self.session_key)


def handle_of(session_key: str) -> str:
    """The name on a page of the session with this key."""
    return salted_hmac("accounts.session", session_key, algorithm="sha256").hexdigest()[:32]
