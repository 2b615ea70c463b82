"""The hub's clock is set; cycles are drafted and opened."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime, time

from django.db import transaction

from accounts.models import User
from shop.cycles.errors import BadClock, BadCycle
from shop.cycles.models import DeliveryDay, HubClock, OrderCycle
from shop.cycles.models.cycle import MOVES
from shop.cycles.news import opened
from shop.cycles.times import check_clock, day_times
from shop.enterprises.models import Hub
from shop.journal.actions import log
from shop.rows.checked import check_fields, save_checked
from shop.rows.local_time import in_words
from shop.rows.moves import move
from shop.webhooks.announcing import announce

OFFSETS = frozenset(field.name for field in HubClock._meta.fields) - {"id", "hub"}


@transaction.atomic
def set_clock(*, hub: Hub, by: User | None, now: datetime, **offsets: int | time) -> HubClock:
    """Set some of the clock's offsets; the others keep what they have. Days that stand keep their times.

    Raises BadClock when a step would come before the one that it waits for.
    """
    if unknown := sorted(set(offsets) - OFFSETS):
        raise BadClock(f"The clock has no {', '.join(unknown)}.")
    clock = HubClock.objects.filter(hub=hub).first() or HubClock(hub=hub)
    for name, value in offsets.items():
        setattr(clock, name, value)
    check_fields(clock, BadClock)
    check_clock(clock)
    clock.save()
    log(
        hub=hub,
        verb="set",
        subject=clock,
        by=by,
        now=now,
        **{name: str(value) for name, value in offsets.items()},
    )
    return clock


@transaction.atomic
def draft_cycle(
    *, hub: Hub, name: str, days: Iterable[date], opens_at: datetime, by: User | None, now: datetime
) -> OrderCycle:
    """A cycle for `days`, each with the times that the hub's clock gives it.

    Raises BadCycle when the name is taken, there is no day, or a day's ordering would close before the cycle opens.
    """
    in_order = sorted(set(days))
    if not in_order:
        raise BadCycle("A cycle needs at least one delivery day.")
    clock = HubClock.objects.filter(hub=hub).first() or HubClock(hub=hub)
    times = {day: day_times(clock, day, hub.time_zone) for day in in_order}
    for day, due in times.items():
        if due.orders_close_at <= opens_at:
            raise BadCycle(
                f"Ordering for {day:%d %B %Y} would close at {in_words(due.orders_close_at, hub.time_zone)}, "
                "before the cycle opens."
            )
    cycle = OrderCycle(hub=hub, name=name.strip(), opens_at=opens_at)
    save_checked(cycle, BadCycle)
    DeliveryDay.objects.bulk_create(DeliveryDay(cycle=cycle, day=day, **asdict(due)) for day, due in times.items())
    log(hub=hub, verb="drafted", subject=cycle, by=by, now=now, days=[day.isoformat() for day in in_order])
    return cycle


@transaction.atomic
def open_cycle(*, cycle: OrderCycle, by: User | None, now: datetime) -> None:
    """Open a draft for orders; they are taken from its `opens_at` on. An open cycle stays as it is.

    Raises NotAllowedMove when it has closed.
    """
    cycle.refresh_from_db(fields=["status"])
    if cycle.status == OrderCycle.Status.OPEN:
        return
    move(cycle, to=OrderCycle.Status.OPEN, moves=MOVES)
    log(hub=cycle.hub, verb="opened", subject=cycle, by=by, now=now)
    announce(hub=cycle.hub, news=opened(cycle), now=now)
