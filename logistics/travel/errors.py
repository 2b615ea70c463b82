"""What looking for a road engine can fail with."""

from logistics.planning.routing.problem import RoutingError


class RoadsUnavailable(RoutingError):
    """Nobody answers at the address where the road engine should be."""
