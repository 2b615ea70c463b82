"""What a buyer can order for a day: every pack with a published price for it, in the order of a shopping list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.models import BuyingBasis, PublishedPrice
from shop.produce.models import Pack, Product, Recipe

CATEGORIES = {value: number for number, value in enumerate(Product.Category.values)}


@dataclass(frozen=True, slots=True)
class Good:
    """A pack and what it costs this buyer on the day; None where no price is published any more."""

    pack: Pack
    price_pence: int | None

    @property
    def name(self) -> str:
        """Carrots, diced."""
        return str(self.pack.specification)

    @property
    def category(self) -> str:
        """A value of Product.Category."""
        return str(self.pack.specification.product.category)


def goods_on(day: DeliveryDay, basis: BuyingBasis | None, *, also: Iterable[int] = ()) -> dict[int, Good]:
    """Pack id to good, by category and name: two queries. `also` names packs that come along without a price."""
    hub = day.cycle.hub
    prices: dict[int, int] = {}
    for pack_id, price_pence in (
        PublishedPrice.objects.of(hub).holding_on(day.day, basis=basis).values_list("pack_id", "price_pence")
    ):
        prices.setdefault(pack_id, price_pence)
    packs = Pack.objects.of(hub).filter(pk__in=prices.keys() | set(also)).named()
    return {pack.pk: Good(pack, prices.get(pack.pk)) for pack in sorted(packs, key=shelf_of)}


def shelf_of(pack: Pack) -> tuple[Any, ...]:
    """Sorts packs: category, product, whole before cut, size."""
    specification = pack.specification
    product = specification.product
    shelf = CATEGORIES[product.category], product.name
    return *shelf, specification.cut != "whole", specification.cut, specification.grade, pack.quantity_base


def listed_packs(day: DeliveryDay) -> dict[int, int]:
    """Pack id to the packs of it that growers list for bulk buyers on the day."""
    listed: dict[int, int] = {}
    for listing in (
        Listing.objects.filter(delivery_day=day).standing().only("pack_id", "packs_shop", "packs_bulk", "packs_either")
    ):
        listed[listing.pack_id] = listed.get(listing.pack_id, 0) + listing.packs_for_bulk
    return listed


def made_packs(hub: Any) -> set[int]:
    """Ids of packs that a processor makes."""
    return set(Recipe.objects.of(hub).values_list("output_pack_id", flat=True))
