"""Verbs about people's data: put the periods in place, ask to be forgotten, change one's mind, carry it out."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from privacy.errors import StandsInTheWay
from privacy.forgetting import forget
from privacy.models import Erasure, RetentionPeriod
from privacy.models.erasure import MOVES
from privacy.reference import PERIODS
from privacy.standing import hubs_that_know, in_the_way
from shop.enterprises.models import Enterprise, Hub
from shop.journal.actions import log, tell
from shop.rows.local_time import in_words
from shop.rows.moves import move

logger = logging.getLogger(__name__)

STATUS, REASON = Erasure.Status, Erasure.Reason


def ensure_periods() -> None:
    """Put the periods of the reference in place; what stands is left as it is."""
    RetentionPeriod.objects.bulk_create(
        [
            RetentionPeriod(code=code, days=days, words=words, valid_from=starts, valid_until=ends, source=source)
            for code, days, words, starts, ends, source in PERIODS
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def ask_to_forget(
    *, person: User, reason: str, by: User | None, now: datetime, hub: Hub | None = None, after: str = "change-of-mind"
) -> Erasure:
    """Note the wish and write to the person; it is carried out after the period `after`. Again returns what stands.

    `hub` is the hub whose coordinator asked. Raises StandsInTheWay with what to do first.
    """
    held = User.objects.select_for_update().get(pk=person.pk)
    standing: Erasure | None = Erasure.objects.standing().filter(person=held).first()
    if standing is not None:
        return standing
    reasons = in_the_way(held, now=now)
    if reasons:
        raise StandsInTheWay(reasons)
    days = RetentionPeriod.objects.days_of(after, now.date())
    erasure = Erasure.objects.create(
        person=held, hub=hub, reason=reason, asked_by=by, asked_at=now, due_at=now + timedelta(days=days)
    )
    write_to(erasure, now=now)
    note("asked to forget a person", erasure, by=by, now=now)
    return erasure


@transaction.atomic
def change_of_mind(*, erasure: Erasure, by: User | None, now: datetime) -> None:
    """The wish is taken back before it was carried out. Raises NotAllowedMove afterwards."""
    move(erasure, to=STATUS.WITHDRAWN, moves=MOVES, ended_at=now)
    note("keeps a person", erasure, by=by, now=now)


@transaction.atomic
def carry_out(*, erasure: Erasure, now: datetime) -> dict[str, int]:
    """Forget the person. Returns kind of row to how many went. Raises NotAllowedMove when it ended already.

    An idle account that signed in again is kept. Raises StandsInTheWay when something began in the meantime: the wish
    stands, and is tried again.
    """
    person = User.objects.select_for_update().get(pk=erasure.person_id)
    if erasure.reason == REASON.IDLE and person.last_login is not None and person.last_login > erasure.asked_at:
        change_of_mind(erasure=erasure, by=None, now=now)
        return {}
    reasons = in_the_way(person, now=now)
    if reasons:
        raise StandsInTheWay(reasons)
    note("forgot a person", erasure, by=None, now=now)
    counts = forget(person)
    move(erasure, to=STATUS.DONE, moves=MOVES, ended_at=now, counts=counts)
    logger.info("person %s forgotten: %s rows", person.pk, sum(counts.values()))
    return counts


def note(verb: str, erasure: Erasure, *, by: User | None, now: datetime) -> None:
    """A line in the log of each hub that knows the person, without a name."""
    for hub in hubs_that_know(erasure.person):
        log(hub=hub, verb=verb, subject=erasure, by=by, now=now, reason=erasure.reason)


def write_to(erasure: Erasure, *, now: datetime) -> None:
    """Say by mail when it happens and how to change one's mind."""
    person: Any = erasure.person
    hub = erasure.hub or hubs_that_know(person).first()
    if hub is None:
        return
    why = {
        REASON.THEMSELVES: "you asked us to forget you.",
        REASON.RANG: f"you asked {hub} to forget you.",
        REASON.IDLE: "you have not signed in for two years, and we do not keep what nobody needs.",
    }[REASON(erasure.reason)]
    path = reverse("privacy:data")
    body = [
        f"Hello {person.name},",
        "",
        why,
        "",
        f"On {in_words(erasure.due_at, hub.time_zone)} your name, your addresses and what you kept here go. Orders and",
        "papers stay without your name, because the law wants their figures.",
        "",
        "If that is not what you want, sign in before then and keep your account:",
        f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}",
    ]
    speaker = Enterprise.objects.of(hub).filter(kind=Enterprise.Kind.HUB).first()
    if speaker is not None:
        tell(
            hub=hub,
            key=f"erasure:{erasure.pk}",
            enterprise=speaker,
            subject="Your account will be forgotten",
            body="\n".join(body),
            now=now,
            to_address=person.email,
        )
