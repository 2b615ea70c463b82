"""The one next thing to do for a delivery day, as its state demands."""

from dataclasses import dataclass
from datetime import datetime

from logistics.dispatch.addresses import DayAddresses
from logistics.dispatch.day_figures import DayFigures
from logistics.dispatch.progress import Progress
from shop.cycles.models import DeliveryDay, OrderCycle
from shop.pricing.quantities import counted
from shop.rows.local_time import in_words

STATUS = DeliveryDay.Status


@dataclass(frozen=True, slots=True)
class NextAction:
    """`says` is how things stand. With `posts` the button is sent to that address, else it is a link; both may lack."""

    says: str
    label: str = ""
    address: str = ""
    posts: bool = False


def next_action(
    day: DeliveryDay, figures: DayFigures, progress: Progress, *, is_stale: bool, now: datetime
) -> NextAction:
    """What the coordinator does now."""
    pages, zone = DayAddresses.of(day), day.cycle.hub.time_zone
    if day.cycle.status == OrderCycle.Status.DRAFT:
        says = f"A draft: nobody can list or order yet. It opens at {in_words(day.cycle.opens_at, zone)}."
        return NextAction(says, "Open the cycle", pages.open_cycle, posts=True)
    if progress.is_running:
        return NextAction("A worker is at it. This page follows.")
    if any(step.state == "failed" for step in progress.steps) and day.status in BY_WORKER:
        says = "A step failed. What it said stands beside it; nothing of it was written."
        return NextAction(says, "Run again", pages.run, posts=True)
    if is_stale and figures.planned:
        says = "Routes are older than a late change: plan again."
        return NextAction(says, "Plan again", pages.plan_again(figures.planned.run.pk))
    if day.status == STATUS.ORDERING and now < day.orders_close_at:
        closes = in_words(day.orders_close_at, zone)
        return NextAction(f"Ordering is open until {closes}.", "See the orders", pages.page("orders"))
    if day.status == STATUS.ALLOCATED and figures.silent_growers and now < day.answers_due_at:
        growers = counted(figures.silent_growers, "grower")
        have = "has" if figures.silent_growers == 1 else "have"
        says = f"{growers} {have} not answered; answers are due at {in_words(day.answers_due_at, zone)}."
        return NextAction(says, f"Ring {growers}", pages.page("calls"))
    if day.status in BY_WORKER:
        return NextAction(FOR_A_WORKER[STATUS(day.status)], "Run", pages.run, posts=True)
    return for_people(day, figures, pages)


BY_WORKER = (STATUS.ORDERING, STATUS.CLOSED, STATUS.ALLOCATED, STATUS.CONFIRMED)
FOR_A_WORKER = {
    STATUS.ORDERING: "Ordering has closed. The orders can be shared out.",
    STATUS.CLOSED: "Closed. The orders can be shared out.",
    STATUS.ALLOCATED: "Shared out. The day can be confirmed.",
    STATUS.CONFIRMED: "Confirmed. Routes can be planned.",
}


def for_people(day: DeliveryDay, figures: DayFigures, pages: DayAddresses) -> NextAction:
    """What follows from the status of a day that no worker takes further."""
    if day.status == STATUS.ROUTED and not (figures.planned and figures.planned.is_published):
        says = "Routes are planned; drivers, growers and kitchens don't know them yet."
        return NextAction(says, "Look and publish", pages.dispatch)
    says, label, address = {
        STATUS.ROUTED: ("Routes are known. The packhouse receives and packs.", "Go to the packhouse", pages.pack),
        STATUS.PACKED: ("Packed. The first driver to start sends the day out.", "See the vans", pages.dispatch),
        STATUS.OUT: ("The vans are out.", "See the vans", pages.dispatch),
        STATUS.DELIVERED: ("Delivered. Papers can be written.", "Look and settle", pages.page("settle")),
        STATUS.SETTLED: ("Settled. The papers are written.", "See the papers", pages.papers or pages.page("settle")),
    }[STATUS(day.status)]
    return NextAction(says, label, address)
