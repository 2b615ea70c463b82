"""Guests have no account: a hub's coordinator takes them out of their orders when they ask."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from privacy.errors import StandsInTheWay
from privacy.forgetting import let_go
from privacy.register.orders import BILLED, GUEST, MESSAGE, PLACED
from privacy.standing import ENDED
from shop.enterprises.models import Hub
from shop.journal.actions import log
from shop.storefront.models import HouseholdOrder


def orders_of_guest(hub: Hub, email: str) -> Any:
    """What somebody without an account ordered at the hub with this address."""
    return HouseholdOrder.objects.of(hub).filter(user=None, email__iexact=email.strip())


@transaction.atomic
def forget_guest(*, hub: Hub, email: str, by: User, now: datetime) -> int:
    """Take the guest's name and addresses out of their orders and messages. Returns how many orders; again none.

    Raises StandsInTheWay while an order has not come yet.
    """
    orders = orders_of_guest(hub, email)
    coming = orders.standing().exclude(delivery_day__status__in=ENDED)
    reasons = [
        f"Order {each.order.number} has not come yet. Cancel it first." for each in coming.select_related("order")
    ]
    if reasons:
        raise StandsInTheWay(reasons)
    ids = list(orders.values_list("pk", flat=True))
    if not ids:
        return 0
    let_go(GUEST, GUEST.rows.filter(household_order__in=ids))
    let_go(MESSAGE, MESSAGE.rows.filter(MESSAGE.only, Q(hub=hub), to_address__iexact=email.strip()))
    for row in HouseholdOrder.objects.filter(pk__in=ids).order_by("pk"):
        log(hub=hub, verb="forgot a guest", subject=row, by=by, now=now)
    for entry in (PLACED, BILLED):
        let_go(entry, entry.rows.filter(pk__in=ids))
    return len(ids)
