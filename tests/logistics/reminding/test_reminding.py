"""Who is late is reminded once in a cycle, at the clock's hour, through the outbox, unless they switched it off."""

from datetime import UTC, date, datetime, timedelta

import pytest

from logistics.reminding.actions import remind, switch_reminders
from logistics.reminding.due import Due, whom
from logistics.reminding.reading import reminded_of
from shop.cycles.actions import set_clock
from shop.cycles.models import DeliveryDay, OrderCycle, Reminder
from shop.enterprises.models import ClosedDay, Enterprise, Term, TermCalendar
from shop.journal.actions import send_waiting
from shop.journal.models import LogLine, OutboxMessage
from shop.procurement.actions import record_answer
from shop.procurement.models import AllocationRun
from tests.cast import NOW, a_cycle, a_grower, a_hub, a_listing
from tests.logistics.conducting import an_ordered_day, conduct
from tests.logistics.small_day import ANSWERS_DUE, CUT_OFF, SmallDay, a_small_day

pytestmark = pytest.mark.django_db

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
# So long before listing closes it is eleven in the morning: no kitchen's hour has struck yet.
MORNING = 6 * HOUR
SPRING, AUTUMN = date(2027, 3, 30), date(2027, 11, 2)


def reminded(kind: str) -> list[str]:
    """Names, in the order of the alphabet."""
    return sorted(Reminder.objects.filter(kind=kind).values_list("enterprise__name", flat=True))


def allocated() -> SmallDay:
    """Shared out; nobody has answered yet."""
    small = an_ordered_day()
    conduct(small, until="confirm", now=CUT_OFF)
    return small


def test_who_has_not_listed_is_reminded_a_day_before_listing_closes_and_nobody_else() -> None:
    small = a_small_day()
    a_grower(small.hub, "Late Farm")
    closes = small.day.listings_close_at

    assert remind(now=closes - DAY - SECOND) == 0
    assert remind(now=closes - DAY) == 1
    assert remind(now=closes - MORNING) == 0

    message = OutboxMessage.objects.get(key__startswith="reminder:")
    assert reminded("listing") == ["Late Farm"]
    assert message.subject == "Listing for Tuesday 9 March 2027 closes at 17:00 on Saturday 6 March 2027"
    assert f"/grow/{message.to_enterprise_id}/" in message.body
    assert message.body.endswith("Switch reminders off or on: http://127.0.0.1:8000/account/reminders/")
    assert LogLine.objects.get(verb="remind").detail == {"kind": "listing", "reminded": 1}


def test_after_the_deadline_nobody_is_reminded_of_it() -> None:
    small = a_small_day()
    a_grower(small.hub, "Late Farm")

    assert remind(now=small.day.listings_close_at) == 2
    assert reminded("listing") == []
    assert reminded("ordering") == ["Oakham School", "Uppingham School"]


def test_a_kitchen_without_an_order_is_reminded_and_one_with_an_order_is_not() -> None:
    small = a_small_day()
    small.order("Uppingham School", {"carrots": 2})

    assert remind(now=CUT_OFF - HOUR) == 1
    assert reminded("ordering") == ["Oakham School"]
    assert "/kitchen/" in OutboxMessage.objects.get(key__startswith="reminder:").body


def test_a_school_on_holiday_is_left_in_peace() -> None:
    small = a_small_day()
    calendar = TermCalendar.objects.create(hub=small.hub, name="Rutland")
    term = Term.objects.create(calendar=calendar, name="Spring", starts=date(2027, 1, 4), ends=date(2027, 3, 26))
    ClosedDay.objects.create(calendar=calendar, day=small.day.day, reason="Training")
    Enterprise.objects.filter(kind="buyer").update(term_calendar=calendar)

    assert remind(now=CUT_OFF - HOUR) == 0
    ClosedDay.objects.all().delete()
    assert remind(now=CUT_OFF - HOUR) == 2
    assert term.ends > small.day.day


def test_who_was_asked_and_is_silent_is_reminded_two_hours_before_answers_are_due() -> None:
    small = allocated()
    run = AllocationRun.objects.current_for(small.day)
    listing = small.listings["hill"]
    asked = sum(run.lines.filter(listing=listing).values_list("packs", flat=True))
    asked += sum(run.processing_inputs.filter(listing=listing).values_list("packs", flat=True))
    record_answer(run=run, listing=listing, answer="accepted", packs=asked, by=None, now=CUT_OFF)

    assert remind(now=ANSWERS_DUE - 2 * HOUR - SECOND) == 0
    assert remind(now=ANSWERS_DUE - 2 * HOUR) == 2
    assert reminded("answer") == ["Manor Farm", "Vale Dairy"]


