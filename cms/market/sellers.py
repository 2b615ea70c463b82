"""Growers and processors: what they list now, how far they are, since when they have been with the hub."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Sum

from cms.market.money import LOOK_BACK
from cms.market.week import listed_at
from shop.enterprises.models import Enterprise, Place
from shop.settlement.models import Invoice, Statement
from shop.storefront.distances import crow_m
from shop.storefront.seasons import season_in_words


@dataclass(frozen=True)
class OnSale:
    """A product that the seller lists now."""

    name: str
    category: str
    season: str


@dataclass(frozen=True)
class Seller:
    """What a story may say of its grower or processor; `distance_m` as the crow flies to where the hub packs."""

    name: str
    slug: str
    kind: str
    since: date
    hub: str
    distance_m: int | None
    on_sale: tuple[OnSale, ...]


def seller(enterprise: Enterprise, *, now: datetime) -> Seller:
    """Read one seller's card: three queries beside the enterprise's own."""
    products = (
        listed_at(now)
        .filter(grower=enterprise)
        .order_by("pack__specification__product__name")
        .values_list(*(f"pack__specification__product__{name}" for name in ("name", "category", "season_months")))
        .distinct()
    )
    seen = {name: OnSale(name, category, season_in_words(months)) for name, category, months in products}
    return Seller(
        enterprise.name,
        enterprise.slug,
        str(enterprise.get_kind_display()),
        enterprise.joined_on,
        enterprise.hub.name,
        distance_to_hub(enterprise),
        tuple(seen.values()),
    )


def distance_to_hub(enterprise: Enterprise) -> int | None:
    """Metres from the seller's first place to the hub's own; None where one of them has no place."""
    theirs = enterprise.places.order_by("id").first()
    base = packhouse_of(enterprise.hub_id)
    if theirs is None or base is None:
        return None
    ends = (theirs.latitude, theirs.longitude, base.latitude, base.longitude)
    return crow_m(*(float(each) for each in ends))


def packhouse_of(hub_id: int) -> Place | None:
    """Where the hub packs."""
    rows = Place.objects.filter(hub_id=hub_id, enterprise__kind=Enterprise.Kind.HUB)
    found: Place | None = rows.select_related("enterprise").order_by("id").first()
    return found


def the_hub_s_place() -> Place | None:
    """The only hub's packhouse, for the foot of the page; None where several hubs share the site. One query."""
    places: Any = Place.objects.filter(enterprise__kind=Enterprise.Kind.HUB).select_related("enterprise")
    found = list(places.order_by("id")[:20])
    return found[0] if len({place.hub_id for place in found}) == 1 else None


def products_listed(enterprises: Iterable[int], *, now: datetime) -> dict[int, int]:
    """Enterprise (id) to the products it lists now, in one query; those that list nothing are left out."""
    rows = listed_at(now).filter(grower_id__in=set(enterprises)).order_by().values_list("grower_id")
    return dict(rows.annotate(products=Count("pack__specification__product", distinct=True)))


def pence_of_a_pound(enterprise: Enterprise, *, now: datetime) -> int | None:
    """Of each pound the hub invoiced in the last six weeks, what the seller's statements hold, rounded down.

    None where nothing was invoiced. Two queries.
    """
    since = (now - LOOK_BACK).date()
    hub_sold = Invoice.objects.filter(hub=enterprise.hub_id, order__delivery_day__day__gte=since)
    sold = hub_sold.aggregate(pence=Sum("net_pence"))["pence"]
    theirs = Statement.objects.filter(seller=enterprise, delivery_day__day__gte=since)
    paid = theirs.aggregate(pence=Sum("total_pence"))["pence"]
    return paid * 100 // sold if sold and paid else None
