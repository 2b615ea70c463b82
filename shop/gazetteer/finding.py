"""Where is this? Our own table first, then whatever geocoders the settings name."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.conf import settings
from geopy.exc import GeocoderNotFound, GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import get_geocoder_for_service

from shop.gazetteer.errors import BadGeocoder, NotFound
from shop.gazetteer.geocoder import Gazetteer

logger = logging.getLogger(__name__)

ASK_FOR_A_POINT = "Set a point on the map, or give latitude and longitude (such as 52.6703, -0.7270)."
MICRODEGREE = Decimal("0.000001")
TIMEOUT_S = 5
#: What the public Nominatim asks of its users; the others ask for less.
SECONDS_BETWEEN_QUERIES = 1

Geocode = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Found:
    """A point (WGS 84). `source` is a Place.PositionSource (postcode, outcode, town, geocoder), `name` what it is."""

    latitude: Decimal
    longitude: Decimal
    source: str
    approximate: bool
    name: str


def find_place(*, postcode: str = "", address: str = "", geocoders: Sequence[Geocode] | None = None) -> Found:
    """Locate a postcode or an address; an exact answer of any geocoder goes before an approximate one of ours.

    `geocoders` are `geocode` methods of geopy's; None takes those that the settings name. Raises NotFound, BadGeocoder.
    """
    query = ", ".join(part for part in (address.strip(), postcode.strip()) if part)
    if not query:
        raise NotFound(f"There is neither a postcode nor an address. {ASK_FOR_A_POINT}")
    own = Gazetteer().geocode(query)
    nearby = None if own is None else found_in_table(own)
    if nearby is not None and not nearby.approximate:
        return nearby
    outside = first_answer(query, configured() if geocoders is None else geocoders)
    best = outside or nearby
    if best is None:
        raise NotFound(f"Nothing is known of “{query}”. {ASK_FOR_A_POINT}")
    return best


def found_in_table(location: Any) -> Found:
    """A Location of the Gazetteer as a Found."""
    return Found(
        degrees(location.latitude),
        degrees(location.longitude),
        location.raw["kind"],
        location.raw["approximate"],
        location.address,
    )


def first_answer(query: str, geocoders: Iterable[Geocode]) -> Found | None:
    """Ask one after the other; one that does not answer is noted in the log and the next is asked."""
    for geocode in geocoders:
        try:
            location = geocode(query, timeout=TIMEOUT_S)
        except GeopyError as error:
            logger.warning("a geocoder did not answer: %s: %s", type(error).__name__, error)
            continue
        if location is not None:
            return Found(
                degrees(location.latitude), degrees(location.longitude), "geocoder", False, str(location.address)
            )
    return None


def configured() -> list[Geocode]:
    """The geocoders that FOODSHED_GEOCODERS names, in its order; none by default.

    The setting is a list of (service, options): geopy's name of the service ("nominatim") and the keywords of its class
    ({"user_agent": "our-hub"}). Raises BadGeocoder.
    """
    return [made(service, tuple(sorted(options.items()))) for service, options in settings.FOODSHED_GEOCODERS]


@cache
def made(service: str, options: tuple[tuple[str, Any], ...]) -> Geocode:
    """One geocoder per process, so that it can keep its pace. Raises BadGeocoder."""
    try:
        geocoder = get_geocoder_for_service(service)(**dict(options))
    except GeocoderNotFound as error:
        raise BadGeocoder(f"geopy knows no geocoder “{service}”.") from error
    except (TypeError, GeopyError) as error:
        raise BadGeocoder(f"The geocoder “{service}” does not take its options: {error}") from error
    unhurried: Geocode = RateLimiter(
        geocoder.geocode, min_delay_seconds=SECONDS_BETWEEN_QUERIES, max_retries=0, swallow_exceptions=False
    )
    return unhurried


def degrees(value: float) -> Decimal:
    """A coordinate to a millionth of a degree."""
    return Decimal(str(value)).quantize(MICRODEGREE)
