"""How far a farm is from the packhouse, as the crow flies. Pure."""

from math import asin, cos, radians, sin, sqrt

EARTH_RADIUS_M = 6_371_000


def crow_m(from_lat: float, from_lon: float, to_lat: float, to_lon: float) -> int:
    """Metres along the great circle."""
    a, b = radians(from_lat), radians(to_lat)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(to_lon - from_lon) / 2) ** 2
    return round(2 * EARTH_RADIUS_M * asin(sqrt(half)))
