"""Cycles are drafted, opened, and open by their times alone."""

from datetime import date, datetime, time, timedelta

import pytest

from shop.cycles.actions import draft_cycle, open_cycle, set_clock
from shop.cycles.errors import BadClock, BadCycle, CyclesError
from shop.cycles.models import DeliveryDay, HubClock, OrderCycle
from shop.enterprises.models import Hub
from shop.journal.models import LogLine
from shop.rows.moves import NotAllowedMove
from tests import cast

pytestmark = pytest.mark.django_db
CUT_OFF = datetime(2027, 3, 7, 12, tzinfo=cast.LONDON)
SECOND = timedelta(seconds=1)


@pytest.fixture
def hub() -> Hub:
    return cast.a_hub()


def test_a_draft_takes_its_days_times_from_the_hubs_clock(hub: Hub) -> None:
    set_clock(
        hub=hub,
        by=None,
        now=cast.NOW,
        orders_close_days=1,
        orders_close_time=time(9),
        late_changes_close_days=0,
        answers_due_days=1,
    )

    cycle = cast.a_cycle(hub, (cast.DAY + timedelta(days=2), cast.DAY, cast.DAY), is_open=False)

    first, second = cycle.delivery_days.all()
    assert (first.day, second.day) == (cast.DAY, cast.DAY + timedelta(days=2))
    assert first.orders_close_at == datetime(2027, 3, 8, 9, tzinfo=cast.LONDON)
    assert second.orders_close_at == datetime(2027, 3, 10, 9, tzinfo=cast.LONDON)
    assert (cycle.status, first.status) == ("draft", "ordering")
    assert LogLine.objects.about(cycle).get().detail == {"days": ["2027-03-09", "2027-03-11"]}


def test_a_clock_that_changes_leaves_standing_days_alone(hub: Hub) -> None:
    day = cast.a_day(hub)

    set_clock(hub=hub, by=None, now=cast.NOW, orders_close_time=time(15))

    day.refresh_from_db()
    assert day.orders_close_at == CUT_OFF


def test_a_clock_keeps_what_it_is_not_told(hub: Hub) -> None:
    set_clock(hub=hub, by=None, now=cast.NOW, orders_close_time=time(15))
    set_clock(hub=hub, by=None, now=cast.NOW, listings_close_time=time(20))

    clock = HubClock.objects.get(hub=hub)
    assert (clock.orders_close_time, clock.listings_close_time) == (time(15), time(20))
    assert LogLine.objects.about(clock).last().detail == {"listings_close_time": "20:00:00"}


def test_a_bad_clock_changes_nothing(hub: Hub) -> None:
    with pytest.raises(BadClock, match="The clock has no lunch_time."):
        set_clock(hub=hub, by=None, now=cast.NOW, lunch_time=time(12))
    with pytest.raises(BadClock, match="ordering closes before listing closes"):
        set_clock(hub=hub, by=None, now=cast.NOW, listings_close_days=0)
    with pytest.raises(BadClock, match="Orders close days: Ensure this value is greater than or equal to 0"):
        set_clock(hub=hub, by=None, now=cast.NOW, orders_close_days=-1)

    assert not HubClock.objects.exists()


@pytest.mark.parametrize(
    ("days", "opens_at", "reason"),
    [
        ((), cast.NOW, "A cycle needs at least one delivery day."),
        (
            (cast.DAY,),
            CUT_OFF,
            "Ordering for 09 March 2027 would close at 12:00 on Sunday 7 March 2027, before the cycle opens.",
        ),
    ],
)
def test_a_cycle_that_could_never_be_ordered_from_is_refused(
    hub: Hub, days: tuple[date, ...], opens_at: datetime, reason: str
) -> None:
    with pytest.raises(BadCycle) as refusal:
        draft_cycle(hub=hub, name="Week 10", days=days, opens_at=opens_at, by=None, now=cast.NOW)

    assert str(refusal.value) == reason
    assert not OrderCycle.objects.exists()


