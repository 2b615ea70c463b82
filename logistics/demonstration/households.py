"""The shop opens: collection points, what growers tell, listings in small packs, and households that order."""

from collections.abc import Mapping
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.contrib.sites.models import Site

from logistics.demonstration import facts
from logistics.demonstration.facts import Farm, Good
from logistics.demonstration.household_days import (
    HOUSEHOLD,
    ForShop,
    HouseholdDay,
    HouseholdWish,
    asking_pence,
    household_day,
    small_pack,
)
from logistics.demonstration.standing import Standing
from shop.cycles.actions import list_produce
from shop.cycles.models import DeliveryDay
from shop.enterprises.actions import add_place
from shop.overrides.checkout.placing import fill, place_for_household
from shop.produce.actions import add_pack
from shop.produce.models import Pack
from shop.storefront.actions import add_handover_point, agree_account, open_shop, tell_story
from shop.storefront.choosing import Market
from shop.storefront.distances import crow_m
from shop.storefront.models import HandoverPoint, ShopFront
from shop.storefront.wanted import Household
from shop.supply.actions import promise_harvest

OPENS, CLOSES = time(15), time(18, 30)
UPPINGHAM_HALL = ("52.58905", "-0.72280")
#: Our own invention, by the kind of farm.
STORIES: Mapping[str, str] = {
    "arable": "We grow wheat and pulses in a rotation with clover, and clean and bag them on the farm.",
    "bakery": "We bake from midnight so that bread is on the van before dawn. What is left feeds our hens.",
    "brassicas": "Cabbages and kale stand through the winter here. We cut the day before they leave.",
    "dairy": "Our cows graze from April to October, and the milk is bottled where it is milked.",
    "eggs": "Our hens are out on grass all day. We collect by hand, morning and afternoon.",
    "fruit": "Some of our trees are older than we are. We pick by hand and store only what keeps.",
    "larder": "We cook in small pans from what the farms around us have too much of.",
    "market garden": "A few acres, many beds. We sow little and often, so there is something all year.",
    "meat": "Our animals are born here and fed from our own fields. The butcher is six miles away.",
    "mushrooms and herbs": "We grow on straw from our neighbours, and cut herbs to order.",
    "roots": "Heavy soil grows slow roots. We lift them the day before they leave and don't wash them.",
    "salads": "Leaves are cut at dawn and cooled within the hour.",
}


def open_the_shop(standing: Standing) -> None:
    """The shop with its points, the one household with an account, and the growers' stories."""
    now, by = standing.began, standing.coordinator
    site, _ = Site.objects.get_or_create(pk=1, defaults={"domain": "localhost", "name": "Foodshed"})
    open_shop(hub=standing.hub, site=site, by=by, now=now)
    add_points(standing)
    agree_account(hub=standing.hub, user=standing.people[HOUSEHOLD], by=by, now=now)
    for farm in standing.scale.farms:
        grower = standing.enterprises[farm.name]
        tell_story(
            grower=grower, words=STORIES[farm.kind_of_farm], village=village_near(farm), by=by, now=standing.began
        )


def add_points(standing: Standing) -> None:
    """Two collection points, and a bicycle that brings boxes to Oakham's doors."""
    now, by = standing.began, standing.coordinator
    hall = add_place(
        enterprise=standing.packhouse.enterprise,
        name="Uppingham church hall",
        latitude=UPPINGHAM_HALL[0],
        longitude=UPPINGHAM_HALL[1],
        position_source="given",
        by=by,
        now=now,
    )
    add_handover_point(
        place=standing.packhouse,
        name="Packhouse door, Oakham",
        how_to_find="The green door beside the loading bay.",
        opens=OPENS,
        closes=CLOSES,
        by=by,
        now=now,
    )
    add_handover_point(
        place=hall,
        name="Church hall, Uppingham",
        how_to_find="Side entrance.",
        opens=OPENS,
        closes=CLOSES,
        by=by,
        now=now,
    )
    add_handover_point(
        place=standing.packhouse,
        name="Bicycle round, Oakham",
        kind=HandoverPoint.Kind.ROUND,
        outcodes=["LE15"],
        fee_pence=250,
        opens=OPENS,
        closes=CLOSES,
        by=by,
        now=now,
    )


def village_near(farm: Farm) -> str:
    """The village or town that the farm is nearest to."""
    towns = [spot for spot in facts.spots() if spot.kind == "town"]
    here = float(farm.latitude), float(farm.longitude)
    return min(towns, key=lambda spot: crow_m(*here, float(spot.latitude), float(spot.longitude))).name


