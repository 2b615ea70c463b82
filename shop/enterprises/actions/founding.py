"""Hubs, their term calendars and their enterprises come into being."""

from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from shop.enterprises.errors import BadCalendar, BadEnterprise, BadHub
from shop.enterprises.models import ClosedDay, Enterprise, Hub, Term, TermCalendar
from shop.journal.actions import log
from shop.rows.checked import save_checked
from shop.rows.local_time import local_date

SLUG_LENGTH = 80


@transaction.atomic
def found_hub(
    *,
    name: str,
    slug: str,
    by: User | None,
    now: datetime,
    circuity_permille: int = 1350,
    speed_kmh: int = 50,
) -> Hub:
    """A new hub with nothing in it. Raises BadHub when the name or slug is taken or a figure can't be meant."""
    hub = Hub(
        name=name.strip(),
        slug=slug,
        road_circuity_permille=circuity_permille,
        road_speed_kmh=speed_kmh,
    )
    save_checked(hub, BadHub)
    log(hub=hub, verb="founded", subject=hub, by=by, now=now)
    return hub


@transaction.atomic
def add_calendar(
    *,
    hub: Hub,
    name: str,
    terms: Iterable[tuple[str, date, date]],
    closed: Iterable[tuple[date, str]],
    by: User | None,
    now: datetime,
) -> TermCalendar:
    """A term calendar: `terms` as (name, first day, last day), `closed` as (day, reason).

    Raises BadCalendar when there is no term, terms overlap or end before they start, or the name is taken.
    """
    in_order = sorted(terms, key=lambda term: term[1])
    check_terms(in_order)
    calendar = TermCalendar(hub=hub, name=name.strip())
    save_checked(calendar, BadCalendar)
    Term.objects.bulk_create(
        Term(calendar=calendar, name=term, starts=starts, ends=ends) for term, starts, ends in in_order
    )
    reasons = dict(closed)
    ClosedDay.objects.bulk_create(
        ClosedDay(calendar=calendar, day=day, reason=reason) for day, reason in reasons.items()
    )
    log(hub=hub, verb="added", subject=calendar, by=by, now=now, terms=len(in_order), closed_days=len(reasons))
    return calendar


def check_terms(in_order: list[tuple[str, date, date]]) -> None:
    """Raise BadCalendar unless the terms, sorted by first day, follow one another."""
    if not in_order:
        raise BadCalendar("A calendar needs at least one term.")
    for name, starts, ends in in_order:
        if ends < starts:
            raise BadCalendar(f"{name} ends on {ends:%d %B %Y}, before it starts on {starts:%d %B %Y}.")
    for (earlier, _, ends), (later, starts, _) in pairwise(in_order):
        if starts <= ends:
            raise BadCalendar(f"{later} starts on {starts:%d %B %Y}, when {earlier} has not ended.")


@transaction.atomic
def add_enterprise(
    *, hub: Hub, kind: str, name: str, email: str, by: User | None, now: datetime, **fields: Any
) -> Enterprise:
    """A grower, processor, buyer, ... of `hub`. `fields` are further fields of Enterprise.

    The slug is made from the name, with a number when the hub has it already; it joined on the hub's local date.
    Raises BadEnterprise when a field can't stand or the reference is taken within the kind.
    """
    enterprise = Enterprise(
        hub=hub,
        kind=kind,
        name=" ".join(name.split()),
        email=email.strip().lower(),
        **{"joined_on": local_date(now, hub.time_zone), **fields},
    )
    # Of two who take the same name at once, one waits here: the slug below stays free until it is stored.
    Hub.objects.select_for_update(no_key=True).get(pk=hub.pk)
    enterprise.slug = free_slug(hub, enterprise.name)
    if enterprise.term_calendar is not None and enterprise.term_calendar.hub_id != hub.pk:
        raise BadEnterprise(f"The calendar {enterprise.term_calendar} belongs to another hub.")
    save_checked(enterprise, BadEnterprise)
    log(hub=hub, verb="added", subject=enterprise, by=by, now=now, kind=kind)
    return enterprise


def free_slug(hub: Hub, name: str) -> str:
    """`name` as a slug that no enterprise of `hub` has."""
    root = slugify(name)[: SLUG_LENGTH - 5] or "enterprise"
    taken = frozenset(Enterprise.objects.of(hub).filter(slug__startswith=root).values_list("slug", flat=True))
    slug, number = root, 1
    while slug in taken:
        number += 1
        slug = f"{root}-{number}"
    return slug
