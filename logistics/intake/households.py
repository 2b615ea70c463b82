"""What households bought, as goods that vans bring from its growers to the handover points."""

from collections.abc import Mapping

from logistics.intake.facts import Goods
from logistics.intake.packs import pack_facts
from shop.cycles.models import DeliveryDay, Listing
from shop.rows.local_time import local_moment
from shop.storefront.demand import Bound, bound_for_points


def goods_for_households(
    delivery_day: DeliveryDay, bought: Mapping[tuple[int | None, int | None], int]
) -> tuple[Goods, ...]:
    """One entry per listing and handover point, to be there when the point opens. Their paper is the purchase."""
    return tuple(goods_of(bound, delivery_day, bought) for bound in bound_for_points(delivery_day))


def goods_of(bound: Bound, delivery_day: DeliveryDay, bought: Mapping[tuple[int | None, int | None], int]) -> Goods:
    """A grower's packs for one handover point."""
    listing, point = bound.listing, bound.point
    return Goods(
        purchase=bought.get((listing.pk, None)),
        confirmation=None,
        pack=pack_facts(listing.pack),
        packs=bound.packs,
        seller_place=listing.place_id,
        to_place=point.place_id,
        handover="brought_in" if listing.handover == Listing.Handover.BROUGHT_IN else "collected",
        ready_from=listing.ready_from,
        ready_until=listing.ready_until,
        wanted_until=local_moment(delivery_day.day, point.opens, delivery_day.cycle.hub.time_zone),
    )
