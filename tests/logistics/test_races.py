"""Two workers want to conduct one day. Seen on PostgreSQL, with a connection for each."""

from datetime import UTC, datetime
from threading import Barrier
from uuid import uuid4

import pytest

from logistics.models import CurrentPlan, Lease, PlanRun, StepRun
from logistics.run_cycle import AlreadyConducted
from logistics.run_cycle.lease import take
from shop.cycles.models import DeliveryDay
from shop.procurement.models import AllocationRun
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import SmallDay, a_small_day
from tests.shop.meeting import WAIT_S, MeetAfter, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT = datetime(2027, 3, 7, 17, tzinfo=UTC)


def take_or_hear(small: SmallDay) -> str:
    """Take the place, or hear that it is taken."""
    try:
        take(small.day, clock=lambda: AT)
    except AlreadyConducted:
        return "told so"
    return "conducts"


def test_of_two_workers_that_ask_at_once_one_conducts_and_the_other_is_told_so() -> None:
    small = a_small_day()
    Lease.objects.create(delivery_day=small.day, heard_at=AT)
    meeting = MeetAfter('SELECT "logistics_lease"."delivery_day_id"', threads=2)

    def work() -> str:
        with meeting.here():
            return take_or_hear(small)

    assert sorted(all_at_once([work, work])) == ["conducts", "told so"]


def test_of_two_workers_that_are_the_first_ever_one_conducts() -> None:
    small = a_small_day()
    ready = Barrier(2)

    def work() -> str:
        ready.wait(WAIT_S)
        return take_or_hear(small)

    assert sorted(all_at_once([work, work])) == ["conducts", "told so"]


def test_looking_before_taking_would_let_both_conduct() -> None:
    small = a_small_day()
    Lease.objects.create(delivery_day=small.day, heard_at=AT)
    after_reading = Barrier(2)

    def work() -> str:
        lease = Lease.objects.get(delivery_day=small.day)
        after_reading.wait(WAIT_S)
        if lease.holder is not None:
            return "told so"
        lease.holder = uuid4()
        lease.save()
        return "conducts"

    assert all_at_once([work, work]) == ["conducts", "conducts"]


def test_two_whole_runs_at_once_make_one_allocation_one_plan_and_one_attempt_at_each_step() -> None:
    small = an_ordered_day()
    ready = Barrier(2)

    def work() -> str:
        ready.wait(WAIT_S)
        mine = SmallDay(small.hub, small.packhouse, DeliveryDay.objects.select_related("cycle__hub").get())
        try:
            conduct(mine)
        except AlreadyConducted:
            return "told so"
        return "conducts"

    outcomes = all_at_once([work, work])

    assert "conducts" in outcomes
    assert DeliveryDay.objects.get().status == "routed"
    assert (AllocationRun.objects.count(), PlanRun.objects.count(), CurrentPlan.objects.count()) == (1, 1, 1)
    assert set(StepRun.objects.values_list("attempt", "status")) == {(1, "done")}
