"""What is held of the lots follows what is bought, lots in the order of their ids."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q

from shop.procurement.late.state import LateState
from shop.procurement.models import LateChangeLine
from shop.supply.actions import release, reserve
from shop.supply.holding import change_held
from shop.supply.models import Reservation


def hold_what_is_bought(state: LateState, lines: Iterable[LateChangeLine], *, by: Any, now: datetime) -> None:
    """Hold more, hold less, or let go, for every listing of which more or less is bought. Raises NotEnoughStock."""
    bought_by: dict[int, int] = defaultdict(int)
    for line in lines:
        bought_by[line.purchase_id] += line.bought_by
    changed = [(row.listing, bought_by[row.pk]) for row in state.bought.values() if row.listing is not None]
    for listing, packs in sorted(changed, key=lambda each: (each[0].lot_id, each[0].pk)):
        if not packs:
            continue
        by_base = packs * listing.pack.quantity_base
        held = held_for(state.delivery_day.pk, listing.pk)
        if held is None:
            key = fresh_key(state.delivery_day.pk, listing.pk)
            reserve(lot=listing.lot, quantity_base=by_base, key=key, now=now, by=by)
        elif held.quantity_base + by_base <= 0:
            release(key=held.key, now=now, by=by)
        else:
            change_held(key=held.key, quantity_base=held.quantity_base + by_base, by=by, now=now)


def held_for(delivery_day: int, listing: int) -> Reservation | None:
    """What is held of a listing for the day."""
    found: Reservation | None = keys_of(delivery_day, listing).held().first()
    return found


def fresh_key(delivery_day: int, listing: int) -> str:
    """The day's key for the listing; another when that was let go before: a released key is never used again."""
    key = f"day:{delivery_day}:listing:{listing}"
    used = keys_of(delivery_day, listing).count()
    return f"{key}:again:{used}" if used else key


def keys_of(delivery_day: int, listing: int) -> Any:
    """Every reservation the day ever had of the listing, the latest last."""
    key = f"day:{delivery_day}:listing:{listing}"
    return Reservation.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:again:")).order_by("id")
