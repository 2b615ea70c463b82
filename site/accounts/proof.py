"""When the person at this browser last showed who they are. Sensitive acts ask again when that is too long ago."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

PROVED_AT = "proved_at"
FACTOR_GIVEN = "factor_given"


class ProofNeeded(Exception):
    """The act is sensitive and the last proof is too old; the middleware leads to the page that asks."""


def note_proof(request: HttpRequest, *, now: datetime, by_factor: bool = False) -> None:
    """Remember in the session that the person has just given their second factor, password or code."""
    request.session[PROVED_AT] = now.isoformat()
    if by_factor:
        request.session[FACTOR_GIVEN] = True


def has_given_factor(request: HttpRequest) -> bool:
    """Whether the person gave a second factor at some time in this session."""
    return request.session.get(FACTOR_GIVEN) is True


def forget_factor(request: HttpRequest) -> None:
    """The person has no second factor any more."""
    request.session.pop(FACTOR_GIVEN, None)


def is_proved(request: HttpRequest, *, now: datetime) -> bool:
    """Whether the last proof is at most ASK_AGAIN_AFTER_S old."""
    noted = request.session.get(PROVED_AT)
    if noted is None:
        return False
    age = now - datetime.fromisoformat(noted)
    return timedelta() <= age <= timedelta(seconds=settings.ASK_AGAIN_AFTER_S)


def ask_again(request: HttpRequest) -> None:
    """Go on only if the person showed lately who they are; call it after the check of their rights.

    Raises ProofNeeded: the person gives their second factor, or their password when they have none, and comes back to
    the page they asked for, or to the one that held the form.
    """
    if not is_proved(request, now=timezone.now()):
        raise ProofNeeded
