"""What the map's script is told: points, names and times, nothing that the page does not say in words. Pure."""

from collections.abc import Sequence
from typing import Any

from logistics.dispatch.route_map import Landmark
from logistics.dispatching.board import Board, BoardRoute


def map_data(board: Board, landmarks: Sequence[Landmark], *, tiles: str) -> dict[str, Any]:
    """Routes with their stops, named places, and the address of tiles where one was set."""
    return {
        "tiles": tiles,
        "routes": [route_data(route) for route in board.routes],
        "places": [{"name": each.name, "at": [each.latitude, each.longitude]} for each in landmarks],
    }


def route_data(route: BoardRoute) -> dict[str, Any]:
    """One route's line and stops; visits at the yard are part of the line only."""
    yard = [route.start_latitude, route.start_longitude]
    return {
        "id": route.id,
        "number": route.number,
        "van": route.van,
        "colour": route.colour,
        "dash": route.dash,
        "line": [yard, *([stop.latitude, stop.longitude] for stop in route.stops), yard],
        "stops": [
            {
                "id": stop.id,
                "n": stop.sequence,
                "name": stop.place,
                "time": f"{stop.starts_at:%H:%M}",
                "at": [stop.latitude, stop.longitude],
            }
            for stop in route.stops
            if not stop.is_yard
        ],
    }
