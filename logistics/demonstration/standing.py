"""What the building has put up so far, by the names that the tables use."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from accounts.models import User
from logistics.demonstration.facts import Good
from logistics.demonstration.scales import Scale
from shop.enterprises.models import Enterprise, Hub, Place, TermCalendar
from shop.procurement.models import BuyingBasis
from shop.produce.models import Pack
from shop.rows.local_time import local_moment


@dataclass(kw_only=True)
class Standing:
    """The hub and its rows. `began` is the simulated moment at which the hub was founded."""

    hub: Hub
    scale: Scale
    seed: int
    began: datetime
    calendar: TermCalendar
    coordinator: User
    packhouse: Place
    packs: dict[Good, Pack] = field(default_factory=dict)
    enterprises: dict[str, Enterprise] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    bases: dict[str, BuyingBasis] = field(default_factory=dict)

    def at(self, day: date, clock: time) -> datetime:
        """The moment at which the hub's clocks show `clock` on `day`."""
        return local_moment(day, clock, self.hub.time_zone)
