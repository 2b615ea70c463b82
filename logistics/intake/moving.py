"""A confirmed delivery day read into facts for the routes: a handful of queries, however many lines it has."""

from collections.abc import Iterable
from typing import Any

from logistics.intake.facts import Goods, Handover, MoveFacts, NotMovable, PackFacts, PlaceFacts
from logistics.intake.local_day import LocalDay
from logistics.intake.rules import rules_of
from logistics.intake.vans import drivers_on, vans_on
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Hub, Place
from shop.procurement.models import (
    AllocationLine,
    AllocationRun,
    LineConfirmation,
    ProcessingInput,
    PurchaseLine,
)
from shop.produce.models import Pack


def read_facts(delivery_day: DeliveryDay) -> MoveFacts:
    """Read what was confirmed and the vans that can move it. Raises NotMovable."""
    hub, run = delivery_day.cycle.hub, AllocationRun.objects.current_for(delivery_day)
    if delivery_day.collection_day == delivery_day.day:
        raise NotMovable(
            "Collections on the delivery day itself can't be planned. Set the hub's clock to collect earlier."
        )
    collection = LocalDay(delivery_day.collection_day, hub.time_zone)
    delivery = LocalDay(delivery_day.day, hub.time_zone)
    rules = rules_of(hub)
    hub_place = hub_place_of(hub)
    kitchens, processors = goods_for_kitchens(delivery_day, run), goods_for_processors(delivery_day, run)
    vans = {local.day: vans_on(hub, local, delivery_day, rules=rules) for local in (collection, delivery)}
    used = {each for goods in (*kitchens, *processors) for each in (goods.seller_place, goods.to_place)}
    ends = {int(place.rpartition(":")[2]) for each in vans.values() for van in each for place in (van.start, van.end)}
    return MoveFacts(
        delivery_day=delivery_day.pk,
        run=run.pk,
        collection=collection,
        delivery=delivery,
        hub_place=hub_place,
        places=places_by_id({hub_place, *used, *ends}),
        for_kitchens=kitchens,
        for_processors=processors,
        vans=vans,
        drivers=drivers_on(hub, (collection.day, delivery.day)),
        direct_saving_pence=rules.direct_saving_pence,
    )


def hub_place_of(hub: Hub) -> int:
    """Where the hub receives and packs: the first place of its own enterprise. Raises NotMovable when it has none."""
    place = Place.objects.of(hub).filter(enterprise__kind=Enterprise.Kind.HUB).order_by("id").first()
    if place is None:
        raise NotMovable(f"{hub} has no place of its own. Add the packhouse as a place of the hub's enterprise.")
    return int(place.pk)


def goods_for_kitchens(delivery_day: DeliveryDay, run: AllocationRun) -> tuple[Goods, ...]:
    """One entry per line of the allocation, with the papers it was frozen in."""
    confirmed = {
        (line, pack): number
        for number, line, pack in LineConfirmation.objects.filter(
            order_line__drop__order__delivery_day=delivery_day
        ).values_list("id", "order_line", "pack")
    }
    bought = purchases(delivery_day)
    lines = (
        AllocationLine.objects.filter(run=run)
        .select_related("order_line__drop", "listing", "recipe", "pack__specification__product")
        .order_by("id")
    )
    return tuple(goods_of_line(line, confirmed, bought) for line in lines)


def purchases(delivery_day: DeliveryDay) -> dict[tuple[int | None, int | None], int]:
    """Purchase lines by (listing, recipe)."""
    rows = PurchaseLine.objects.filter(delivery_day=delivery_day).values_list("id", "listing", "recipe")
    return {(listing, recipe): number for number, listing, recipe in rows}


def goods_of_line(
    line: AllocationLine,
    confirmed: dict[tuple[int, int], int],
    bought: dict[tuple[int | None, int | None], int],
) -> Goods:
    """A grower's or a processor's packs for one kitchen."""
    drop, listing, recipe = line.order_line.drop, line.listing, line.recipe
    handover: Handover = "made"
    if listing is not None:
        handover = "brought_in" if listing.handover == Listing.Handover.BROUGHT_IN else "collected"
    source: Any = listing or recipe
    return Goods(
        purchase=bought.get((line.listing_id, line.recipe_id)),
        confirmation=confirmed[line.order_line_id, line.pack_id],
        pack=pack_facts(line.pack),
        packs=line.packs,
        seller_place=source.place_id,
        to_place=drop.kitchen_id,
        handover=handover,
        ready_from=listing.ready_from if listing else None,
        ready_until=listing.ready_until if listing else None,
        wanted_from=drop.opens_at,
        wanted_until=drop.closes_at,
        hours_needed=recipe.hours_needed if recipe else 0,
    )


def goods_for_processors(delivery_day: DeliveryDay, run: AllocationRun) -> tuple[Goods, ...]:
    """One entry per listing and recipe whose goods go to a processor first."""
    bought = purchases(delivery_day)
    inputs = (
        ProcessingInput.objects.filter(run=run)
        .select_related("listing__pack__specification__product", "recipe")
        .order_by("id")
    )
    return tuple(
        Goods(
            purchase=bought.get((row.listing_id, None)),
            confirmation=None,
            pack=pack_facts(row.listing.pack),
            packs=row.packs,
            seller_place=row.listing.place_id,
            to_place=row.recipe.place_id,
            handover="brought_in" if row.listing.handover == Listing.Handover.BROUGHT_IN else "collected",
            ready_from=row.listing.ready_from,
            ready_until=row.listing.ready_until,
            hours_needed=row.recipe.hours_needed,
        )
        for row in inputs
    )


def pack_facts(pack: Pack) -> PackFacts:
    """What the vans need to know of a pack."""
    return PackFacts(
        id=pack.pk,
        name=str(pack),
        weight_g=pack.gross_weight_g,
        packs_per_crate=pack.packs_per_crate,
        temperature_class=pack.specification.temperature_class,
    )


def places_by_id(numbers: Iterable[int]) -> dict[int, PlaceFacts]:
    """The places with their windows, in the order of their ids."""
    rows = Place.objects.filter(id__in=set(numbers)).with_windows().order_by("id")
    return {
        row.pk: PlaceFacts(
            id=row.pk,
            name=row.name,
            lat=float(row.latitude),
            lon=float(row.longitude),
            service_fixed_s=row.service_fixed_s,
            service_per_crate_s=row.service_per_crate_s,
            windows=tuple((each.weekday, each.opens, each.closes) for each in row.windows.all()),
        )
        for row in rows
    }
