"""A grower's pack as a page: who grew it, what is in it, and who else sells the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404

from shop.produce.models import Allergen, AllergenStatement, Certificate
from shop.storefront.choosing import Market
from shop.storefront.models import GrowerStory, ShopGoods
from shop.storefront.naming import name_of
from shop.storefront.seasons import season_in_words
from shop.storefront.shelf import OnSale

PRESENCE = AllergenStatement.Presence


@dataclass(frozen=True, slots=True)
class Allergens:
    """The 14 by what is known of them. Unknown is not none."""

    contains: Sequence[str]
    may_contain: Sequence[str]
    absent: Sequence[str]
    unknown: Sequence[str]


@dataclass(frozen=True, slots=True)
class GoodsPage:
    """`item` is None while it is not on sale for the chosen day."""

    goods: ShopGoods
    item: OnSale | None
    others: Sequence[OnSale]
    story: GrowerStory | None
    certificates: Sequence[str]
    allergens: Allergens
    season: str

    @property
    def name(self) -> str:
        """Carrots, or carrots diced."""
        return name_of(self.goods.pack.specification)

    @property
    def produce(self) -> Any:
        """Carrots."""
        return self.goods.pack.specification.product


def goods_page(market: Market, product_id: int) -> GoodsPage:
    """Read the page of one of Oscar's products. Raises Http404 when it is not this hub's."""
    goods = (
        ShopGoods.objects.of(market.front.hub)
        .select_related("grower", "pack__specification__product", "product")
        .filter(product_id=product_id)
        .first()
    )
    if goods is None:
        raise Http404
    product = goods.pack.specification.product
    same = [item for item in market.shelf.values() if item.produce.pk == product.pk]
    day = market.day.day if market.day else market.now.date()
    return GoodsPage(
        goods=goods,
        item=market.shelf.get(product_id),
        others=[item for item in same if item.product_id != product_id],
        story=GrowerStory.objects.filter(grower=goods.grower).first(),
        certificates=certificates_on(goods.grower, day),
        allergens=allergens_of(goods.pack.specification),
        season=season_in_words(product.season_months),
    )


def certificates_on(grower: Any, day: date) -> list[str]:
    """What the grower is certified as on the day."""
    rows = Certificate.objects.filter(enterprise=grower, valid_from__lte=day, valid_until__gte=day)
    return [kind.replace("-", " ").capitalize() for kind in rows.order_by("kind").values_list("kind", flat=True)]


def allergens_of(specification: Any) -> Allergens:
    """The 14 allergens by what was stated of them."""
    rows = AllergenStatement.objects.filter(specification=specification)
    stated = dict(rows.values_list("allergen_id", "presence"))
    known = list(Allergen.objects.order_by("name"))

    def those(presence: str | None) -> list[str]:
        return [each.name for each in known if stated.get(each.code) == presence]

    return Allergens(
        contains=those(PRESENCE.CONTAINS),
        may_contain=those(PRESENCE.MAY_CONTAIN),
        absent=those(PRESENCE.CONFIRMED_ABSENT),
        unknown=those(None),
    )