def list_for_households(standing: Standing, delivery_day: DeliveryDay, plan: HouseholdDay, now: datetime) -> None:
    """A lot of its own for each listing: what is packed small is kept apart."""
    handovers = {farm.name: farm.handover for farm in standing.scale.farms}
    for number, each in enumerate(plan.listed, start=1):
        list_one(standing, delivery_day, each, f"{delivery_day.day:%y%m%d}-H{number:03d}", handovers[each.grower], now)


def list_one(
    standing: Standing, delivery_day: DeliveryDay, each: ForShop, code: str, handover: str, now: datetime
) -> None:
    """Promise the packs and put them into the shop."""
    grower, by = standing.enterprises[each.grower], standing.people[each.grower]
    pack = household_pack(standing, each.good, delivery_day.day)
    lot = promise_harvest(
        producer=grower,
        specification=pack.specification,
        quantity_base=each.packs * pack.quantity_base,
        code=code,
        by=by,
        now=now,
    )
    list_produce(
        delivery_day=delivery_day,
        grower=grower,
        place=standing.places[f"{each.grower} yard"],
        lot=lot,
        pack=pack,
        price_pence=asking_pence(each.good, small_pack(each.good, delivery_day.day.month), delivery_day.day.month),
        packs_shop=each.packs,
        handover=handover,
        by=by,
        now=now,
    )


def household_pack(standing: Standing, good: Good, day: date) -> Pack:
    """The small pack of a good, made when it is first listed."""
    wanted = small_pack(good, day.month)
    specification = standing.packs[good].specification
    found: Pack | None = specification.packs.filter(name=wanted.name).named().first()
    return found or add_pack(
        specification=specification,
        name=wanted.name,
        quantity_base=wanted.quantity_base,
        gross_weight_g=wanted.gross_weight_g,
        packs_per_crate=wanted.packs_per_crate,
        by=standing.coordinator,
        now=standing.began,
    )


def order_for_households(standing: Standing, delivery_day: DeliveryDay, plan: HouseholdDay, now: datetime) -> None:
    """Each household's order, as the page would place it."""
    market = market_at(standing, delivery_day, now)
    points = list(HandoverPoint.objects.of(standing.hub).filter(kind=HandoverPoint.Kind.COLLECTION).order_by("id"))
    for number, wish in enumerate(plan.orders):
        key = uuid5(NAMESPACE_URL, f"{standing.hub.slug}/{delivery_day.day}/{wish.who}")
        place_for_household(
            market=market,
            packs=packs_of(market, wish),
            point=points[number % len(points)],
            household=who(standing, wish.who),
            payment="account" if wish.who == HOUSEHOLD else "at_handover",
            client_key=key,
            order_number=f"{key.hex[:4]}-{key.hex[4:8]}".upper(),
            by=standing.people[HOUSEHOLD] if wish.who == HOUSEHOLD else None,
            now=now,
        )


def leave_a_basket(standing: Standing, delivery_day: DeliveryDay, *, now: datetime) -> None:
    """The one household has begun to shop for an open day."""
    market = market_at(standing, delivery_day, now)
    few = sorted(market.shelf)[:: max(1, len(market.shelf) // 3)][:3]
    fill(market, dict.fromkeys(few, 1), owner=standing.people[HOUSEHOLD], status="Open")


def market_at(standing: Standing, delivery_day: DeliveryDay, now: datetime) -> Market:
    """The shop on a day as it stood at a moment."""
    return Market(ShopFront.objects.select_related("hub").get(hub=standing.hub), [delivery_day], delivery_day, now)


def packs_of(market: Market, wish: HouseholdWish) -> dict[int, int]:
    """A wish in Oscar's product ids: of several packs of a product the smallest."""
    shelf = sorted(market.shelf.values(), key=lambda item: -item.listing.pack.quantity_base)
    by_name = {(item.listing.grower.name, item.produce.name): item.product_id for item in shelf}
    return {by_name[grower, product]: packs for grower, product, packs in wish.packs}


def who(standing: Standing, name: str) -> Household:
    """The one that signs in, or a guest with an address of their own."""
    if name == HOUSEHOLD:
        person = standing.people[HOUSEHOLD]
        return Household(name=person.name, email=person.email, user=person)
    return Household(name=name, email=f"{name.lower().replace(' ', '.')}@example.org")


def plan_for(standing: Standing, day: date, *, is_open: bool) -> HouseholdDay:
    """The day's plan at the demonstration's scale."""
    return household_day(standing.scale, day, seed=standing.seed, is_open=is_open)
