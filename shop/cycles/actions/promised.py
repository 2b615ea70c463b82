"""A grower lists a harvest that is still in the field: the listing and the lot that it promises move together.

The lot holds what is promised and knows what is sold of it, so a listing never shrinks below what is sold.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from shop.cycles.actions.listing import (
    change_listing,
    collection_window,
    day_open_for_listings,
    list_produce,
    standing_listing,
    withdraw_listing,
)
from shop.cycles.errors import AlreadyListed, BadListing
from shop.cycles.models import DeliveryDay, Listing
from shop.enterprises.models import Enterprise, Place
from shop.produce.models import Pack
from shop.rows.local_time import local_date, local_moment
from shop.supply.actions import promise_harvest
from shop.supply.models import Lot
from shop.supply.promising import change_promise

MOST_PACKS = 100_000


@dataclass(frozen=True, slots=True)
class Copied:
    """What copying came to: the new listings, and by the old ones' ids why the others were left out."""

    listings: list[Listing] = field(default_factory=list)
    left_out: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def list_promise(
    *,
    delivery_day: DeliveryDay,
    grower: Enterprise,
    place: Place,
    pack: Pack,
    by: User | None,
    now: datetime,
    **fields: Any,
) -> Listing:
    """Promise a harvest and put all of it on sale. `fields` are list_produce's: price, packs, handover, window...

    Raises ListingsClosed, AlreadyListed when the grower has this pack on sale for the day, and BadListing.
    """
    day = day_open_for_listings(delivery_day, now=now)
    if Listing.objects.standing().filter(delivery_day=day, grower=grower, pack=pack).exists():
        raise AlreadyListed(f"{pack} is on sale for {day} already. Change that listing instead.")
    packs = sum(fields.get(share, 0) for share in ("packs_shop", "packs_bulk", "packs_either"))
    check_packs(packs)
    lot = promise_harvest(
        producer=grower,
        specification=pack.specification,
        quantity_base=packs * pack.quantity_base,
        code=next_code(day),
        by=by,
        now=now,
    )
    return list_produce(delivery_day=day, grower=grower, place=place, lot=lot, pack=pack, by=by, now=now, **fields)


def check_packs(packs: int) -> None:
    """Raise BadListing for a number of packs that nobody lists."""
    if packs < 1:
        raise BadListing("A listing needs at least one pack. To stop selling, withdraw it.")
    if packs > MOST_PACKS:
        raise BadListing(f"{packs:,} packs are more than anybody grows here. Check the number.")


def next_code(day: DeliveryDay) -> str:
    """The next lot code of a day, which is locked: date, day, number."""
    start = f"{day.day:%y%m%d}-{day.pk}-"
    return f"{start}{Lot.objects.of(day.cycle.hub).filter(code__startswith=start).count() + 1:03d}"


@transaction.atomic
def change_promised(*, listing: Listing, key: str, by: User | None, now: datetime, **fields: Any) -> Listing:
    """Change a listing, and promise as much more or less as its packs change. The same `key` again changes nothing.

    Raises ListingsClosed, BadListing, and NotEnoughStock when fewer packs would be left than are sold.
    """
    standing = standing_listing(listing, now=now)
    shares = {
        share: fields.get(share, getattr(standing, share)) for share in ("packs_shop", "packs_bulk", "packs_either")
    }
    check_packs(sum(shares.values()))
    by_base = (sum(shares.values()) - standing.packs_for_bulk) * standing.pack.quantity_base
    if by_base and standing.lot.kind == Lot.Kind.PROMISE:
        change_promise(lot=standing.lot, by_base=by_base, key=f"listing:{standing.pk}:{key}", by=by, now=now)
    return change_listing(listing=standing, by=by, now=now, **fields)


@transaction.atomic
def withdraw_promised(*, listing: Listing, by: User | None, now: datetime) -> None:
    """Take a listing off sale and its promise back; again changes nothing.

    Raises ListingsClosed, and NotEnoughStock when some of it is sold.
    """
    day_open_for_listings(listing.delivery_day, now=now)
    fresh = Listing.objects.named().select_related("lot").get(pk=listing.pk)
    if fresh.withdrawn_at is None and fresh.lot.kind == Lot.Kind.PROMISE:
        change_promise(
            lot=fresh.lot,
            by_base=-fresh.packs_for_bulk * fresh.pack.quantity_base,
            key=f"listing:{fresh.pk}:withdrawn",
            by=by,
            now=now,
        )
    withdraw_listing(listing=listing, by=by, now=now)


@transaction.atomic
def copy_listings(
    *, delivery_day: DeliveryDay, grower: Enterprise, packs: Mapping[int, int], by: User | None, now: datetime
) -> Copied:
    """Promise and list anew what the grower listed before: listing (id) to packs; none leaves it out.

    Price, minimum, handover and shares of shop and bulk stay as they were, windows move with the day. What the grower
    has on sale for the day already is left out. Raises ListingsClosed and BadListing.
    """
    day = day_open_for_listings(delivery_day, now=now)
    copied = Copied()
    on_sale = set(Listing.objects.standing().filter(delivery_day=day, grower=grower).values_list("pack_id", flat=True))
    rows = Listing.objects.named().select_related("place", "delivery_day__cycle__hub")
    for old in rows.filter(grower=grower, pk__in=packs).order_by("pk"):
        if not packs[old.pk]:
            continue
        if old.pack_id in on_sale:
            copied.left_out[old.pk] = f"{old.pack} is on sale already."
            continue
        on_sale.add(old.pack_id)
        copied.listings.append(copy_of(old, day, packs[old.pk], by, now))
    return copied


def copy_of(old: Listing, day: DeliveryDay, packs: int, by: User | None, now: datetime) -> Listing:
    """One listing listed anew."""
    ready_from, ready_until = moved_window(old, day)
    return list_promise(
        delivery_day=day,
        grower=old.grower,
        place=old.place,
        pack=old.pack,
        price_pence=old.price_pence,
        minimum_packs=min(old.minimum_packs, packs),
        handover=old.handover,
        ready_from=ready_from,
        ready_until=ready_until,
        social_score=old.social_score,
        by=by,
        now=now,
        **shares_like(old, packs),
    )


def shares_like(old: Listing, packs: int) -> dict[str, int]:
    """`packs` over shop, bulk and either as the old listing had them; the rest is for either, else for bulk."""
    whole = old.packs_for_bulk
    shop, bulk = packs * old.packs_shop // whole, packs * old.packs_bulk // whole
    rest = packs - shop - bulk
    if old.packs_either:
        return {"packs_shop": shop, "packs_bulk": bulk, "packs_either": rest}
    if old.packs_bulk:
        return {"packs_shop": shop, "packs_bulk": bulk + rest}
    return {"packs_shop": shop + rest}


def moved_window(old: Listing, day: DeliveryDay) -> tuple[datetime, datetime]:
    """The old ready window at the same hours, as many days before the delivery day as it was."""
    zone = day.cycle.hub.time_zone
    if old.delivery_day.day == day.day:
        return collection_window(day)

    def moved(moment: datetime) -> datetime:
        before = old.delivery_day.day - local_date(moment, zone)
        clock = moment.astimezone(ZoneInfo(zone)).time()
        return local_moment(day.day - timedelta(days=before.days), clock, zone)

    return moved(old.ready_from), moved(old.ready_until)
