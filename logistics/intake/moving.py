"""A confirmed delivery day read into facts for the routes: a handful of queries, however many lines it has."""

from collections.abc import Iterable, Mapping
from typing import Any

from logistics.intake.facts import Goods, Handover, MoveFacts, NotMovable, PlaceFacts
from logistics.intake.households import goods_for_households
from logistics.intake.local_day import LocalDay
from logistics.intake.packs import pack_facts
from logistics.intake.rules import rules_of
from logistics.intake.vans import drivers_on, vans_on
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Hub, Place
from shop.procurement.models import (
    AllocationRun,
    LineConfirmation,
    ProcessingInput,
    PurchaseLine,
)
from shop.procurement.standing import StandingShare, standing_shares
from shop.produce.models import Recipe


def read_facts(delivery_day: DeliveryDay) -> MoveFacts:
    """Read what was confirmed and the vans that can move it. Raises NotMovable."""
    run = AllocationRun.objects.current_for(delivery_day)
    kitchens, processors = goods_for_kitchens(delivery_day, run), goods_for_processors(delivery_day, run)
    return facts_about(delivery_day, run.pk, kitchens, processors)


def facts_about(
    delivery_day: DeliveryDay,
    run: int,
    kitchens: tuple[Goods, ...],
    processors: tuple[Goods, ...],
    *,
    also: Iterable[int] = (),
) -> MoveFacts:
    """These goods with the vans that can move them, their places, and those of `also`. Raises NotMovable."""
    hub = delivery_day.cycle.hub
    if delivery_day.collection_day == delivery_day.day:
        raise NotMovable(
            "Collections on the delivery day itself can't be planned. Set the hub's clock to collect earlier."
        )
    collection = LocalDay(delivery_day.collection_day, hub.time_zone)
    delivery = LocalDay(delivery_day.day, hub.time_zone)
    rules = rules_of(hub)
    hub_place = hub_place_of(hub)
    vans = {local.day: vans_on(hub, local, delivery_day, rules=rules) for local in (collection, delivery)}
    used = {each for goods in (*kitchens, *processors) for each in (goods.seller_place, goods.to_place)}
    ends = {int(place.rpartition(":")[2]) for each in vans.values() for van in each for place in (van.start, van.end)}
    return MoveFacts(
        delivery_day=delivery_day.pk,
        run=run,
        collection=collection,
        delivery=delivery,
        hub_place=hub_place,
        places=places_by_id({hub_place, *used, *ends, *also}),
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
    """One entry per share as it stands after late changes, with the papers it was frozen in; then the households'."""
    confirmed = {
        (line, pack): number
        for number, line, pack in LineConfirmation.objects.filter(
            order_line__drop__order__delivery_day=delivery_day
        ).values_list("id", "order_line", "pack")
    }
    bought = purchases(delivery_day)
    kitchens = tuple(goods_of_share(share, confirmed, bought) for share in standing_shares(run))
    return kitchens + goods_for_households(delivery_day, bought)


def purchases(delivery_day: DeliveryDay) -> dict[tuple[int | None, int | None], int]:
    """Purchase lines by (listing, recipe)."""
    rows = PurchaseLine.objects.filter(delivery_day=delivery_day).values_list("id", "listing", "recipe")
    return {(listing, recipe): number for number, listing, recipe in rows}


def goods_of_share(
    share: StandingShare,
    confirmed: Mapping[tuple[int, int], int | None],
    bought: Mapping[tuple[int | None, int | None], int],
) -> Goods:
    """A grower's or a processor's packs for one kitchen."""
    drop, listing, recipe = share.order_line.drop, share.listing, share.recipe
    handover: Handover = "made"
    if listing is not None:
        handover = "brought_in" if listing.handover == Listing.Handover.BROUGHT_IN else "collected"
    source: Any = listing or recipe
    return Goods(
        purchase=bought.get(share.source),
        confirmation=confirmed[share.order_line_id, share.pack_id],
        pack=pack_facts(share.pack),
        packs=share.packs,
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
    return tuple(goods_of_input(row.listing, row.recipe, row.packs, bought) for row in inputs)


def goods_of_input(
    listing: Listing, recipe: Recipe, packs: int, bought: Mapping[tuple[int | None, int | None], int]
) -> Goods:
    """A grower's packs for a processor."""
    return Goods(
        purchase=bought.get((listing.pk, None)),
        confirmation=None,
        pack=pack_facts(listing.pack),
        packs=packs,
        seller_place=listing.place_id,
        to_place=recipe.place_id,
        handover="brought_in" if listing.handover == Listing.Handover.BROUGHT_IN else "collected",
        ready_from=listing.ready_from,
        ready_until=listing.ready_until,
        hours_needed=recipe.hours_needed,
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
