"""Who may see a hub's working pages: its coordinators. To everybody else they are not there."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from logistics.run_cycle.due import UNFINISHED
from shop.cycles.models import DeliveryDay, OrderCycle
from shop.enterprises.models import Enterprise, Hub, Membership


def hubs_of(user: Any) -> Any:
    """Hubs that the person coordinates."""
    return Hub.objects.filter(
        enterprises__kind=Enterprise.Kind.HUB,
        enterprises__memberships__user=user,
        enterprises__memberships__role=Membership.Role.COORDINATOR,
    ).distinct()


def cycle_or_404(request: HttpRequest, cycle_id: int) -> OrderCycle:
    """The cycle, if the person coordinates its hub. Raises Http404."""
    cycles = OrderCycle.objects.filter(hub__in=hubs_of(request.user)).select_related("hub")
    found: OrderCycle = get_object_or_404(cycles, pk=cycle_id)
    return found


def day_or_404(cycle: OrderCycle, wanted: str) -> DeliveryDay | None:
    """The cycle's day of that date; else its first that is not finished, else its last. None for a cycle without days.

    Raises Http404 for a date that is none of its own.
    """
    days: list[DeliveryDay] = list(cycle.delivery_days.order_by("day"))
    for day in days:
        day.cycle = cycle
    if wanted:
        try:
            asked = date.fromisoformat(wanted)
        except ValueError as error:
            raise Http404 from error
        for day in days:
            if day.day == asked:
                return day
        raise Http404
    unfinished = [day for day in days if day.status in UNFINISHED]
    return next(iter(unfinished or days[-1:]), None)
