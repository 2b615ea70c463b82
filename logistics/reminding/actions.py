"""Reminding who is late, and switching reminders off and on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from logistics.reminding.due import WHILE, Due, due_at, whom
from logistics.reminding.letters import reminder
from shop.cycles.models import NoReminders, OrderCycle, Reminder
from shop.enterprises.models import Enterprise
from shop.journal.actions import Letter, log, tell_all
from shop.rows.local_time import in_words

PAGES = {Enterprise.Kind.BUYER: "kitchen:home"}


def remind(*, now: datetime) -> int:
    """Remind everybody whose hour has struck. Returns how many were reminded; a second call reminds nobody again."""
    return sum(remind_of(due, now=now) for due in due_at(now))


@transaction.atomic
def remind_of(due: Due, *, now: datetime) -> int:
    """Write the reminders of one day and kind, with their messages. Of two workers at once the second finds nobody."""
    OrderCycle.objects.select_for_update(no_key=True).get(pk=due.day.cycle_id)
    due.day.refresh_from_db(fields=["status"])
    late = whom(due) if due.day.status == WHILE[due.kind] else []
    if not late:
        return 0
    cycle, hub = due.day.cycle, due.day.cycle.hub
    rows = [
        Reminder(cycle=cycle, delivery_day=due.day, enterprise=enterprise, kind=due.kind, at=now) for enterprise in late
    ]
    Reminder.objects.bulk_create(rows)
    tell_all(hub=hub, letters=letters(due, rows), now=now)
    log(hub=hub, verb="remind", subject=due.day, by=None, now=now, kind=due.kind, reminded=len(rows))
    return len(rows)


def letters(due: Due, rows: Sequence[Reminder]) -> list[Letter]:
    """One letter each."""
    day, by = str(due.day), in_words(due.by, due.day.cycle.hub.time_zone)
    said = []
    for row in rows:
        page = address(PAGES.get(Enterprise.Kind(row.enterprise.kind), "grow:week"), row.enterprise_id)
        words = reminder(kind=row.kind, day=day, by=by, page=page, switch=address("reminders:switch"))
        said.append(Letter(row.key, row.enterprise, words.subject, words.body))
    return said


def address(name: str, *args: Any) -> str:
    """A page's whole address, as a mail needs it."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse(name, args=args)}"


@transaction.atomic
def switch_reminders(*, enterprise: Enterprise, wanted: bool, by: Any, now: datetime, on_behalf: bool = False) -> bool:
    """Switch an enterprise's reminders on or off. False when they were so already."""
    off = NoReminders.objects.filter(enterprise=enterprise)
    if wanted:
        changed = bool(off.delete()[0])
    else:
        _, changed = NoReminders.objects.get_or_create(enterprise=enterprise, defaults={"by": by, "since": now})
    if changed:
        for_whom = enterprise if on_behalf else None
        verb = "switch reminders on" if wanted else "switch reminders off"
        log(hub=enterprise.hub, verb=verb, subject=enterprise, by=by, now=now, on_behalf_of=for_whom)
    return changed
