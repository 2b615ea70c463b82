"""What a person must see to before they can be forgotten, and whom a hub knows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q

from accounts.models import User
from logistics.models import CurrentPlan, Route
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Hub, Membership
from shop.procurement.models import BulkOrder
from shop.rows.local_time import local_date
from shop.storefront.models import HouseholdOrder

ENDED = (DeliveryDay.Status.DELIVERED, DeliveryDay.Status.SETTLED)
SETTLED = (DeliveryDay.Status.SETTLED,)


def in_the_way(person: User, *, now: datetime) -> list[str]:
    """Sentences that say what to do first; empty when the person can be forgotten."""
    return [
        *only_administrator(person),
        *only_coordinator(person),
        *business_under_way(person),
        *orders_under_way(person),
        *routes_to_drive(person, now),
    ]


def only_administrator(person: User) -> Iterator[str]:
    """The installation needs somebody who may do everything."""
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=person.pk)
    if person.is_superuser and not others.exists():
        yield "You are the only administrator. Make somebody else administrator first."


def only_coordinator(person: User) -> Iterator[str]:
    """A hub needs somebody who runs it."""
    role = Membership.Role.COORDINATOR
    for hub in Hub.objects.filter(enterprises__memberships__in=person.memberships.filter(role=role)).distinct():
        others = Membership.objects.of(hub).filter(role=role, user__is_active=True).exclude(user=person)
        if not others.exists():
            yield f"You are the only coordinator of {hub}. Invite another coordinator first."


def business_under_way(person: User) -> Iterator[str]:
    """An enterprise whose last member goes must have nothing open."""
    for enterprise in left_alone_by(person).exclude(kind=Enterprise.Kind.HUB):
        days = open_days_of(enterprise)
        if days:
            yield (
                f"You are the only one who acts for {enterprise}, and {days[0]:%A} {days[0].day} {days[0]:%B} is not "
                "settled yet. Wait until it is, or ask the hub to let somebody else act for it."
            )


def left_alone_by(person: User) -> Any:
    """The enterprises for which nobody else acts."""
    others = Membership.objects.exclude(user=person).filter(user__is_active=True).values("enterprise")
    return Enterprise.objects.filter(memberships__user=person).exclude(pk__in=others).distinct().order_by("name")


def open_days_of(enterprise: Enterprise) -> list[Any]:
    """Delivery days that are not settled on which the enterprise buys or sells, the first one first."""
    ordered = BulkOrder.objects.filter(buyer=enterprise).exclude(status=BulkOrder.Status.CANCELLED)
    listed = Listing.objects.filter(grower=enterprise, withdrawn_at=None)
    its_days = Q(bulk_orders__in=ordered) | Q(listings__in=listed)
    days = DeliveryDay.objects.filter(its_days).exclude(status__in=SETTLED)
    return sorted(set(days.values_list("day", flat=True)))


def orders_under_way(person: User) -> Iterator[str]:
    """What a household ordered must have come or be cancelled."""
    own = Q(user=person) | Q(user=None, email__iexact=person.email)
    coming = HouseholdOrder.objects.standing().filter(own).exclude(delivery_day__status__in=ENDED)
    for order in coming.select_related("order", "delivery_day").order_by("delivery_day__day"):
        day = order.delivery_day.day
        yield (
            f"Order {order.order.number} for {day:%A} {day.day} {day:%B} has not come yet. Cancel it, or wait until it "
            "has come."
        )


def routes_to_drive(person: User, now: datetime) -> Iterator[str]:
    """Published routes still to be driven need their driver."""
    routes = Route.objects.filter(driver__user=person, plan_run__in=CurrentPlan.objects.values("run"))
    for route in routes.select_related("plan_run__delivery_day__cycle__hub").order_by("day", "number"):
        if route.day >= local_date(now, route.plan_run.delivery_day.cycle.hub.time_zone):
            yield f"You drive route {route.number} on {route.day:%A} {route.day.day} {route.day:%B}. Pass it on first."


def hubs_that_know(person: User) -> Any:
    """The hubs at which the person works, shops or drives, by name."""
    ties = (
        Q(enterprises__memberships__user=person)
        | Q(household_accounts__user=person)
        | Q(household_orders__user=person)
        | Q(drivers__user=person)
    )
    return Hub.objects.filter(ties).distinct().order_by("name")
