"""The whole log of a hub, narrowed to one kind of thing, one thing, one cycle, one enterprise or one person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from accounts.models import User
from shop.cycles.models import DeliveryDay, Listing, OrderCycle
from shop.enterprises.models import Enterprise, Hub
from shop.journal.models import LogLine
from shop.procurement.models import AllocationRun, BulkOrder

KINDS: Mapping[str, str] = {
    "bulkorder": "orders",
    "listing": "listings",
    "ordercycle": "cycles",
    "deliveryday": "delivery days",
    "allocationrun": "sharing out",
    "groweranswer": "growers' answers",
    "latechange": "late changes",
    "planrun": "routes",
    "route": "driving",
    "stop": "stops",
    "householdorder": "households’ orders",
    "payment": "cards",
    "lot": "lots",
    "product": "products",
    "place": "places",
    "vehicle": "vans",
    "enterprise": "enterprises",
    "membership": "people joining",
    "statement": "statements",
    "invoice": "invoices",
    "apitoken": "programs that read",
    "webhook": "programs that are told",
    "outboxmessage": "messages",
}
# Longer numbers are nobody's id.
LONGEST_ID = 15


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader wants to see; 0 and "" are everything."""

    kind: str = ""
    thing: int = 0
    cycle: int = 0
    enterprise: int = 0
    person: int = 0

    @property
    def query(self) -> str:
        """As an address keeps it."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is a link."""

    words: str
    query: str
    is_chosen: bool


def wish_in(query: Mapping[str, str]) -> Wish:
    """What the address asks for. What can't be read asks for nothing."""
    kind = query.get("kind", "")
    numbers = {name: number(query.get(name, "")) for name in ("thing", "cycle", "enterprise", "person")}
    wish = Wish(kind=kind if kind in KINDS else "", **numbers)
    return wish if wish.kind else replace(wish, thing=0)


def number(text: str) -> int:
    """An id; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID else 0


def lines_of(hub: Hub, wish: Wish) -> Any:
    """The hub's lines that fit, the latest first."""
    lines = LogLine.objects.of(hub)
    if wish.kind:
        lines = lines.filter(subject_kind=wish.kind)
    if wish.thing:
        lines = lines.filter(subject_id=wish.thing)
    if wish.person:
        lines = lines.filter(by=wish.person)
    if wish.cycle:
        lines = lines.filter(about_cycle(wish.cycle))
    if wish.enterprise:
        lines = lines.filter(about_enterprise(wish.enterprise))
    return lines.named().order_by("-at", "-id")


def about_cycle(cycle: int) -> Q:
    """Lines of the cycle, its days, their orders, listings and runs."""
    days = DeliveryDay.objects.filter(cycle=cycle)
    runs = AllocationRun.objects.filter(delivery_day__cycle=cycle)
    found = Q(subject_kind="ordercycle", subject_id=cycle) | Q(
        subject_kind="deliveryday", subject_id__in=days.values("pk")
    )
    for kind, ids in (
        ("bulkorder", BulkOrder.objects.filter(delivery_day__cycle=cycle).values("pk")),
        ("listing", Listing.objects.filter(delivery_day__cycle=cycle).values("pk")),
        ("allocationrun", runs.values("pk")),
        ("planrun", days.filter(plan_runs__isnull=False).values("plan_runs")),
        ("latechange", days.filter(late_changes__isnull=False).values("late_changes")),
        ("groweranswer", runs.filter(answers__isnull=False).values("answers")),
    ):
        found |= Q(subject_kind=kind, subject_id__in=ids)
    return found


def about_enterprise(enterprise: int) -> Q:
    """Lines of what was done for it, by its people, and to its orders and listings."""
    return (
        Q(on_behalf_of=enterprise)
        | Q(subject_kind="enterprise", subject_id=enterprise)
        | Q(by__in=User.objects.filter(memberships__enterprise=enterprise).values("pk"))
        | Q(subject_kind="bulkorder", subject_id__in=BulkOrder.objects.filter(buyer=enterprise).values("pk"))
        | Q(subject_kind="listing", subject_id__in=Listing.objects.filter(grower=enterprise).values("pk"))
    )


def chips_of(hub: Hub, wish: Wish) -> dict[str, list[Chip]]:
    """The filters, under their headings: three queries."""
    cycles = OrderCycle.objects.of(hub).order_by("-opens_at", "-id").values_list("pk", "name")[:12]
    enterprises = Enterprise.objects.of(hub).order_by("name").values_list("pk", "name")
    people = User.objects.filter(log_lines__hub=hub).distinct().order_by("first_name", "last_name", "pk")
    return {
        "About": chips("kind", [("", "everything"), *KINDS.items()], replace(wish, thing=0)),
        "Cycle": chips("cycle", [(0, "all"), *cycles], wish),
        "For": chips("enterprise", [(0, "all"), *enterprises], wish),
        "By": chips("person", [(0, "anybody"), *((each.pk, str(each)) for each in people)], wish),
    }


def chips(name: str, choices: Any, wish: Wish) -> list[Chip]:
    """One row of filters."""
    return [
        Chip(words, replace(wish, **{name: value}).query, is_chosen=getattr(wish, name) == value)
        for value, words in choices
    ]
