"""The door: builds the demonstration at a date, stage by stage, and says what it built."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from time import monotonic
from typing import Literal

from django.db import transaction

from logistics.demonstration.asking import ask_growers
from logistics.demonstration.catalogue import fill_catalogue
from logistics.demonstration.dates import Dates, cycle_opens_at, dates_for, weeks
from logistics.demonstration.day_plan import due_day, open_day, past_day
from logistics.demonstration.entering import enter
from logistics.demonstration.founding import HUB_SLUG, found
from logistics.demonstration.households import leave_a_basket, open_the_shop
from logistics.demonstration.passing import conduct, conduct_with_answers, deliver_and_settle, fresh
from logistics.demonstration.people import SignIn, let_sign_in, new_password, sign_ins
from logistics.demonstration.promises import Promise, promises_of
from logistics.demonstration.published import publish_routes
from logistics.demonstration.scales import SCALES, Scale
from logistics.demonstration.school_year import school_year_of
from logistics.demonstration.settling_in import settle_in
from logistics.demonstration.standing import Standing
from shop.cycles.actions import draft_cycle, open_cycle
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Hub
from shop.journal.actions import log
from shop.journal.models import LogLine
from shop.rows.local_time import local_date, local_moment

ZONE = "Europe/London"
SEED = 20
BUILT = "built the demonstration"
FOUNDED_BEFORE = timedelta(days=21)
YEARS_AHEAD = 2
Report = Callable[[str], None]
Day = date


def to_nobody(text: str) -> None:
    """Listen to nothing."""
    del text


class DemonstrationError(Exception):
    """The demonstration can't be built; the text says what to do."""


class StandsAlready(DemonstrationError):
    """There is one already."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What was built. `due_day` is “today”; `promises` name what it shows by construction."""

    scale: str
    hub: Hub
    due_day: DeliveryDay
    open_days: tuple[DeliveryDay, ...]
    sign_ins: tuple[SignIn, ...]
    password: str | None
    promises: Mapping[str, Promise] = field(default_factory=dict)


@transaction.atomic
def build(  # noqa: PLR0913 - the one door
    *,
    scale: str,
    date: Day | None,
    now: datetime,
    until: Literal["due", "whole"] = "whole",
    report: Report = to_nobody,
    seed: int = SEED,
    with_password: bool = False,
) -> Demonstration:
    """Build a hub, wholly or not at all. Its “today” is the next delivery day on or after `date`, or after `now`'s.

    `until="due"` leaves today ordered and past its cut-off but not run, without history and without open days;
    "whole" has past days settled, today routed, and days open for ordering whose cut-off is ahead of `now`. Steps of
    other days are entered as at their own hours. Same scale, date, moment and seed give the same facts. With
    `with_password` the people shown may sign in by a password, new for every demonstration.
    Raises StandsAlready, and whatever an action refuses.
    """
    if Hub.objects.filter(slug=HUB_SLUG).exists():
        raise StandsAlready("The demonstration stands already. To begin again with empty tables: make reset")
    size = SCALES[scale]()
    dates = dates_for(date or local_date(now, ZONE), now=now, past=size.past_days, zone=ZONE)
    if until == "due":
        dates = Dates(past=(), today=dates.today, open=())
    with stage(report, "hub, catalogue, growers and kitchens"):
        standing = put_up(size, dates, seed=seed, now=now)
        days = cycles_for(standing, dates, now=now)
        password = new_password() if with_password else None
        if password:
            let_sign_in(password)
    live_through_history(standing, dates, days, report)
    plan = due_day(size, dates.today, seed=seed)
    with stage(report, f"orders for today, {in_words(dates.today)}"):
        enter(standing, days[dates.today], plan)
    if until == "whole":
        with stage(report, "growers' answers and routes for today"):
            publish_routes(standing, conduct_with_answers(standing, days[dates.today], budget=size.today_budget))
        look_ahead(standing, dates, days, report, now=now)
    log(hub=standing.hub, verb=BUILT, subject=standing.hub, by=None, now=now, scale=scale, until=until)
    return Demonstration(
        scale=scale,
        hub=standing.hub,
        due_day=fresh(days[dates.today]),
        open_days=tuple(days[day] for day in dates.open),
        sign_ins=sign_ins(),
        password=password,
        promises=promises_of(plan.wishes, plan.harvests, size.kitchens, size.vans),
    )


def put_up(size: Scale, dates: Dates, *, seed: int, now: datetime) -> Standing:
    """The hub with all that stands still, founded three weeks before its first day."""
    first = dates.all[0]
    founded = min(local_moment(first - FOUNDED_BEFORE, time(9), ZONE), now - FOUNDED_BEFORE)
    standing = found(size, seed=seed, began=founded, years=years_of(dates))
    settle_in(standing)
    fill_catalogue(standing, month=dates.today.month, prices_from=local_date(founded, ZONE))
    open_the_shop(standing)
    return standing


def years_of(dates: Dates) -> range:
    """The school years that the calendar holds: from the first day's to two after the last day's."""
    return range(school_year_of(dates.all[0]), school_year_of(dates.all[-1]) + YEARS_AHEAD + 1)


def cycles_for(standing: Standing, dates: Dates, *, now: datetime) -> dict[date, DeliveryDay]:
    """A cycle for every week, open from its hour on. Returns the delivery days by date."""
    found_days: dict[date, DeliveryDay] = {}
    for name, members in weeks(dates.all):
        opens_at = cycle_opens_at(members[0], now=now, has_open_day=bool(set(members) & set(dates.open)), zone=ZONE)
        cycle = draft_cycle(
            hub=standing.hub, name=name, days=members, opens_at=opens_at, by=standing.coordinator, now=standing.began
        )
        open_cycle(cycle=cycle, by=standing.coordinator, now=opens_at)
        found_days |= {row.day: row for row in cycle.delivery_days.select_related("cycle__hub")}
    return found_days


def live_through_history(standing: Standing, dates: Dates, days: Mapping[date, DeliveryDay], report: Report) -> None:
    """Enter, run, deliver and settle every past day, one after another."""
    for number, day in enumerate(dates.past):
        with stage(report, f"past day {number + 1} of {len(dates.past)}, {in_words(day)}"):
            enter(standing, days[day], past_day(standing.scale, day, number=number, seed=standing.seed))
            deliver_and_settle(standing, conduct(standing, days[day], budget=standing.scale.history_budget))


def look_ahead(
    standing: Standing, dates: Dates, days: Mapping[date, DeliveryDay], report: Report, *, now: datetime
) -> None:
    """Growers have listed for the open days, and some kitchens have ordered."""
    for day in dates.open:
        with stage(report, f"listings and first orders for {in_words(day)}"):
            enter(standing, days[day], open_day(standing.scale, day, seed=standing.seed), now=now)
    for day in dates.open[:1]:
        leave_a_basket(standing, days[day], now=now)
    with stage(report, "a day that growers are asked about"):
        ask_growers(standing, after=dates.all[-1], now=now)


@contextmanager
def stage(report: Report, name: str) -> Iterator[None]:
    """One stage, said with the seconds it took."""
    began = monotonic()
    yield
    report(f"  {name} ({monotonic() - began:.1f} s)")


def in_words(day: date) -> str:
    """Tuesday 24 November 2026."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def standing_scale() -> str | None:
    """The scale of the demonstration that stands, or None."""
    hub = Hub.objects.filter(slug=HUB_SLUG).first()
    if hub is None:
        return None
    line = LogLine.objects.of(hub).filter(verb=BUILT).first()
    return str(line.detail["scale"]) if line else ""
