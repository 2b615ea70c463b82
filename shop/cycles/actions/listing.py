"""Growers put what they have on sale, change it and take it back, until listing closes."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from shop.cycles.errors import AlreadyListed, BadListing, ListingsClosed
from shop.cycles.models import DeliveryDay, HubClock, Listing, OrderCycle
from shop.enterprises.models import Enterprise, Place
from shop.journal.actions import log
from shop.pricing.quantities import quantity
from shop.produce.models import Pack
from shop.rows.checked import check_fields
from shop.rows.local_time import in_words, local_date, local_moment
from shop.supply.models import Lot

CHANGEABLE = frozenset(
    {
        "price_pence",
        "packs_shop",
        "packs_bulk",
        "packs_either",
        "minimum_packs",
        "handover",
        "ready_from",
        "ready_until",
        "social_score",
        "place",
    }
)


@transaction.atomic
def list_produce(  # noqa: PLR0913 - keyword-only
    *,
    delivery_day: DeliveryDay,
    grower: Enterprise,
    place: Place,
    lot: Lot,
    pack: Pack,
    price_pence: int,
    by: User | None,
    now: datetime,
    packs_shop: int = 0,
    packs_bulk: int = 0,
    packs_either: int = 0,
    minimum_packs: int = 0,
    handover: str = "collected",
    ready_from: datetime | None = None,
    ready_until: datetime | None = None,
    social_score: int = 0,
) -> Listing:
    """Put packs of `lot` on sale for a day, at the grower's own price.

    Without a ready window it is ready in the clock's collection hours on the collection day. Raises ListingsClosed
    from `listings_close_at` on, AlreadyListed, and BadListing when the facts don't fit together.
    """
    day = day_open_for_listings(delivery_day, now=now)
    from_clock = collection_window(day)
    listing = Listing(
        delivery_day=day,
        grower=grower,
        place=place,
        lot=lot,
        pack=pack,
        price_pence=price_pence,
        packs_shop=packs_shop,
        packs_bulk=packs_bulk,
        packs_either=packs_either,
        minimum_packs=minimum_packs,
        handover=handover,
        ready_from=ready_from or from_clock[0],
        ready_until=ready_until or from_clock[1],
        social_score=social_score,
    )
    check_belonging(listing)
    check_listing(listing)
    if Listing.objects.standing().filter(delivery_day=day, lot=lot, pack=pack).exists():
        raise AlreadyListed(f"Lot {lot} is on sale as {pack} for {day} already. Change that listing instead.")
    listing.save()
    note(listing, "listed", by=by, now=now, packs=listing.packs_for_bulk, price_pence=price_pence)
    return listing


@transaction.atomic
def change_listing(*, listing: Listing, by: User | None, now: datetime, **fields: Any) -> Listing:
    """Change price, packs, minimum, handover, place or ready window. Returns the listing as it stands now.

    Raises ListingsClosed from `listings_close_at` on, and BadListing.
    """
    if unknown := sorted(set(fields) - CHANGEABLE):
        raise BadListing(f"A listing's {', '.join(unknown)} can't be changed. Withdraw it and list anew.")
    standing = standing_listing(listing, now=now)
    before = {name: str(getattr(standing, name)) for name in fields}
    for name, value in fields.items():
        setattr(standing, name, value)
    check_belonging(standing)
    check_listing(standing)
    standing.save()
    after = {name: str(value) for name, value in fields.items()}
    note(standing, "changed", by=by, now=now, before=before, after=after)
    return standing


@transaction.atomic
def withdraw_listing(*, listing: Listing, by: User | None, now: datetime) -> None:
    """Take it off sale; again changes nothing. Raises ListingsClosed from `listings_close_at` on."""
    day_open_for_listings(listing.delivery_day, now=now)
    if Listing.objects.standing().filter(pk=listing.pk).update(withdrawn_at=now):
        note(listing, "withdrew", by=by, now=now)
    listing.refresh_from_db(fields=["withdrawn_at"])


def day_open_for_listings(delivery_day: DeliveryDay, *, now: datetime) -> DeliveryDay:
    """The day, locked until the transaction ends. Raises ListingsClosed."""
    # One lister at a time per day: nobody lists the same lot twice, and closing waits until this one is done.
    locked = DeliveryDay.objects.select_for_update(no_key=True, of=("self",))
    day: DeliveryDay = locked.with_hub().get(pk=delivery_day.pk)
    if day.cycle.status == OrderCycle.Status.CLOSED or day.status != DeliveryDay.Status.ORDERING:
        raise ListingsClosed(f"Ordering for {day} has closed.")
    if now >= day.listings_close_at:
        closed_at = in_words(day.listings_close_at, day.cycle.hub.time_zone)
        raise ListingsClosed(f"Listing for {day} closed at {closed_at}. Ring the hub.")
    return day


def standing_listing(listing: Listing, *, now: datetime) -> Listing:
    """The listing as it stands now, its day locked. Raises ListingsClosed, and BadListing when it was withdrawn."""
    day = day_open_for_listings(listing.delivery_day, now=now)
    standing: Listing = Listing.objects.named().select_related("lot", "place").get(pk=listing.pk)
    standing.delivery_day = day
    if standing.withdrawn_at is not None:
        raise BadListing("This listing was withdrawn. List anew.")
    return standing


def collection_window(day: DeliveryDay) -> tuple[datetime, datetime]:
    """The clock's collection hours on the day's collection day."""
    hub = day.cycle.hub
    clock = HubClock.objects.filter(hub=hub).first() or HubClock(hub=hub)
    return (
        local_moment(day.collection_day, clock.collection_starts_time, hub.time_zone),
        local_moment(day.collection_day, clock.collection_ends_time, hub.time_zone),
    )


def check_belonging(listing: Listing) -> None:
    """Raise BadListing unless grower, place, lot, pack and day are one another's."""
    grower, lot, pack = listing.grower, listing.lot, listing.pack
    hub_id = listing.delivery_day.cycle.hub_id
    if grower.hub_id != hub_id:
        raise BadListing(f"{grower} belongs to another hub.")
    if grower.kind == Enterprise.Kind.BUYER:
        raise BadListing(f"{grower} buys here and does not sell.")
    if lot.producer_id != grower.pk:
        raise BadListing(f"Lot {lot} is not {grower}'s.")
    if listing.place.enterprise_id != grower.pk:
        raise BadListing(f"{listing.place} is not a place of {grower}.")
    if pack.specification_id != lot.specification_id:
        raise BadListing(f"Lot {lot} holds {lot.specification}, not {pack.specification}.")


