"""What a grower gets ready for a day, when it is fetched, and what a processor makes of what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from logistics.models import Publication, ShipmentLine, Task
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Place
from shop.pricing.quantities import quantity
from shop.procurement.models import AllocationRun, ProcessingInput, PurchaseLine
from shop.procurement.queries import asked_of_listings
from shop.produce.models import Recipe
from shop.rows.local_time import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLine:
    """Packs of one lot to get ready. `how` says how they come to the hub, one sentence per van."""

    name: str
    pack: str
    category: str
    packs: int
    amount: str
    crates: int
    lot: str
    price_pence: int
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Raw goods that come to a processor."""

    name: str
    pack: str
    grower: str
    packs: int
    amount: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMake:
    """What a processor makes: packs of `name` out of `raw`, with the yield that the recipe goes by."""

    name: str
    packs: int
    amount: str
    raw: str
    raw_amount: str
    yield_percent: str
    fee_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PickList:
    """One grower's or processor's paper for a day. Until the day is confirmed it may change."""

    lines: tuple[PickLine, ...]
    arrivals: tuple[Arrival, ...]
    to_make: tuple[ToMake, ...]
    is_confirmed: bool
    is_published: bool

    @property
    def packs(self) -> int:
        """All packs to get ready."""
        return sum(line.packs for line in self.lines)

    @property
    def pence(self) -> int:
        """What the packs come to at the grower's prices."""
        return sum(line.packs * line.price_pence for line in self.lines)


@dataclass(frozen=True, slots=True)
class Visit:
    """A van at a place: packs of one purchase, when, which van, and who drives."""

    packs: int
    at: datetime
    van: str
    driver: str
    to_place: int


def pick_list(seller: Enterprise, day: DeliveryDay) -> PickList:
    """Read it: a fixed number of queries."""
    is_confirmed = day.status not in ("ordering", "closed", "allocated")
    publication = Publication.objects.current_for(day)
    bought = purchases_of(seller, day)
    visits = visits_for(publication, [purchase for purchase, _ in bought.values()]) if bought else {}
    hub_place = Place.objects.of(seller.hub).filter(enterprise__kind=Enterprise.Kind.HUB).order_by("pk").first()
    packs = {listing: count for listing, (_, count) in bought.items()} if is_confirmed else asked(seller, day)
    listings = Listing.objects.filter(pk__in=packs).named().select_related("lot", "place")
    lines = tuple(
        line_of(listing, packs[listing.pk], how_of(listing, bought, visits, hub_place, seller.hub.time_zone))
        for listing in listings.order_by("pack__specification__product__name", "pk")
    )
    arrivals, to_make = processing(seller, day, publication)
    return PickList(
        lines=lines,
        arrivals=arrivals,
        to_make=to_make,
        is_confirmed=is_confirmed,
        is_published=publication is not None,
    )


def purchases_of(seller: Enterprise, day: DeliveryDay) -> dict[int, tuple[int, int]]:
    """Listing id to its purchase's id and packs."""
    rows = PurchaseLine.objects.standing().filter(delivery_day=day, seller=seller, listing__isnull=False)
    return {listing: (pk, packs) for listing, pk, packs in rows.values_list("listing", "pk", "packs_standing")}


def asked(seller: Enterprise, day: DeliveryDay) -> dict[int, int]:
    """Listing id to what the standing allocation takes of it, before it is confirmed."""
    run = AllocationRun.objects.current_for(day)
    if run is None:
        return {}
    own = set(Listing.objects.filter(delivery_day=day, grower=seller).values_list("pk", flat=True))
    return {listing: packs for listing, packs in asked_of_listings(run).items() if listing in own}


def visits_for(publication: Any, purchases: Iterable[int], kind: str = Task.Kind.PICKUP) -> dict[int, list[Visit]]:
    """Purchase id to the vans that pick it up (or drop it) by the published routes."""
    if publication is None:
        return {}
    shipped: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = ShipmentLine.objects.filter(shipment__plan_run=publication.plan_run_id, purchase__in=list(purchases))
    for shipment, purchase, packs in rows.values_list("shipment", "purchase", "packs"):
        shipped[shipment].append((purchase, packs))
    found: dict[int, list[Visit]] = defaultdict(list)
    tasks = Task.objects.filter(kind=kind, shipment__in=shipped).select_related(
        "stop__route__vehicle", "stop__route__driver", "shipment"
    )
    for task in tasks.order_by("stop__starts_at"):
        route = task.stop.route
        for purchase, packs in shipped[task.shipment_id]:
            driver = route.driver.name if route.driver else ""
            found[purchase].append(
                Visit(packs, task.stop.starts_at, route.vehicle.name, driver, task.shipment.to_place_id)
            )
    return found


