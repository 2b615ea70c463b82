"""What is past its time goes: a little at a time, as often as asked, with a count."""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from accounts.models import User
from privacy.actions import ask_to_forget, carry_out
from privacy.errors import StandsInTheWay
from privacy.forgetting import let_go
from privacy.models import Erasure, RetentionPeriod
from privacy.register import REGISTER, Fate, Kept

logger = logging.getLogger(__name__)

BATCH = 500
# In one round no more than this many rows of one kind: the next round goes on where this one stopped.
BATCHES_A_ROUND = 20


def past_their_time(now: datetime) -> Iterator[tuple[Kept, QuerySet[Any]]]:
    """Each entry with a period, and its rows that are older than it and still say something."""
    periods = RetentionPeriod.objects.by_code(now.date())
    for entry in REGISTER:
        if not entry.age or entry.fate is Fate.STAYS:
            continue
        ended = now - timedelta(days=periods[entry.period].days)
        rows = entry.rows.filter(entry.only, **{f"{entry.age}__lt": ended})
        yield entry, rows if entry.fate is Fate.DELETED else rows.exclude(entry.gone())


def counted(now: datetime) -> dict[str, int]:
    """How many rows of each kind would go now, without touching any."""
    found: dict[str, int] = {}
    for entry, rows in past_their_time(now):
        name = f"{entry.model}: {', '.join(entry.fields)} {entry.fate}"
        found[name] = rows.count()
    return found


def tidy(*, now: datetime) -> dict[str, int]:
    """Delete and blank what is past its time, in small transactions. Returns model to how many rows went.

    A round that is killed loses nothing: what it did is done, the rest goes in the next.
    """
    counts: dict[str, int] = {}
    for entry, rows in past_their_time(now):
        for _ in range(BATCHES_A_ROUND):
            gone = one_batch(entry, rows)
            counts[entry.model] = counts.get(entry.model, 0) + gone
            if gone < BATCH:
                break
    found = {model: gone for model, gone in counts.items() if gone}
    logger.info("retention: %s", found or "nothing was past its time")
    return found


@transaction.atomic
def one_batch(entry: Kept, rows: QuerySet[Any]) -> int:
    """Let go the oldest of the rows. Returns how many."""
    ids = list(rows.order_by(entry.age, "pk").values_list("pk", flat=True)[:BATCH])
    return let_go(entry, entry.rows.filter(pk__in=ids)) if ids else 0


def warn_the_idle(*, now: datetime) -> int:
    """Write to people who have not signed in for long; unless they sign in, they are forgotten. Returns how many.

    Whoever acts for an enterprise, works on the website or has something under way is left alone.
    """
    days = RetentionPeriod.objects.days_of("idle", now.date())
    before = now - timedelta(days=days)
    quiet = Q(last_login__lt=before) | Q(last_login=None, date_joined__lt=before)
    people = User.objects.filter(quiet, is_active=True, is_staff=False, memberships=None, drivers=None)
    asked = 0
    for person in people.exclude(erasures__status=Erasure.Status.ASKED).order_by("pk")[:BATCH]:
        try:
            ask_to_forget(person=person, reason=Erasure.Reason.IDLE, by=None, now=now, after="idle-warning")
        except StandsInTheWay:
            continue
        asked += 1
    return asked


def carry_out_due(*, now: datetime) -> int:
    """Forget those whose time to change their mind is over. Returns how many; who can't be yet waits for the next."""
    done = 0
    for erasure in Erasure.objects.due_at(now)[:BATCH]:
        try:
            carry_out(erasure=erasure, now=now)
        except StandsInTheWay:
            logger.info("erasure %s waits: something is under way", erasure.pk)
            continue
        done += 1
    return done
