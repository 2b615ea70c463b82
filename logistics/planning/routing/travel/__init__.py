"""Where travel times and distances come from. Every source answers per place, never per stop, and says its name."""

from collections.abc import Sequence
from typing import Protocol

from logistics.planning.routing.problem import Location, Travel


class TravelMaker(Protocol):
    """Anything that can say how long and how far it is between places."""

    def between(self, locations: Sequence[Location]) -> Travel:
        """Seconds and metres between all pairs, in the order given; raises `RoutingError` when it cannot."""
        ...
