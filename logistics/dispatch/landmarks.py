"""Named places from the gazetteer, to draw beside a day's routes."""

from collections.abc import Sequence
from decimal import Decimal

from logistics.dispatch.route_map import Driven, Landmark
from shop.gazetteer.models import GazetteerEntry

MOST = 60


def landmarks_around(routes: Sequence[Driven]) -> tuple[Landmark, ...]:
    """Towns and villages among the stops of `routes`, by name: one query."""
    points = [(stop.latitude, stop.longitude) for route in routes for stop in route.stops]
    if not points:
        return ()
    latitudes, longitudes = [lat for lat, _ in points], [lon for _, lon in points]
    rows = GazetteerEntry.objects.filter(
        kind=GazetteerEntry.Kind.TOWN,
        latitude__range=(Decimal(str(min(latitudes))), Decimal(str(max(latitudes)))),
        longitude__range=(Decimal(str(min(longitudes))), Decimal(str(max(longitudes)))),
    ).order_by("name")
    return tuple(Landmark(row.name, float(row.latitude), float(row.longitude)) for row in rows[:MOST])
