"""Publishing a day's routes: drivers see them, and whoever's time or driver is new is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from logistics.dispatching.calls import calls_of, changed, rounds_of
from logistics.dispatching.errors import NotPublishable
from logistics.dispatching.letters import to_driver, to_enterprise
from logistics.dispatching.news import published as published_news
from logistics.intake.facts import NotMovable
from logistics.intake.moving import read_facts
from logistics.models import CurrentPlan, Driver, PlanRun, Publication
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Enterprise
from shop.journal.actions import Letter, log, tell_all
from shop.procurement.locks import lock_day
from shop.webhooks.announcing import announce

PUBLISHED_WHILE = (DeliveryDay.Status.ROUTED, DeliveryDay.Status.PACKED, DeliveryDay.Status.OUT)
OUT_OF_DATE = "What was confirmed has changed since these routes were planned. Plan again, then publish."


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told by publishing: enterprises and drivers whose part is new, and drivers without an address."""

    enterprises: tuple[Enterprise, ...]
    drivers: tuple[Driver, ...]

    @property
    def growers(self) -> int:
        """How many of them sell."""
        return sum(1 for each in self.enterprises if each.kind != Enterprise.Kind.BUYER)

    @property
    def buyers(self) -> int:
        """How many of them buy."""
        return sum(1 for each in self.enterprises if each.kind == Enterprise.Kind.BUYER)

    @property
    def unreachable(self) -> tuple[str, ...]:
        """Who has no e-mail address and must be rung."""
        without = [each.name for each in self.enterprises if not each.email]
        return (*without, *(each.name for each in self.drivers if not address_of(each)))


def address_of(driver: Driver) -> str:
    """Where a driver gets post; empty when they can't sign in."""
    return str(driver.user.email) if driver.user is not None else ""


def is_out_of_date(plan_run: PlanRun) -> bool:
    """Whether other goods are confirmed now than the run moves, or they can't be moved any more as the hub stands."""
    wanted = plan_run.goods_fingerprint
    try:
        return bool(wanted) and read_facts(plan_run.delivery_day).goods_fingerprint != wanted
    except NotMovable:
        return True


def audience(plan_run: PlanRun, last: Publication | None) -> Audience:
    """Whom publishing the run tells: all at first, later only whose time, load or driver is not as last told."""
    calls, rounds = told_before(last)
    return Audience(
        tuple(Enterprise.objects.filter(pk__in=changed(calls, calls_of(plan_run))).order_by("kind", "name")),
        tuple(Driver.objects.filter(pk__in=changed(rounds, rounds_of(plan_run))).select_related("user")),
    )


def told_before(last: Publication | None) -> tuple[dict[int, Any], dict[int, Any]]:
    """The calls and rounds of the last publication; nothing before the first."""
    return (calls_of(last.plan_run), rounds_of(last.plan_run)) if last else ({}, {})


@transaction.atomic
def publish(*, plan_run: PlanRun, by: Any, now: datetime) -> Publication:
    """Make the current run known; a run that was published is returned as it stands, and nobody is told twice.

    Raises NotPublishable when the run is no longer the current one, when other goods are confirmed than it moves, or
    when the day is not between routed and out.
    """
    day: DeliveryDay = plan_run.delivery_day
    lock_day(day)
    published: Publication | None = Publication.objects.filter(plan_run=plan_run).first()
    if published is not None:
        return published
    refuse_unpublishable(plan_run)
    last = Publication.objects.current_for(day)
    publication = Publication.objects.create(plan_run=plan_run, at=now, by=by)
    told = tell_audience(publication, last, now)
    log(
        hub=day.cycle.hub,
        verb="publish routes",
        subject=plan_run,
        by=by,
        now=now,
        routes=plan_run.routes.count(),
        told=told,
    )
    announce(hub=day.cycle.hub, news=published_news(publication), now=now)
    return publication


def refuse_unpublishable(plan_run: PlanRun) -> None:
    """Raises NotPublishable with the reason in words."""
    day = plan_run.delivery_day
    if day.status not in PUBLISHED_WHILE:
        raise NotPublishable(f"{day} is {day.get_status_display()}: its routes can't be published now.")
    if not CurrentPlan.objects.filter(delivery_day=day, run=plan_run).exists():
        raise NotPublishable("Other routes have been made since this page was shown. Look at them, then publish.")
    if is_out_of_date(plan_run):
        raise NotPublishable(OUT_OF_DATE)


def tell_audience(publication: Publication, last: Publication | None, now: datetime) -> int:
    """Put the letters into the outbox. Returns how many."""
    run = publication.plan_run
    letters = [*letters_to_enterprises(publication, last), *letters_to_drivers(publication, last)]
    tell_all(hub=run.delivery_day.cycle.hub, letters=letters, now=now)
    return len(letters)


def letters_to_enterprises(publication: Publication, last: Publication | None) -> Sequence[Letter]:
    """One letter to each grower, processor and buyer whose calls are new."""
    run = publication.plan_run
    before, after = (calls_of(last.plan_run) if last else {}), calls_of(run)
    news = changed(before, after)
    by_id = Enterprise.objects.in_bulk(news)
    letters = []
    for key in news:
        message = to_enterprise(day=str(run.delivery_day), calls=after.get(key, ()), is_news=key in before)
        name = f"publication:{publication.pk}:enterprise:{key}"
        letters.append(Letter(name, by_id[key], message.subject, message.body))
    return letters


def letters_to_drivers(publication: Publication, last: Publication | None) -> Sequence[Letter]:
    """One letter to each driver with an address whose round is new; it goes through the hub's own enterprise."""
    run = publication.plan_run
    hub = Enterprise.objects.filter(hub=run.delivery_day.cycle.hub, kind=Enterprise.Kind.HUB).order_by("id").first()
    before, after = (rounds_of(last.plan_run) if last else {}), rounds_of(run)
    link = f"{settings.WAGTAILADMIN_BASE_URL}/drive/"
    letters = []
    for driver in Driver.objects.filter(pk__in=changed(before, after)).select_related("user").order_by("id"):
        if address_of(driver) and hub is not None:
            day, rounds = str(run.delivery_day), after.get(driver.pk, ())
            message = to_driver(day=day, rounds=rounds, links=[link], is_news=driver.pk in before)
            name = f"publication:{publication.pk}:driver:{driver.pk}"
            letters.append(Letter(name, hub, message.subject, message.body, address_of(driver)))
    return letters
