"""Two coordinators at one desk. Seen on PostgreSQL, with a connection for each."""

from threading import Barrier

import pytest

from logistics.dispatching.changes import proposal
from logistics.dispatching.errors import NotPublishable, Superseded
from logistics.dispatching.keeping import keep
from logistics.dispatching.proposing import Change
from logistics.dispatching.publishing import publish
from logistics.models import CurrentPlan, PlanRun, Publication
from shop.journal.models import OutboxMessage
from tests.logistics.dispatching.desk import LATER, a_routed_day, current, stop_at
from tests.logistics.small_day import SmallDay
from tests.shop.meeting import WAIT_S, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def keep_or_hear(small: SmallDay, kitchen: str, ready: Barrier) -> str:
    """Look at taking the kitchen out, wait for the other, keep it or hear that somebody was first."""
    wanted = proposal(current(small), Change(kind="out", stop=stop_at(small, kitchen).pk), now=LATER)
    ready.wait(WAIT_S)
    try:
        return str(keep(proposal=wanted, shown=wanted.fingerprint, by=None, now=LATER).why)
    except Superseded as error:
        return str(error)


def test_of_two_changes_that_are_kept_at_once_one_stands_and_the_other_is_told() -> None:
    small, ready = a_routed_day(), Barrier(2)

    said = sorted(
        all_at_once(
            [
                lambda: keep_or_hear(small, "Oakham School", ready),
                lambda: keep_or_hear(small, "Uppingham School", ready),
            ]
        ),
        key=len,
    )

    assert "taken out of route" in said[0]
    assert said[1].startswith("The planner changed the routes at 18:00")
    assert "Nothing of yours was kept." in said[1]
    assert PlanRun.objects.count() == 2
    assert CurrentPlan.objects.get().run.number == 2


def test_routes_that_are_published_at_once_are_published_once_and_everybody_is_told_once() -> None:
    small, ready = a_routed_day(), Barrier(2)

    def work() -> int:
        run = current(small)
        ready.wait(WAIT_S)
        return int(publish(plan_run=run, by=None, now=LATER).pk)

    first, second = all_at_once([work, work])

    assert first == second
    assert Publication.objects.count() == 1
    assert OutboxMessage.objects.filter(key__startswith="publication:").count() == 6


def test_what_is_published_while_it_is_changed_is_either_told_or_refused() -> None:
    small, ready = a_routed_day(), Barrier(2)

    def announce() -> str:
        run = current(small)
        ready.wait(WAIT_S)
        try:
            publish(plan_run=run, by=None, now=LATER)
        except NotPublishable:
            return "refused"
        return "published"

    said, kept = all_at_once([announce, lambda: keep_or_hear(small, "Oakham School", ready)])

    assert "taken out" in kept
    assert Publication.objects.count() == (1 if said == "published" else 0)
