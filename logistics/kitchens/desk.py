"""Where a cook is at work: for which buyer, which day and, when one is being changed, which order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from logistics.kitchens.sheets import sheet_of
from logistics.models import OrderSheet
from shop.cycles.models import DeliveryDay
from shop.enterprises.access import Acting, acting_for
from shop.enterprises.models import Enterprise
from shop.procurement.models import BulkOrder
from shop.rows.local_time import in_words


@dataclass(frozen=True, slots=True)
class Desk:
    """The buyer that a person acts for, the delivery day, the order that is being changed, and the moment."""

    acting: Acting
    day: DeliveryDay
    order: BulkOrder | None
    person: Any
    now: datetime

    @property
    def grid_address(self) -> str:
        """Where the grid is."""
        if self.order is not None:
            return reverse("kitchen:change", args=[self.acting.enterprise.pk, self.order.pk])
        return reverse("kitchen:day", args=[self.acting.enterprise.pk, self.day.pk])

    @property
    def check_address(self) -> str:
        """Where the sheet is checked and ordered."""
        if self.order is not None:
            return reverse("kitchen:check-change", args=[self.acting.enterprise.pk, self.order.pk])
        return reverse("kitchen:check", args=[self.acting.enterprise.pk, self.day.pk])

    @property
    def closed(self) -> str:
        """Why nothing can be ordered or changed here now; nothing while it can."""
        zone = self.day.cycle.hub.time_zone
        if self.order is not None and self.order.status != BulkOrder.Status.PLACED:
            return f"Order {self.order.number} is {self.order.get_status_display()} and can no longer be changed."
        if DeliveryDay.objects.open_at(self.now).filter(pk=self.day.pk).exists():
            return ""
        if self.day.cycle.status == "draft" or self.now < self.day.cycle.opens_at:
            return f"Ordering for {self.day} has not opened yet."
        return f"Ordering for {self.day} closed at {in_words(self.day.orders_close_at, zone)}."

    def sheet(self) -> OrderSheet:
        """The person's sheet here, fresh when nothing was typed yet."""
        return sheet_of(buyer=self.acting.enterprise, day=self.day, person=self.person, order=self.order, now=self.now)


def buyer_for(request: HttpRequest, buyer_id: int) -> Acting:
    """How the person may act for the buyer. Raises Http404."""
    return acting_for(request.user, buyer_id, kinds=(Enterprise.Kind.BUYER,))


def desk_for_day(request: HttpRequest, buyer_id: int, day_id: int, now: datetime) -> Desk:
    """At a delivery day of the buyer's hub that has been opened once. Raises Http404."""
    acting = buyer_for(request, buyer_id)
    days = DeliveryDay.objects.of(acting.enterprise.hub).exclude(cycle__status="draft").with_hub()
    day = days.filter(pk=day_id).first()
    if day is None:
        raise Http404
    return Desk(acting, day, None, request.user, now)


def desk_for_order(request: HttpRequest, buyer_id: int, order_id: int, now: datetime) -> Desk:
    """At an order of the buyer. Raises Http404."""
    acting = buyer_for(request, buyer_id)
    orders = BulkOrder.objects.of(acting.enterprise.hub).filter(buyer=acting.enterprise).exclude(status="draft")
    order = orders.filter(pk=order_id).select_related("basis", "hub", "delivery_day__cycle__hub").first()
    if order is None:
        raise Http404
    return Desk(acting, order.delivery_day, order, request.user, now)


def phone_of(hub: Any) -> Enterprise | None:
    """Whom to ring or write to at the hub."""
    return Enterprise.objects.of(hub).filter(kind=Enterprise.Kind.HUB).first()
