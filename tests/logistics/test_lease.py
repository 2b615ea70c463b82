"""Two workers at once: one conducts, the other is told so."""

from datetime import UTC, datetime, timedelta

import pytest

from logistics.models import Lease, StepRun
from logistics.run_cycle import AlreadyConducted
from logistics.run_cycle.errors import LeaseLost
from logistics.run_cycle.lease import SILENCE_ALLOWED, take
from logistics.run_cycle.reports import to_nobody
from logistics.run_cycle.steplog import begin, bury
from shop.procurement.models import AllocationRun
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import a_small_day

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 3, 7, 12, tzinfo=UTC)


class Wall:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def test_the_second_worker_is_told_that_the_first_conducts_and_changes_nothing() -> None:
    small = an_ordered_day()
    wall = Wall()
    take(small.day, clock=wall)
    wall.at += timedelta(seconds=3)

    with pytest.raises(AlreadyConducted, match="Another worker conducts .* it was heard 3 s ago"):
        conduct(small, clock=wall)

    small.day.refresh_from_db()
    assert small.day.status == "ordering"
    assert StepRun.objects.count() == 0


def test_the_place_of_a_worker_that_was_not_heard_is_taken_over_and_its_attempt_is_buried() -> None:
    small = an_ordered_day()
    wall = Wall()
    dead = take(small.day, clock=wall)
    begin(small.day, "close", held=dead, report=to_nobody)
    wall.at += SILENCE_ALLOWED + timedelta(seconds=1)

    conduct(small, clock=wall)

    assert small.day.status == "routed"
    first, second = StepRun.objects.filter(step="close").order_by("attempt")
    assert (first.status, first.message) == ("failed", "Its worker was not heard any more.")
    assert second.status == "done"
    with pytest.raises(LeaseLost):
        dead.beat()


def test_a_worker_that_lost_its_place_may_not_write() -> None:
    small = a_small_day()
    wall = Wall()
    slow = take(small.day, clock=wall)
    wall.at += SILENCE_ALLOWED + timedelta(seconds=1)
    take(small.day, clock=wall)

    with pytest.raises(LeaseLost, match="Another worker has taken over"):
        slow.fence()


def test_what_a_replaced_worker_had_thought_out_is_not_stored() -> None:
    small = an_ordered_day()

    def lose_it(heard: object) -> None:
        if (heard.step, heard.stage) == ("allocate", "solved"):  # type: ignore[attr-defined]
            Lease.objects.update(holder="00000000-0000-0000-0000-000000000001")

    with pytest.raises(LeaseLost):
        conduct(small, report=lose_it)

    small.day.refresh_from_db()
    assert small.day.status == "closed"
    assert AllocationRun.objects.count() == 0


def test_a_run_that_ends_leaves_its_place_free() -> None:
    small = an_ordered_day()
    conduct(small, until="close")

    assert Lease.objects.get().holder is None


def test_a_run_that_fails_leaves_its_place_free_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    small = an_ordered_day()

    def break_down(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("logistics.run_cycle.sharing.record_allocation", break_down)
    with pytest.raises(RuntimeError, match="the disk is full"):
        conduct(small)

    assert Lease.objects.get().holder is None
    row = StepRun.objects.get(step="allocate")
    assert (row.status, row.message) == ("failed", "the disk is full")
    assert row.finished_at is not None


def test_burying_leaves_finished_attempts_alone() -> None:
    small = an_ordered_day()
    conduct(small, until="aggregate")
    bury(small.day, held=take(small.day, clock=Wall()))

    assert set(StepRun.objects.values_list("status", flat=True)) == {"done"}
