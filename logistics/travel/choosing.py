"""Chooses a hub's travel source: a road engine where the settings name one, else the estimate."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings

from logistics.intake.distances import estimate_for
from logistics.planning.routing.problem import Location, RoutingError, Travel
from logistics.planning.routing.travel import TravelMaker
from logistics.planning.routing.travel.estimate import Estimate
from logistics.planning.routing.travel.osrm import Osrm
from logistics.travel.kept import Kept
from logistics.travel.map_version import map_version
from shop.enterprises.models import Hub

logger = logging.getLogger(__name__)

SOURCE_LENGTH = 80


def travel_for(hub: Hub) -> TravelMaker:
    """The estimate by the hub's circuity and speed, unless FOODSHED_OSRM_URL names a road engine.

    FOODSHED_OSRM_MAP names the engine's map where the engine does not say its version by itself.
    """
    estimate = estimate_for(hub)
    url = settings.FOODSHED_OSRM_URL
    if not url:
        return estimate
    return RoadsElseEstimate(Osrm(url, otherwise=estimate), estimate, settings.FOODSHED_OSRM_MAP)


@dataclass(frozen=True, slots=True)
class RoadsElseEstimate:
    """By road; when the engine fails or a place is off its map, the whole matrix is estimated and says so.

    The two are never mixed in one matrix: its one source would be untrue for some legs. `notes` says why roads were
    not used.
    """

    roads: Osrm
    estimate: Estimate
    map_name: str = ""
    notes: list[str] = field(default_factory=list, compare=False)

    def between(self, locations: Sequence[Location]) -> Travel:
        """Seconds and metres by road, or estimated. Never raises for want of roads."""
        if not locations:
            return self.estimate.between(locations)
        try:
            travel = Kept(self.roads, self.source(locations[0])).between(locations)
        except RoutingError as error:
            self.note(str(error))
            return self.estimate.between(locations)
        if travel.source != "by road":
            self.note(f"the road engine at {self.roads.url} gave no answer")
        return travel

    def note(self, why: str) -> None:
        """Remember and log why roads were not used."""
        self.notes.append(f"{why}; distances are estimated")
        logger.warning("%s; distances are estimated", why)

    def source(self, somewhere: Location) -> str:
        """The engine and its map, under which legs are kept. Raises RoadsUnavailable."""
        name = self.map_name or map_version(self.roads.url, somewhere) or self.roads.url
        return f"osrm {name}"[:SOURCE_LENGTH]
