"""When the van comes, as it was made known. Before routes are published nobody is told a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from logistics.models import Publication, Shipment, Task


@dataclass(frozen=True, slots=True)
class Arrival:
    """The van's planned time at a kitchen, and on how many mornings in a hundred it keeps the window."""

    at: datetime
    van: str
    on_time_of_100: int | None = None


def arrivals_on(days: Collection[int], kitchens: Collection[Any]) -> dict[tuple[int, int], Arrival]:
    """(delivery day id, kitchen id) to the first published arrival. Two queries."""
    current = (
        Publication.objects.filter(plan_run__delivery_day__in=days)
        .order_by()
        .values("plan_run__delivery_day")
        .annotate(latest=Max("id"))
    )
    latest = [row["latest"] for row in current]
    if not latest:
        return {}
    tasks = Task.objects.filter(
        kind=Task.Kind.DROP,
        shipment__leg__in=(Shipment.Leg.TO_KITCHEN, Shipment.Leg.DIRECT),
        stop__place__in=kitchens,
        stop__route__plan_run__publications__in=latest,
    ).order_by("stop__starts_at")
    found: dict[tuple[int, int], Arrival] = {}
    for task in tasks.select_related("stop__route__plan_run", "stop__route__vehicle").defer(
        "stop__route__plan_run__problems"
    ):
        stop = task.stop
        key = (stop.route.plan_run.delivery_day_id, stop.place_id)
        found.setdefault(key, Arrival(stop.starts_at, stop.route.vehicle.name, stop.on_time_of_100))
    return found
