"""What a road engine can fail with. Routing knows these as its own: they are RoutingErrors."""

from collections.abc import Sequence

from logistics.planning.routing.problem import RoutingError


class RoadsError(RoutingError):
    """The family."""


class RoadsUnavailable(RoadsError):
    """The road engine did not answer, or answered with something else than a table."""


class OffTheRoad(RoadsError):
    """Places that lie too far from any road of the map; `places` as (label, metres)."""

    def __init__(self, places: Sequence[tuple[str, int]]) -> None:
        self.places = tuple(places)
        far = ", ".join(f"{label} ({metres / 1000:.1f} km)" for label, metres in self.places)
        super().__init__(f"Too far from any road of the map: {far}. Is the point right, and does the map reach there?")