def test_a_cycles_name_is_taken_once_per_hub(hub: Hub) -> None:
    cast.a_cycle(hub)

    with pytest.raises(BadCycle, match="The hub has a cycle of this name."):
        cast.a_cycle(hub)
    cast.a_cycle(cast.a_hub("Fenland Food Hub", "fenland"))

    assert OrderCycle.objects.of(hub).count() == 1
    assert DeliveryDay.objects.of(hub).count() == 1


@pytest.mark.parametrize(
    ("now", "is_open"),
    [
        (cast.NOW - SECOND, False),
        (cast.NOW, True),
        (CUT_OFF - SECOND, True),
        (CUT_OFF, False),
        (CUT_OFF + timedelta(days=30), False),
    ],
)
def test_a_cut_off_holds_without_any_worker(hub: Hub, now: datetime, is_open: bool) -> None:
    cast.a_day(hub)

    assert DeliveryDay.objects.of(hub).open_at(now).exists() == is_open


def test_a_draft_is_never_open_or_due(hub: Hub) -> None:
    cast.a_cycle(hub, is_open=False)

    assert not DeliveryDay.objects.of(hub).open_at(cast.NOW).exists()
    assert not DeliveryDay.objects.of(hub).due_at(CUT_OFF).exists()


def test_a_day_is_due_from_its_cut_off_on_the_earliest_first(hub: Hub) -> None:
    cycle = cast.a_cycle(hub, (cast.DAY + timedelta(days=1), cast.DAY))
    first, second = cycle.delivery_days.all()

    assert list(DeliveryDay.objects.due_at(CUT_OFF - SECOND)) == []
    assert list(DeliveryDay.objects.due_at(CUT_OFF)) == [first]
    assert list(DeliveryDay.objects.due_at(CUT_OFF + timedelta(days=1))) == [first, second]


@pytest.mark.parametrize(
    ("day", "now", "is_open"),
    [
        (date(2027, 3, 30), datetime(2027, 3, 28, 11, 59, tzinfo=cast.LONDON), True),
        (date(2027, 3, 30), datetime(2027, 3, 28, 12, tzinfo=cast.LONDON), False),
        (date(2027, 10, 26), datetime(2027, 10, 24, 11, 59, tzinfo=cast.LONDON), True),
        (date(2027, 10, 26), datetime(2027, 10, 24, 12, tzinfo=cast.LONDON), False),
        (date(2027, 3, 28), datetime(2027, 3, 26, 11, 59, tzinfo=cast.LONDON), True),
        (date(2027, 3, 28), datetime(2027, 3, 26, 12, tzinfo=cast.LONDON), False),
    ],
)
def test_noon_is_noon_on_the_days_on_which_clocks_change(hub: Hub, day: date, now: datetime, is_open: bool) -> None:
    cast.a_cycle(hub, (day,))

    assert DeliveryDay.objects.of(hub).open_at(now).exists() == is_open


def test_opening_twice_opens_once(hub: Hub) -> None:
    cycle = cast.a_cycle(hub, is_open=False)

    open_cycle(cycle=cycle, by=None, now=cast.NOW)
    open_cycle(cycle=cycle, by=None, now=cast.NOW)

    assert cycle.status == "open"
    assert LogLine.objects.about(cycle).filter(verb="opened").count() == 1


def test_a_closed_cycle_never_opens_again(hub: Hub) -> None:
    cycle = cast.a_cycle(hub)
    OrderCycle.objects.update(status="closed")

    with pytest.raises(NotAllowedMove):
        open_cycle(cycle=cycle, by=None, now=cast.NOW)

    assert OrderCycle.objects.get().status == "closed"


def test_every_refusal_is_of_the_family() -> None:
    assert issubclass(BadClock, CyclesError)
    assert issubclass(BadCycle, CyclesError)
