"""Two workers close at once. Seen on PostgreSQL, with a connection for each."""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import transaction

from shop.cycles.actions import close_day, list_produce
from shop.cycles.errors import AlreadyListed
from shop.cycles.models import DeliveryDay, Listing, OrderCycle
from shop.cycles.models import cycle as cycles
from shop.journal.actions import log
from shop.journal.models import LogLine
from shop.rows.moves import move
from tests import cast
from tests.shop.meeting import WAIT_S, MeetAfter, all_at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CUT_OFF = datetime(2027, 3, 7, 12, tzinfo=cast.LONDON)
NEXT_DAY = cast.DAY + timedelta(days=1)


def due_day(after_reading: Barrier) -> DeliveryDay:
    """Read the one day that is due, as a worker does, and wait until the other has read it too."""
    day: DeliveryDay = DeliveryDay.objects.due_at(CUT_OFF).get()
    after_reading.wait(WAIT_S)
    return day


def closings(subject: DeliveryDay | OrderCycle) -> int:
    return LogLine.objects.about(subject).filter(verb="closed").count()


def test_of_two_workers_exactly_one_closes_the_day() -> None:
    day = cast.a_day(cast.a_hub())
    after_reading = Barrier(2)

    def work() -> bool:
        return close_day(delivery_day=due_day(after_reading), by=None, now=CUT_OFF)

    outcomes = all_at_once([work, work])

    day.refresh_from_db()
    assert sorted(outcomes) == [False, True]
    assert (day.status, day.closed_at) == ("closed", CUT_OFF)
    assert (closings(day), closings(day.cycle)) == (1, 1)


def test_looking_before_closing_would_close_twice() -> None:
    day = cast.a_day(cast.a_hub())
    after_reading = Barrier(2)

    def work() -> bool:
        read = due_day(after_reading)
        if read.status != DeliveryDay.Status.ORDERING:
            return False
        with transaction.atomic():
            read.status = DeliveryDay.Status.CLOSED
            read.save(update_fields=["status"])
            log(hub=read.cycle.hub, verb="closed", subject=read, by=None, now=CUT_OFF)
        return True

    assert all_at_once([work, work]) == [True, True]
    assert closings(day) == 2


def test_two_days_that_close_at_once_close_their_cycle() -> None:
    cycle = cast.a_cycle(cast.a_hub(), (cast.DAY, NEXT_DAY))
    now = CUT_OFF + timedelta(days=1)
    meeting = MeetAfter('UPDATE "cycles_deliveryday"', threads=2, patience_s=0.5)

    def work(day: DeliveryDay) -> bool:
        with meeting.here():
            return close_day(delivery_day=day, by=None, now=now)

    outcomes = all_at_once([partial(work, day) for day in cycle.delivery_days.all()])

    cycle.refresh_from_db()
    assert outcomes == [True, True]
    assert (cycle.status, cycle.closed_at) == ("closed", now)
    assert closings(cycle) == 1


def test_without_the_cycles_lock_each_day_would_leave_the_cycle_to_the_other() -> None:
    cycle = cast.a_cycle(cast.a_hub(), (cast.DAY, NEXT_DAY))
    after_writing, after_looking = Barrier(2), Barrier(2)

    def work(day: DeliveryDay) -> bool:
        with transaction.atomic():
            DeliveryDay.objects.filter(pk=day.pk, status="ordering").update(status="closed")
            after_writing.wait(WAIT_S)
            is_last = not cycle.delivery_days.filter(status="ordering").exists()
            after_looking.wait(WAIT_S)
            if is_last:
                move(day.cycle, to="closed", moves=cycles.MOVES)
            return is_last

    outcomes = all_at_once([partial(work, day) for day in cycle.delivery_days.all()])

    cycle.refresh_from_db()
    assert outcomes == [False, False]
    assert cycle.status == "open"


def test_a_lot_is_listed_once_by_two_clicks_at_once() -> None:
    hub = cast.a_hub()
    day, grower, pack = cast.a_day(hub), cast.a_grower(hub), cast.carrots(hub)
    lot = cast.a_lot(grower, pack.specification)

    def click() -> str:
        try:
            list_produce(
                delivery_day=day,
                grower=grower,
                place=cast.yard_of(grower),
                lot=lot,
                pack=pack,
                price_pence=950,
                packs_bulk=10,
                by=None,
                now=cast.NOW,
            )
        except AlreadyListed:
            return "refused"
        return "listed"

    assert Counter(all_at_once([click, click])) == {"listed": 1, "refused": 1}
    assert Listing.objects.count() == 1
