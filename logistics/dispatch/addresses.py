"""Where a delivery day's pages are. A room whose pages are not there yet has an empty address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from shop.cycles.models import DeliveryDay

#: The hub's own page behind a step of the spine.
OWN_PAGES = {
    "list": "orders",
    "order": "orders",
    "close": "log",
    "share": "shares",
    "confirm": "calls",
    "deliver": "handovers",
    "settle": "settle",
}


def address(name: str, *args: object) -> str:
    """The page's address, or nothing where there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, slots=True)
class DayAddresses:
    """The pages of one delivery day."""

    cycle: int
    day: str
    day_id: int

    @classmethod
    def of(cls, day: DeliveryDay) -> "DayAddresses":
        """Those of `day`."""
        return cls(day.cycle_id, day.day.isoformat(), day.pk)

    @property
    def overview(self) -> str:
        """The day's steps and its one next action."""
        return reverse("hub:day", args=[self.cycle, self.day])

    @property
    def run(self) -> str:
        """Where Run is posted to."""
        return reverse("hub:run", args=[self.cycle])

    @property
    def open_cycle(self) -> str:
        """Where a draft is opened."""
        return reverse("hub:open", args=[self.cycle])

    @property
    def dispatch(self) -> str:
        """The vans' page, where it exists."""
        return address("dispatch:desk", self.cycle, self.day)

    def plan_again(self, run: int) -> str:
        """Where the dispatcher looks at routes planned anew from the run, before they are kept."""
        path = address("dispatch:change", self.cycle, self.day)
        return f"{path}?{urlencode({'kind': 'again', 'run': run, 'on': self.day})}" if path else ""

    @property
    def pack(self) -> str:
        """The packhouse's page, where it exists."""
        return address("pack:day", self.day_id)

    @property
    def papers(self) -> str:
        """The day's papers, where they exist."""
        return address("papers:day", self.day_id)

    def page(self, name: str) -> str:
        """One of the hub's own pages of the day: shares, calls, orders, changes, log, settle."""
        return reverse(f"hub:{name}", args=[self.cycle, self.day])

    def of_step(self, step: str) -> str:
        """The page behind a step of the spine."""
        if step in OWN_PAGES:
            return self.page(OWN_PAGES[step])
        return {"move": self.dispatch, "pack": self.pack}[step]