def how_of(
    listing: Listing,
    bought: dict[int, tuple[int, int]],
    visits: dict[int, list[Visit]],
    hub_place: Place | None,
    zone: str,
) -> tuple[str, ...]:
    """How the packs come to the hub, or that nobody knows yet."""
    if listing.handover == Listing.Handover.BROUGHT_IN:
        return (f"Bring to {hub_place or 'the hub'} by {in_words(listing.ready_until, zone)}",)
    found = visits.get(bought[listing.pk][0], []) if listing.pk in bought else []
    if not found:
        return (f"Collected at {listing.place}; have it ready from {in_words(listing.ready_from, zone)}",)
    return tuple(
        f"{f'{visit.packs} of them collected' if len(found) > 1 else 'Collected'} at {listing.place} about "
        f"{in_words(visit.at, zone)}, {visit.van}{f', {visit.driver}' if visit.driver else ''}"
        for visit in found
    )


def line_of(listing: Listing, packs: int, how: tuple[str, ...]) -> PickLine:
    """One line."""
    pack, product = listing.pack, listing.pack.specification.product
    return PickLine(
        name=str(pack.specification),
        pack=pack.name,
        category=product.category,
        packs=packs,
        amount=quantity(packs * pack.quantity_base, product.base_unit),
        crates=pack.crates_for(packs),
        lot=listing.lot.code,
        price_pence=listing.price_pence,
        how=how,
    )


def processing(
    seller: Enterprise, day: DeliveryDay, publication: Any
) -> tuple[tuple[Arrival, ...], tuple[ToMake, ...]]:
    """What arrives at a processor and what it makes; nothing for a grower."""
    run = AllocationRun.objects.current_for(day) if seller.kind == Enterprise.Kind.PROCESSOR else None
    if run is None:
        return (), ()
    inputs = list(
        ProcessingInput.objects.filter(run=run, recipe__processor=seller)
        .select_related("listing__grower", "listing__pack__specification__product", "recipe")
        .order_by("recipe", "pk")
    )
    bought = dict(
        PurchaseLine.objects.filter(listing__in=[row.listing_id for row in inputs]).values_list("listing", "pk")
    )
    visits = visits_for(publication, bought.values(), Task.Kind.DROP)
    zone = seller.hub.time_zone
    arrivals = tuple(arrival_of(row, visits.get(bought.get(row.listing_id, 0), []), zone) for row in inputs)
    raw: dict[int, int] = defaultdict(int)
    for row in inputs:
        raw[row.recipe_id] += row.packs * row.listing.pack.quantity_base
    made = PurchaseLine.objects.standing().filter(delivery_day=day, seller=seller, recipe__isnull=False)
    rows = made.select_related("recipe__output_pack__specification__product", "recipe__input_specification__product")
    return arrivals, tuple(to_make_of(row, row.recipe, raw) for row in rows.order_by("pk") if row.recipe)


def arrival_of(row: ProcessingInput, visits: list[Visit], zone: str) -> Arrival:
    """Raw goods of one grower for one recipe."""
    pack = row.listing.pack
    at = next((visit.at for visit in visits if visit.to_place == row.recipe.place_id), None)
    return Arrival(
        name=str(pack.specification),
        pack=pack.name,
        grower=str(row.listing.grower),
        packs=row.packs,
        amount=quantity(row.packs * pack.quantity_base, pack.specification.product.base_unit),
        when=f"about {in_words(at, zone)}" if at else "time follows with the routes",
    )


def to_make_of(row: Any, recipe: Recipe, raw: dict[int, int]) -> ToMake:
    """What one recipe makes for the day."""
    pack = recipe.output_pack
    return ToMake(
        name=str(pack),
        packs=row.packs_standing,
        amount=quantity(row.packs_standing * pack.quantity_base, pack.specification.product.base_unit),
        raw=str(recipe.input_specification),
        raw_amount=quantity(raw[recipe.pk], recipe.input_specification.product.base_unit),
        yield_percent=f"{recipe.yield_permille / 10:g} %",
        fee_pence=row.price_pence,
    )
