"""Ordering closes once, after its cut-off, and the day moves on along its table."""

from datetime import datetime, timedelta

import pytest

from shop.cycles.actions import close_day, move_day
from shop.cycles.errors import CycleNotOpen, NotDueYet
from shop.cycles.models import DeliveryDay
from shop.journal.models import LogLine
from shop.rows.moves import NotAllowedMove
from tests import cast

pytestmark = pytest.mark.django_db
CUT_OFF = datetime(2027, 3, 7, 12, tzinfo=cast.LONDON)


@pytest.fixture
def day() -> DeliveryDay:
    return cast.a_day(cast.a_hub())


def test_a_day_closes_at_its_cut_off_and_its_cycle_with_it(day: DeliveryDay) -> None:
    coordinator = cast.a_person()

    assert close_day(delivery_day=day, by=coordinator, now=CUT_OFF)

    cycle = day.cycle
    cycle.refresh_from_db()
    assert (day.status, day.closed_at) == ("closed", CUT_OFF)
    assert (cycle.status, cycle.closed_at) == ("closed", CUT_OFF)
    assert LogLine.objects.about(day).get().by == coordinator
    assert LogLine.objects.about(cycle).filter(verb="closed").count() == 1


def test_closing_again_changes_nothing(day: DeliveryDay) -> None:
    close_day(delivery_day=day, by=None, now=CUT_OFF)

    assert not close_day(delivery_day=day, by=None, now=CUT_OFF + timedelta(hours=1))

    day.refresh_from_db()
    assert day.closed_at == CUT_OFF
    assert LogLine.objects.about(day).count() == 1


def test_a_stale_copy_does_not_close_again(day: DeliveryDay) -> None:
    stale = DeliveryDay.objects.get(pk=day.pk)
    close_day(delivery_day=day, by=None, now=CUT_OFF)

    assert not close_day(delivery_day=stale, by=None, now=CUT_OFF)
    assert stale.status == "closed"


def test_a_day_does_not_close_before_its_cut_off(day: DeliveryDay) -> None:
    with pytest.raises(NotDueYet) as refusal:
        close_day(delivery_day=day, by=None, now=CUT_OFF - timedelta(seconds=1))

    assert str(refusal.value) == "Ordering for Tuesday 9 March 2027 is open until 12:00 on Sunday 7 March 2027."
    day.refresh_from_db()
    assert (day.status, day.cycle.status) == ("ordering", "open")
    assert not LogLine.objects.about(day).exists()


def test_a_cycle_stays_open_until_its_last_day_closes() -> None:
    cycle = cast.a_cycle(cast.a_hub(), (cast.DAY, cast.DAY + timedelta(days=1)))
    first, second = cycle.delivery_days.all()

    close_day(delivery_day=first, by=None, now=CUT_OFF)
    cycle.refresh_from_db()
    assert (cycle.status, cycle.closed_at) == ("open", None)
    assert list(DeliveryDay.objects.open_at(CUT_OFF)) == [second]

    close_day(delivery_day=second, by=None, now=CUT_OFF + timedelta(days=1))
    cycle.refresh_from_db()
    assert cycle.status == "closed"


def test_a_draft_has_nothing_to_close() -> None:
    cycle = cast.a_cycle(cast.a_hub(), is_open=False)
    day = cycle.delivery_days.get()

    with pytest.raises(CycleNotOpen, match="Week 10 is a draft: nobody could order for Tuesday 9 March 2027."):
        close_day(delivery_day=day, by=None, now=CUT_OFF)

    day.refresh_from_db()
    assert day.status == "ordering"


def test_a_closed_day_moves_on_once_per_step(day: DeliveryDay) -> None:
    close_day(delivery_day=day, by=None, now=CUT_OFF)

    steps = ["allocated", "confirmed", "routed", "packed", "out", "delivered", "settled"]
    moved = [move_day(delivery_day=day, to=to, by=None, now=CUT_OFF) for to in steps for _ in range(2)]

    assert moved == [True, False] * len(steps)
    assert day.status == "settled"
    verbs = [line.verb for line in LogLine.objects.about(day)]
    assert verbs == ["closed", *(f"moved to {to}" for to in steps)]


@pytest.mark.parametrize("to", [status for status in DeliveryDay.Status.values if status != "ordering"])
def test_a_day_that_is_open_has_only_its_own_door(day: DeliveryDay, to: str) -> None:
    with pytest.raises(NotAllowedMove):
        move_day(delivery_day=day, to=to, by=None, now=CUT_OFF)

    day.refresh_from_db()
    assert day.status == "ordering"


def test_a_day_leaves_no_step_out_and_takes_none_back(day: DeliveryDay) -> None:
    close_day(delivery_day=day, by=None, now=CUT_OFF)

    with pytest.raises(NotAllowedMove, match="is “closed” and can't become “confirmed”"):
        move_day(delivery_day=day, to="confirmed", by=None, now=CUT_OFF)
    move_day(delivery_day=day, to="allocated", by=None, now=CUT_OFF)
    with pytest.raises(NotAllowedMove):
        move_day(delivery_day=day, to="closed", by=None, now=CUT_OFF)

    assert DeliveryDay.objects.get().status == "allocated"


def test_a_stale_copy_moves_from_where_the_day_stands(day: DeliveryDay) -> None:
    stale = DeliveryDay.objects.get(pk=day.pk)
    close_day(delivery_day=day, by=None, now=CUT_OFF)
    move_day(delivery_day=day, to="allocated", by=None, now=CUT_OFF)

    assert move_day(delivery_day=stale, to="confirmed", by=None, now=CUT_OFF)
    assert not move_day(delivery_day=day, to="confirmed", by=None, now=CUT_OFF)
