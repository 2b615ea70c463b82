"""What households can buy for a delivery day, read in a fixed number of queries whatever the number of listings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Place
from shop.pricing.quantities import quantity
from shop.produce.models import VatRate
from shop.storefront.actions.selling import put_on_sale
from shop.storefront.distances import crow_m
from shop.storefront.models import HouseholdLine, ShopFront, ShopGoods
from shop.storefront.prices import PackPrice, pack_price, unit_price_pence
from shop.storefront.shares import left_of, rate_of


@dataclass(frozen=True, slots=True)
class OnSale:
    """A grower's pack on the shelf: its listing, what it costs and how many packs a household could take."""

    listing: Listing
    goods: ShopGoods
    price: PackPrice
    vat_permille: int
    packs_left: int
    distance_m: int | None

    @property
    def product_id(self) -> int:
        """Of Oscar's row."""
        return int(self.goods.product_id)

    @property
    def produce(self) -> Any:
        """Carrots."""
        return self.listing.pack.specification.product

    @property
    def price_pence(self) -> int:
        """Per pack, VAT included."""
        return self.price.gross_pence

    @property
    def unit_pence(self) -> int:
        """Per kilogram, litre or piece."""
        return unit_price_pence(self.price_pence, self.listing.pack.quantity_base, self.produce.base_unit)

    @property
    def unit_name(self) -> str:
        """What `unit_pence` is the price of."""
        return {"g": "kg", "ml": "litre"}.get(self.produce.base_unit, "each")

    @property
    def holds(self) -> str:
        """2 kg, 6 each."""
        return quantity(self.listing.pack.quantity_base, self.produce.base_unit)

    @property
    def is_sold_out(self) -> bool:
        """Whether nothing is left."""
        return self.packs_left == 0


def shelf(
    delivery_day: DeliveryDay, *, front: ShopFront, now: datetime, products: Iterable[int] | None = None
) -> list[OnSale]:
    """What is listed for households, nearest and smallest packs first; of `products` (Oscar's ids) only if given.

    A listing that has no goods yet gets them here: the page that first sees it puts it on sale. Raises NoVatRate.
    """
    listings = list(listed_for_shop(delivery_day, products=products))
    goods = goods_for(front, listings, now=now)
    sold = HouseholdLine.objects.sold_of(listing.pk for listing in listings)
    rates = VatRate.objects.permille_on(delivery_day.day)
    base = packhouse(front)
    cheapest: dict[int, OnSale] = {}
    for listing in listings:
        vat_permille = rate_of(listing, rates, delivery_day)
        item = OnSale(
            listing=listing,
            goods=goods[listing.grower_id, listing.pack_id],
            price=pack_price(listing.price_pence, margin_permille=front.margin_permille, vat_permille=vat_permille),
            vat_permille=vat_permille,
            packs_left=left_of(listing, sold.get(listing.pk, 0)),
            distance_m=distance_of(listing, base),
        )
        before = cheapest.get(item.product_id)
        if before is None or before.is_sold_out:
            cheapest[item.product_id] = item
    return sorted(
        cheapest.values(),
        key=lambda item: (item.produce.name, item.listing.pack.quantity_base, item.distance_m or 0, item.product_id),
    )


def listed_for_shop(delivery_day: DeliveryDay, *, products: Iterable[int] | None = None) -> Any:
    """Standing listings that households may buy of, the cheapest first."""
    rows = Listing.objects.standing().filter(
        Q(packs_shop__gt=0) | Q(packs_either__gt=0),
        Q(lot__best_before=None) | Q(lot__best_before__gte=delivery_day.day),
        delivery_day=delivery_day,
    )
    if products is not None:
        pairs = ShopGoods.objects.filter(product_id__in=set(products)).values_list("grower_id", "pack_id")
        wanted = Q(pk__in=[])
        for grower_id, pack_id in pairs:
            wanted |= Q(grower_id=grower_id, pack_id=pack_id)
        rows = rows.filter(wanted)
    return rows.named().select_related("place", "lot__hub").order_by("price_pence", "id")


def goods_for(front: ShopFront, listings: Iterable[Listing], *, now: datetime) -> dict[tuple[int, int], ShopGoods]:
    """Goods by (grower, pack), made where they are missing."""
    wanted = list(listings)
    found = standing_goods(wanted)
    if any((listing.grower_id, listing.pack_id) not in found for listing in wanted):
        put_on_sale(front=front, listings=wanted, now=now)
        found = standing_goods(wanted)
    return found


def standing_goods(listings: list[Listing]) -> dict[tuple[int, int], ShopGoods]:
    """Goods by (grower, pack) in one query."""
    rows = ShopGoods.objects.filter(
        grower_id__in={listing.grower_id for listing in listings}, pack_id__in={each.pack_id for each in listings}
    ).select_related("product", "stockrecord")
    return {(row.grower_id, row.pack_id): row for row in rows}


def packhouse(front: ShopFront) -> Place | None:
    """Where the hub packs: the first place of its own enterprise."""
    rows = Place.objects.of(front.hub).filter(enterprise__kind=Enterprise.Kind.HUB)
    found: Place | None = rows.order_by("id").first()
    return found


def distance_of(listing: Listing, base: Place | None) -> int | None:
    """Metres from the farm to the packhouse as the crow flies; None where the hub has no place."""
    if base is None:
        return None
    ends = (listing.place.latitude, listing.place.longitude, base.latitude, base.longitude)
    return crow_m(*(float(each) for each in ends))
