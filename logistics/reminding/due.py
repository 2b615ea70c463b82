"""Who is to be reminded of what at a moment. Reads, changes none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from logistics.dispatch.call_list import call_list
from shop.cycles.models import DeliveryDay, HubClock, Listing, OrderCycle, Reminder
from shop.enterprises.models import Enterprise
from shop.enterprises.queries import is_open_on
from shop.procurement.models import AllocationRun, BulkOrder

KIND, STATUS = Reminder.Kind, DeliveryDay.Status
# The day's time by which each is due, and the clock's hours before it.
DEADLINES = {
    KIND.LISTING: ("listings_close_at", "remind_listing_hours"),
    KIND.ORDERING: ("orders_close_at", "remind_ordering_hours"),
    KIND.ANSWER: ("answers_due_at", "remind_answer_hours"),
}
WHILE = {KIND.LISTING: STATUS.ORDERING, KIND.ORDERING: STATUS.ORDERING, KIND.ANSWER: STATUS.ALLOCATED}


@dataclass(frozen=True, slots=True)
class Due:
    """A kind of reminder whose hour has struck for a delivery day; `by` is when the thing itself is due."""

    kind: Reminder.Kind
    day: DeliveryDay
    by: datetime


def due_at(now: datetime) -> Iterator[Due]:
    """Days of open cycles within the clock's hours before a deadline: two queries, whatever the number of days.

    Hours are hours: across a change of clocks the reminder comes as long before the deadline as on any other day.
    """
    days = DeliveryDay.objects.filter(status__in=set(WHILE.values()), answers_due_at__gt=now, cycle__opens_at__lte=now)
    found = list(days.exclude(cycle__status=OrderCycle.Status.DRAFT).with_hub().order_by("day", "id"))
    clocks = {clock.hub_id: clock for clock in HubClock.objects.filter(hub__in={day.cycle.hub_id for day in found})}
    for day in found:
        clock = clocks.get(day.cycle.hub_id) or HubClock()
        for kind, (deadline, hours) in DEADLINES.items():
            by = getattr(day, deadline)
            if day.status == WHILE[kind] and by - timedelta(hours=getattr(clock, hours)) <= now < by:
                yield Due(kind, day, by)


def whom(due: Due) -> list[Enterprise]:
    """Who has not done it, wants to be reminded, has an address and was not reminded in this cycle; by id."""
    owing = {KIND.LISTING: not_listed, KIND.ORDERING: not_ordered, KIND.ANSWER: not_answered}[due.kind]
    reminded = Reminder.objects.filter(cycle=due.day.cycle_id, kind=due.kind).values("enterprise")
    wanted: Any = owing(due.day).exclude(email="").filter(no_reminders=None).exclude(pk__in=reminded)
    return [each for each in wanted.order_by("pk") if cooks_on(each, due.day.day)]


def not_listed(day: DeliveryDay) -> Any:
    """Growers without a standing listing for the day."""
    listed = Listing.objects.filter(delivery_day=day).standing().values("grower")
    return Enterprise.objects.of(day.cycle.hub).growers().exclude(pk__in=listed)


def not_ordered(day: DeliveryDay) -> Any:
    """Buyers with a kitchen and without an order for the day."""
    ordered = BulkOrder.objects.filter(delivery_day=day).counting().values("buyer")
    buyers = Enterprise.objects.of(day.cycle.hub).buyers().filter(places__isnull=False).exclude(pk__in=ordered)
    return (
        buyers.select_related("term_calendar")
        .prefetch_related("term_calendar__terms", "term_calendar__closed_days")
        .distinct()
    )


def not_answered(day: DeliveryDay) -> Any:
    """Growers and processors on the call list who still owe a word."""
    run = AllocationRun.objects.current_for(day)
    silent = {called.grower_id for called in call_list(run) if called.is_open} if run else set()
    return Enterprise.objects.filter(pk__in=silent)


def cooks_on(enterprise: Enterprise, day: date) -> bool:
    """Whether a kitchen cooks on the day; whoever has no calendar always does."""
    is_buyer = enterprise.kind == Enterprise.Kind.BUYER
    return not is_buyer or enterprise.term_calendar is None or is_open_on(enterprise.term_calendar, day)
