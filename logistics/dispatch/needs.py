"""What needs a coordinator now: one line each with its one next action, the most urgent first.

Reads all unsettled days of some hubs together: the number of queries does not grow with days or lines.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count

from logistics.dispatch.addresses import DayAddresses, address
from logistics.dispatch.day_facts import OpenDays, read_open_days
from logistics.run_cycle.due import UNFINISHED
from shop.cycles.models import DeliveryDay, OrderCycle
from shop.journal.models import FailedTask, OutboxMessage
from shop.pricing.quantities import counted
from shop.procurement.models import Claim
from shop.rows.local_time import in_words

STATUS = DeliveryDay.Status
RANKS = (
    *("failed", "late", "overdue", "task", "unanswered", "stale", "unserved", "unpublished", "given up", "short"),
    *("claimed", "missing", "settle", "draft"),
)
SURE_OF_RUN = (STATUS.CLOSED, STATUS.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do. `where` is the day or the hub it is about; `tone` is danger or warning."""

    kind: str
    tone: str
    what: str
    where: str
    action: str
    address: str
    day: int | None = None


def needs_of(hubs: Iterable[Any], *, now: datetime, day: DeliveryDay | None = None) -> tuple[Need, ...]:
    """What needs somebody in these hubs, or on one day of theirs."""
    hubs = list(hubs)
    days = [day] if day is not None else open_days(hubs)
    found = list(needs_of_days(read_open_days(days, now=now), now))
    if day is None:
        found += [*of_drafts(hubs, now), *of_tasks(hubs), *of_messages(hubs), *of_claims(hubs)]
    return tuple(sorted(found, key=lambda need: RANKS.index(need.kind)))


def open_days(hubs: Sequence[Any]) -> list[DeliveryDay]:
    """Days of opened cycles that are not settled, earliest first."""
    days = DeliveryDay.objects.filter(cycle__hub__in=hubs).exclude(status=STATUS.SETTLED)
    return list(days.exclude(cycle__status=OrderCycle.Status.DRAFT).with_hub().order_by("day", "id"))


def needs_of_days(facts: OpenDays, now: datetime) -> Iterator[Need]:
    """Each day's needs, in the order of the days."""
    for day in facts.days:
        where, pages = str(day), DayAddresses.of(day)

        def need(  # noqa: PLR0913 - a need is all of these
            kind: str, tone: str, what: str, action: str, to: str, where: str = where, day: DeliveryDay = day
        ) -> Need:
            return Need(kind, tone, what, where, action, to, day.pk)

        failed = facts.failed.get(day.pk)
        if failed and day.status in UNFINISHED:
            yield need("failed", "danger", f"The step “{failed[0]}” failed: {failed[1]}", "Run again", pages.overview)
        elif overdue(day, facts, now):
            yield need("overdue", "warning", overdue_words(day), "Run", pages.overview)
        yield from on_the_road(day, facts, pages, need)
        yield from on_paper(day, facts, pages, need, now)


def on_the_road(day: DeliveryDay, facts: OpenDays, pages: DayAddresses, need: Any) -> Iterator[Need]:
    """Late vans, routes that are stale or unpublished, goods without a van."""
    vans = pages.dispatch or pages.overview
    if late := facts.late_stops.get(day.pk):
        yield need(
            "late", "danger", f"{counted(late, 'kitchen')} got or get the van after their window", "See the vans", vans
        )
    if plan := facts.stale.get(day.pk):
        said = "Routes are older than a late change: plan again"
        yield need("stale", "danger", said, "Plan again", pages.plan_again(plan))
    if (unserved := facts.unserved.get(day.pk)) and day.status in (STATUS.ROUTED, STATUS.PACKED):
        yield need("unserved", "warning", f"{counted(unserved, 'shipment')} on no van", "Find a van", vans)
    if day.status == STATUS.ROUTED and day.pk in facts.planned and day.pk not in facts.published:
        yield need("unpublished", "warning", "Routes are planned and nobody knows them yet", "Publish routes", vans)