def check_listing(listing: Listing) -> None:
    """Raise BadListing unless packs, minimum, window and best-before date can be kept."""
    check_fields(listing, BadListing)
    lot, pack, day = listing.lot, listing.pack, listing.delivery_day
    packs = listing.packs_for_bulk
    if packs < 1:
        raise BadListing("A listing needs at least one pack. To stop selling, withdraw it.")
    if listing.minimum_packs > packs:
        raise BadListing(f"At least {listing.minimum_packs} packs must be taken, but only {packs} are listed.")
    unit = pack.specification.product.base_unit
    standing_base = lot.quantity_base - lot.dispatched_base
    if packs * pack.quantity_base > standing_base:
        raise BadListing(
            f"{packs} × {pack.name} is {quantity(packs * pack.quantity_base, unit)}; "
            f"lot {lot} has {quantity(standing_base, unit)}."
        )
    if listing.ready_until <= listing.ready_from:
        raise BadListing("The goods must be ready until a later time than from which they are.")
    if local_date(listing.ready_from, day.cycle.hub.time_zone) > day.day:
        raise BadListing(f"Ready only after {day}: the vans have gone by then.")
    if lot.best_before is not None and lot.best_before < day.day:
        raise BadListing(f"Lot {lot} is best before {lot.best_before:%d %B %Y}, before {day}.")


def note(listing: Listing, verb: str, *, by: User | None, now: datetime, **detail: Any) -> None:
    """One log line, in the grower's name."""
    log(
        hub=listing.delivery_day.cycle.hub,
        verb=verb,
        subject=listing,
        by=by,
        now=now,
        on_behalf_of=listing.grower,
        **detail,
    )
