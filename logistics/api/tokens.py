"""Making, revoking and recognising tokens. The token itself is in nobody's database: only its hash is."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from logistics.models import ApiToken
from shop.enterprises.models import Hub
from shop.journal.actions import log

# Marks a token as ours, so that one that was left lying about can be recognised.
MARK = "foodshed_"
RANDOM_BYTES = 32
# A row is not written for each of a program's requests.
USE_NOTED_EVERY = timedelta(minutes=5)


class TokenRefused(Exception):
    """The token can't be made; the text is for the coordinator."""


def hash_of(token: str) -> str:
    """The token is 256 random bits: a plain hash gives nothing to guess from."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_token(*, hub: Hub, name: str, scopes: Iterable[str], by: Any, now: datetime) -> tuple[ApiToken, str]:
    """The row, and the token itself, which can't be read again. Raises TokenRefused."""
    wanted = sorted(set(scopes) & set(ApiToken.Scope.values))
    if not wanted:
        raise TokenRefused("Choose at least one thing that the program may read.")
    token = MARK + secrets.token_urlsafe(RANDOM_BYTES)
    try:
        with transaction.atomic():
            row = ApiToken.objects.create(
                hub=hub, name=name, token_hash=hash_of(token), scopes=wanted, made_at=now, made_by=by
            )
    except IntegrityError as error:
        raise TokenRefused(f"{hub} has a token called {name}. Give this one another name.") from error
    log(hub=hub, verb="made API token", subject=row, by=by, now=now, name=name, scopes=wanted)
    return row, token


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Any, now: datetime) -> bool:
    """From now on it opens nothing. True if this call did it; again changes nothing."""
    is_first = bool(ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now))
    if is_first:
        log(hub=token.hub, verb="revoked API token", subject=token, by=by, now=now, name=token.name)
    return is_first


def token_of(said: str, *, now: datetime) -> ApiToken | None:
    """The standing token that was said, or None; notes that it was used."""
    found: ApiToken | None = ApiToken.objects.standing().select_related("hub").filter(token_hash=hash_of(said)).first()
    if found is not None:
        stale = Q(last_used_at=None) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=found.pk).update(last_used_at=now)
    return found