def on_paper(day: DeliveryDay, facts: OpenDays, pages: DayAddresses, need: Any, now: datetime) -> Iterator[Need]:
    """Answers, shortages, what went wrong at the door, and settling."""
    if silent := facts.silent.get(day.pk):
        tone = "danger" if now >= day.answers_due_at else "warning"
        due = in_words(day.answers_due_at, day.cycle.hub.time_zone)
        said = f"{counted(silent, 'grower')} {'has' if silent == 1 else 'have'} not answered (due {due})"
        yield need("unanswered", tone, said, "Ring", pages.page("calls"))
    packs, kitchens = facts.short.get(day.pk, (0, 0))
    if packs and day.status in (STATUS.ALLOCATED, STATUS.CONFIRMED, STATUS.ROUTED):
        said = f"{counted(packs, 'pack')} short for {counted(kitchens, 'kitchen')}"
        yield need("short", "warning", said, "See why", f"{pages.page('shares')}?show=short")
    if missing := facts.missing.get(day.pk):
        said = f"{counted(missing, 'line')} short or refused at the door"
        yield need("missing", "warning", said, "See them", pages.page("handovers"))
    if day.status == STATUS.DELIVERED:
        yield need("settle", "warning", "Delivered and not settled: nobody is paid yet", "Settle", pages.page("settle"))


def overdue(day: DeliveryDay, facts: OpenDays, now: datetime) -> bool:
    """Whether a worker could take the day further now and has not."""
    if day.pk in facts.running or now < day.orders_close_at:
        return False
    if day.status == STATUS.ALLOCATED:
        return now >= day.answers_due_at or not facts.silent.get(day.pk)
    return day.status == STATUS.ORDERING or day.status in SURE_OF_RUN


def overdue_words(day: DeliveryDay) -> str:
    """What stands to be done by a worker."""
    return {
        STATUS.ORDERING: "Ordering has closed: share the orders out",
        STATUS.CLOSED: "Closed and not shared out yet",
        STATUS.ALLOCATED: "Growers' answers are in: confirm the day",
        STATUS.CONFIRMED: "Confirmed and without routes yet",
    }[STATUS(day.status)]


def of_drafts(hubs: Sequence[Any], now: datetime) -> Iterator[Need]:
    """Drafts that should be open by now."""
    drafts = OrderCycle.objects.filter(hub__in=hubs, status=OrderCycle.Status.DRAFT, opens_at__lte=now)
    for cycle in drafts.order_by("opens_at", "id"):
        said = "Still a draft: nobody can list or order"
        yield Need("draft", "warning", said, cycle.name, "Open it", address("hub:cycle", cycle.pk))


def of_tasks(hubs: Sequence[Any]) -> Iterator[Need]:
    """Work that the workers could not do."""
    number = FailedTask.objects.filter(hub__in=hubs).unresolved().count()
    if number:
        said = f"{counted(number, 'task')} of the workers failed"
        yield Need("task", "warning", said, "The workers", "See what failed", address("hub:failed"))


def of_messages(hubs: Sequence[Any]) -> Iterator[Need]:
    """Messages that could not be sent: somebody must ring."""
    given_up = OutboxMessage.objects.filter(hub__in=hubs).to_ring().order_by().values_list("hub")
    for hub, number in given_up.annotate(number=Count("pk")):
        to = address("papers:outbox", hub)
        yield Need("given up", "warning", f"{counted(number, 'message')} given up", "The post", "See whom to ring", to)


def of_claims(hubs: Sequence[Any]) -> Iterator[Need]:
    """Claims that nobody has answered."""
    for hub, number in Claim.objects.open().number_per_hub(hubs).items():
        said = f"{counted(number, 'claim')} of kitchens not answered"
        yield Need("claimed", "warning", said, "Claims", "Answer", address("papers:claims", hub))
