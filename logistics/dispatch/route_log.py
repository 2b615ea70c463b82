"""What happened on one route: its plan, its publishing, and what the driver told of each stop."""

from typing import Any

from django.db.models import Q

from logistics.models import Route
from shop.journal.models import LogLine


def route_lines(route: Route) -> Any:
    """The log lines of a route, of its stops and of the plan that it is part of, in the order they were written."""
    about = (
        Q(subject_kind="route", subject_id=route.pk)
        | Q(subject_kind="stop", subject_id__in=route.stops.values("pk"))
        | Q(subject_kind="planrun", subject_id=route.plan_run_id)
    )
    return LogLine.objects.of(route.plan_run.delivery_day.cycle.hub).filter(about).named().order_by("id")
