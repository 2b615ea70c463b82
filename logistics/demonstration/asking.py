"""A day whose orders closed early and whose growers have not answered yet: somebody has something to say.

Its cut-off was yesterday and its answers are due tomorrow, reckoned from the real moment, so that it waits for
people and not for the clock.
"""

from datetime import date, datetime, time, timedelta

from logistics.demonstration.day_plan import past_day
from logistics.demonstration.entering import enter
from logistics.demonstration.passing import share_out
from logistics.demonstration.school_year import delivery_days
from logistics.demonstration.standing import Standing
from logistics.run_cycle.reports import to_nobody
from shop.cycles.actions import draft_cycle, open_cycle, set_clock
from shop.cycles.models import DeliveryDay, HubClock
from shop.rows.local_time import local_date

#: The clock of that one cycle: listing closed the day before yesterday, ordering yesterday; answers are due tomorrow.
LISTINGS_CLOSED, ORDERS_CLOSED, ANSWERS_DUE = timedelta(days=2), timedelta(days=1), timedelta(days=-1)
OPENED = timedelta(days=9)


def ask_growers(standing: Standing, *, after: date, now: datetime) -> DeliveryDay:
    """The next delivery day after `after`, ordered early and shared out; no grower has answered. Returns the day."""
    day = next(delivery_days(after + timedelta(days=1)))
    delivery_day = early_day(standing, day, now=now)
    enter(standing, delivery_day, past_day(standing.scale, day, number=0, seed=standing.seed))
    share_out(standing, delivery_day, budget=standing.scale.history_budget, report=to_nobody)
    return delivery_day


def early_day(standing: Standing, day: date, *, now: datetime) -> DeliveryDay:
    """A cycle of its own for `day`, under a clock that was brought forward for it and then set back."""
    ahead = day - local_date(now, standing.hub.time_zone)
    before = HubClock.objects.filter(hub=standing.hub).first() or HubClock(hub=standing.hub)
    usual = {
        f"{step}_{part}": getattr(before, f"{step}_{part}")
        for step in ("listings_close", "orders_close", "answers_due")
        for part in ("days", "time")
    }
    opened = now - OPENED
    set_clock(
        hub=standing.hub,
        listings_close_days=(ahead + LISTINGS_CLOSED).days,
        orders_close_days=(ahead + ORDERS_CLOSED).days,
        answers_due_days=(ahead + ANSWERS_DUE).days,
        answers_due_time=time(17),
        by=standing.coordinator,
        now=opened,
    )
    name = f"Ordered early, {day.day} {day:%B %Y}"
    cycle = draft_cycle(hub=standing.hub, name=name, days=[day], opens_at=opened, by=standing.coordinator, now=opened)
    open_cycle(cycle=cycle, by=standing.coordinator, now=opened)
    set_clock(hub=standing.hub, by=standing.coordinator, now=opened, **usual)
    found: DeliveryDay = cycle.delivery_days.select_related("cycle__hub").get()
    return found
