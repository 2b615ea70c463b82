"""Who may open a grower's pages: its members, and the hub's coordinator on its behalf. To others they are not there."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404

from shop.cycles.models import DeliveryDay, Listing, OrderCycle
from shop.enterprises.access import Acting, acting_for
from shop.enterprises.models import Enterprise
from shop.produce.models import Pack

SELLERS = (Enterprise.Kind.GROWER, Enterprise.Kind.PROCESSOR)


def grower_or_404(user: Any, enterprise_id: int) -> Acting:
    """The grower or processor that the person acts for. Raises Http404."""
    return acting_for(user, enterprise_id, kinds=SELLERS)


def day_or_404(acting: Acting, day_id: int) -> DeliveryDay:
    """A day of the grower's hub whose cycle is not a draft. Raises Http404."""
    days = DeliveryDay.objects.of(acting.enterprise.hub).exclude(cycle__status=OrderCycle.Status.DRAFT).with_hub()
    found: DeliveryDay = get_object_or_404(days, pk=day_id)
    return found


def listing_or_404(acting: Acting, listing_id: int) -> Listing:
    """A standing listing of the grower's. Raises Http404."""
    rows = Listing.objects.standing().filter(grower=acting.enterprise).named()
    found: Listing = get_object_or_404(rows.select_related("lot", "place", "delivery_day__cycle__hub"), pk=listing_id)
    return found


def pack_or_404(acting: Acting, pack_id: int) -> Pack:
    """A pack of the grower's hub. Raises Http404."""
    rows = Pack.objects.of(acting.enterprise.hub).select_related("specification__product__hub")
    found: Pack | None = rows.filter(pk=pack_id).first()
    if found is None:
        raise Http404
    return found
