"""The spine of a delivery day: nine steps from listing to settling, each with its state, its number and its page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from logistics.dispatch.addresses import DayAddresses
from logistics.dispatch.day_figures import DayFigures, reached
from logistics.dispatch.progress import Progress
from shop.cycles.models import DeliveryDay
from shop.pricing.quantities import counted
from shop.rows.local_time import in_words

STATUS = DeliveryDay.Status
#: Which steps of the worker's run stand behind a step of the spine.
WORKED_BY: Mapping[str, tuple[str, ...]] = {
    "close": ("close", "aggregate"),
    "share": ("allocate",),
    "confirm": ("confirm",),
    "move": ("move",),
}
#: A step is done once the day stands at its first status, and is at hand at its second.
WHEN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "list": (STATUS.CLOSED, ()),
    "order": (STATUS.CLOSED, (STATUS.ORDERING,)),
    "close": (STATUS.CLOSED, ()),
    "share": (STATUS.ALLOCATED, (STATUS.CLOSED,)),
    "confirm": (STATUS.CONFIRMED, (STATUS.ALLOCATED,)),
    "move": (STATUS.ROUTED, (STATUS.CONFIRMED,)),
    "pack": (STATUS.PACKED, (STATUS.ROUTED,)),
    "deliver": (STATUS.DELIVERED, (STATUS.PACKED, STATUS.OUT)),
    "settle": (STATUS.SETTLED, (STATUS.DELIVERED,)),
}


LINKS: Mapping[str, str] = {
    "list": "Listings",
    "order": "Orders",
    "close": "Log",
    "share": "Who gets what, and why",
    "confirm": "Call list",
    "move": "Vans",
    "pack": "Packhouse",
    "deliver": "Hand-overs",
    "settle": "Settle",
}


@dataclass(frozen=True, slots=True)
class SpineStep:
    """One step. `state` is done, now, wait, failed or empty for to come; `message` what its worker said last."""

    name: str
    state: str
    figure: str
    hint: str
    address: str = ""
    message: str = ""

    @property
    def link(self) -> str:
        """What the way to the step's page is called."""
        return LINKS[self.name]

    @property
    def said(self) -> str:
        """The state for those who do not see the mark."""
        return {"done": "done", "now": "at hand", "wait": "waiting", "failed": "failed"}.get(self.state, "to come")


def spine(
    day: DeliveryDay, figures: DayFigures, progress: Progress, addresses: DayAddresses, *, now: datetime
) -> tuple[SpineStep, ...]:
    """The nine steps of a day."""
    said = dict(numbers(day, figures))
    worked = {step.name: step for step in progress.steps}
    found = []
    for name, (figure, hint) in said.items():
        state, message = state_of(name, day, worked, now=now)
        found.append(SpineStep(name, state, figure, hint, addresses.of_step(name), message))
    return tuple(found)


def state_of(name: str, day: DeliveryDay, worked: Mapping[str, object], *, now: datetime) -> tuple[str, str]:
    """State and message of a step; a worker's failure counts only while the step is not done."""
    done_at, at_hand = WHEN[name]
    if reached(day, done_at) or (name == "list" and now >= day.listings_close_at):
        return "done", ""
    is_closing = day.status == STATUS.ORDERING and now >= day.orders_close_at
    is_now = day.status in at_hand or (name == "close" and is_closing) or name == "list"
    if name == "order" and is_closing:
        return "done", ""
    for each in WORKED_BY.get(name, ()):
        step = worked.get(each)
        state, message = getattr(step, "state", ""), str(getattr(step, "message", ""))
        if state == "failed":
            return "failed", message
        if state == "waiting" and is_now:
            return "wait", message
    return ("now" if is_now else ""), ""


def numbers(day: DeliveryDay, figures: DayFigures) -> Iterator[tuple[str, tuple[str, str]]]:
    """Each step's figure and what it counts, in the order of the day."""
    zone, ordered = day.cycle.hub.time_zone, figures.ordered
    yield "list", (counted(figures.listings, "listing"), f"from {counted(figures.sellers, 'seller')}")
    yield "order", (counted(ordered.packs, "pack"), f"{counted(ordered.orders, 'order')}, {kitchens(ordered.kitchens)}")
    cut_off = in_words(day.orders_close_at, zone)
    verb = "closed" if reached(day, STATUS.CLOSED) else "closes"
    yield "close", (cut_off.split(" on ")[0], f"{verb} on {cut_off.split(' on ')[1]}")
    yield "share", shared_number(figures)
    yield "confirm", confirmed_number(day, figures)
    yield "move", moved_number(figures)
    came_in = f"lines packed, {figures.goods_in.done} of {figures.goods_in.of} lots in"
    yield "pack", (done(figures.packed.done, figures.packed.of), came_in)
    missing = counted(figures.packs_missing, "pack")
    handed = f"lines, {missing} short or refused" if figures.packs_missing else "lines handed over"
    yield "deliver", (done(figures.delivered.done, figures.delivered.of), handed)
    yield "settle", ("settled" if day.status == STATUS.SETTLED else "–", "invoices and statements")


def shared_number(figures: DayFigures) -> tuple[str, str]:
    """Packs that kitchens get, and what is short."""
    if figures.shared is None:
        return "–", "not shared out yet"
    short = f"{counted(figures.shared.short, 'pack')} short" if figures.shared.short else "nothing short"
    return counted(figures.shared.filled, "pack"), f"{short}, run {figures.shared.run}"


def confirmed_number(day: DeliveryDay, figures: DayFigures) -> tuple[str, str]:
    """Answers while they come in, confirmed packs after that."""
    if day.status == STATUS.ALLOCATED:
        asked = len(figures.called)
        return done(asked - len(figures.silent), asked), "listings answered for"
    if not reached(day, STATUS.CONFIRMED):
        return "–", "growers answer first"
    late = f", {counted(figures.late_changes, 'late change')}" if figures.late_changes else ""
    return counted(figures.confirmed_packs, "pack"), f"promised{late}"


def moved_number(figures: DayFigures) -> tuple[str, str]:
    """Routes, and what no van takes."""
    if figures.planned is None:
        return "–", "no routes yet"
    left = f", {figures.planned.unserved} not served" if figures.planned.unserved else ""
    published = "published" if figures.planned.is_published else "not published"
    return counted(figures.planned.routes, "route"), f"{figures.planned.distance_m / 1000:,.0f} km, {published}{left}"


def kitchens(number: int) -> str:
    """1 kitchen, 60 kitchens."""
    return counted(number, "kitchen")


def done(number: int, of: int) -> str:
    """3 of 12; a dash where there is nothing yet."""
    return f"{number:,} of {of:,}" if of else "–"
