"""What other programs are told of published routes."""

from collections.abc import Iterator

from django.db.models import Count

from logistics.models import Publication
from shop.webhooks.announcing import moment
from shop.webhooks.events import Event, News


def published(publication: Publication) -> Iterator[News]:
    """The day's routes, without their drivers. One query."""
    run = publication.plan_run
    routes = [
        {
            "id": route.pk,
            "number": route.number,
            "day": route.day.isoformat(),
            "starts_at": moment(route.starts_at),
            "ends_at": moment(route.ends_at),
            "stops": route.stops_made,
        }
        for route in run.routes.annotate(stops_made=Count("stops")).order_by("day", "number")
    ]
    data = {
        "publication_id": publication.pk,
        "cycle_id": run.delivery_day.cycle_id,
        "delivery_day": run.delivery_day.day.isoformat(),
        "routes": routes,
    }
    yield News(Event.ROUTES_PUBLISHED, f"publication:{publication.pk}", data)