def test_once_in_a_cycle_however_many_days_it_has() -> None:
    small = a_small_day(day=date(2027, 3, 10))
    cycle = a_cycle(small.hub, days=(date(2027, 3, 8), date(2027, 3, 9)), name="Two days")
    a_grower(small.hub, "Late Farm")
    first, second = cycle.delivery_days.order_by("day")

    remind(now=first.listings_close_at - HOUR)
    remind(now=second.listings_close_at - HOUR)

    assert Reminder.objects.filter(cycle=cycle, enterprise__name="Late Farm").count() == 1


def test_who_switched_reminders_off_or_has_no_address_is_not_written_to() -> None:
    small = a_small_day()
    off, silent = a_grower(small.hub, "Quiet Farm"), a_grower(small.hub, "Far Farm")
    Enterprise.objects.filter(pk=silent.pk).update(email="")
    assert switch_reminders(enterprise=off, wanted=False, by=None, now=NOW)
    assert not switch_reminders(enterprise=off, wanted=False, by=None, now=NOW)

    assert remind(now=small.day.listings_close_at - MORNING) == 0

    assert switch_reminders(enterprise=off, wanted=True, by=None, now=NOW)
    assert remind(now=small.day.listings_close_at - MORNING) == 1
    assert reminded("listing") == ["Quiet Farm"]
    assert list(LogLine.objects.filter(verb__startswith="switch").values_list("verb", flat=True)) == [
        "switch reminders off",
        "switch reminders on",
    ]


def test_the_clock_s_hours_are_the_hub_s_and_nought_reminds_nobody() -> None:
    small = a_small_day()
    a_grower(small.hub, "Late Farm")
    closes = small.day.listings_close_at
    set_clock(hub=small.hub, by=None, now=NOW, remind_listing_hours=0, remind_ordering_hours=0)
    assert remind(now=closes - SECOND) == 0

    set_clock(hub=small.hub, by=None, now=NOW, remind_listing_hours=3)
    assert remind(now=closes - 3 * HOUR - SECOND) == 0
    assert remind(now=closes - 3 * HOUR) == 1


def test_a_draft_and_a_cycle_that_opens_later_remind_nobody() -> None:
    small = a_small_day()
    a_grower(small.hub, "Late Farm")
    OrderCycle.objects.update(status="draft")
    assert remind(now=small.day.listings_close_at - MORNING) == 0

    OrderCycle.objects.update(status="open", opens_at=small.day.listings_close_at)
    assert remind(now=small.day.listings_close_at - MORNING) == 0


@pytest.mark.parametrize(
    ("day", "closes"),
    [(SPRING, datetime(2027, 3, 28, 11, tzinfo=UTC)), (AUTUMN, datetime(2027, 10, 31, 12, tzinfo=UTC))],
)
def test_in_a_night_of_changing_clocks_it_comes_as_many_hours_before_as_ever(day: date, closes: datetime) -> None:
    small = a_small_day(day=day)
    assert small.day.orders_close_at == closes

    assert remind(now=closes - DAY - SECOND) == 0
    assert remind(now=closes - DAY) == 2
    noon = "12:00 on Sunday 28 March 2027" if day == SPRING else "12:00 on Sunday 31 October 2027"
    assert noon in OutboxMessage.objects.filter(key__startswith="reminder:")[0].subject


def test_a_day_that_moved_on_in_between_reminds_nobody() -> None:
    small = allocated()
    due = Due(Reminder.Kind.ANSWER, small.day, ANSWERS_DUE)
    assert len(whom(due)) == 3
    DeliveryDay.objects.filter(pk=small.day.pk).update(status="confirmed")

    assert remind(now=ANSWERS_DUE - HOUR) == 0


def test_another_hub_s_growers_are_not_reminded_of_this_one_s_days() -> None:
    small = a_small_day()
    a_grower(a_hub("Fenland", "fenland"), "Fen Farm")

    assert remind(now=small.day.listings_close_at - MORNING) == 0


def test_the_coordinator_reads_whom_the_hub_reminded_and_whether_it_went_out(mailoutbox: list[object]) -> None:
    small = a_small_day()
    a_grower(small.hub, "Late Farm")
    at = small.day.listings_close_at - MORNING
    remind(now=at)
    assert [(each.name, each.state) for each in reminded_of(small.day)] == [("Late Farm", "on its way")]

    send_waiting(now=at)

    [each] = reminded_of(small.day)
    assert (each.of_what, each.at, each.state) == ("to list before listing closes", at, "sent")
    assert len(mailoutbox) == 1


def test_a_withdrawn_listing_is_none() -> None:
    small = a_small_day()
    late = a_grower(small.hub, "Late Farm")
    listing = a_listing(small.day, late, small.packs["carrots"], 2)
    assert remind(now=small.day.listings_close_at - MORNING) == 0
    listing.withdrawn_at = NOW
    listing.save()

    assert remind(now=small.day.listings_close_at - MORNING) == 1
