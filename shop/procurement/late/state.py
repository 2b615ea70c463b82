"""What stands of a confirmed day when somebody rings: read under the day's lock, before anything is written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from shop.cycles.models import DeliveryDay, Listing
from shop.procurement.late.sources import Source
from shop.procurement.models import (
    AllocationRun,
    GoodsIn,
    GrowerAnswer,
    LateChangeLine,
    LineConfirmation,
    Packed,
    PurchaseLine,
)
from shop.procurement.standing import StandingShare, standing_shares
from shop.produce.models import Pack

SourceKey = tuple[int | None, int | None]
NAMED = ("order_line__drop__kitchen", "order_line__drop__order__buyer", "order_line__drop__order__basis")


@dataclass
class LateState:
    """Confirmations by id, purchases by (listing, recipe), who gives what to which line, and what is left of it.

    `unsold` are packs (by purchase) that the hub has bought and no kitchen gets; `came_in` and `packed` are the
    purchases and confirmations that the packhouse has dealt with already.
    """

    delivery_day: DeliveryDay
    run: AllocationRun
    confirmed: dict[int, LineConfirmation]
    bought: dict[SourceKey, PurchaseLine]
    shares: list[StandingShare]
    unsold: dict[int, int]
    came_in: set[int]
    packed: set[int]
    standing_packs: dict[int, int] = field(default_factory=dict)

    def packs_of(self, confirmation: LineConfirmation) -> int:
        """Packs that stand of a confirmation."""
        return int(getattr(confirmation, "packs_standing", confirmation.packs))

    def sources_of(self, confirmation: LineConfirmation) -> list[tuple[int, int]]:
        """(purchase id, packs) that fill a confirmation, in the order of the allocation."""
        return [
            (self.bought[share.source].pk, share.packs)
            for share in self.shares
            if (share.order_line_id, share.pack_id) == (confirmation.order_line_id, confirmation.pack_id)
        ]


def read_state(delivery_day: DeliveryDay) -> LateState:
    """Read the day in a fixed number of queries."""
    run = AllocationRun.objects.current_for(delivery_day)
    confirmed = LineConfirmation.objects.filter(run__delivery_day=delivery_day).amended().select_related(*NAMED)
    purchases = PurchaseLine.objects.filter(delivery_day=delivery_day).amended()
    bought = list(purchases.select_related("seller", "listing__lot", "listing__pack"))
    return LateState(
        delivery_day=delivery_day,
        run=run,
        confirmed={row.pk: row for row in confirmed},
        bought={(row.listing_id, row.recipe_id): row for row in bought},
        shares=standing_shares(run),
        unsold=LateChangeLine.objects.unsold(delivery_day),
        came_in=set(GoodsIn.objects.latest_for(delivery_day)),
        packed=set(Packed.objects.latest_for(delivery_day)),
        standing_packs={row.pk: row.packs_standing for row in bought},
    )


def sources_for(
    state: LateState, order_line: Any, pack: Pack, *, now: datetime
) -> tuple[list[Source], dict[int, Listing], dict[int, int]]:
    """Listings that could give packs to an order line, those listings by id, and what is free of their lots.

    The rules are the allocation's: no dearer than the line's ceiling, never past best before, never more than was
    listed or than the grower has answered, and no pickup below the grower's minimum.
    """
    day = state.delivery_day
    rows = list(
        Listing.objects.filter(delivery_day=day, pack=pack, ready_until__gt=now)
        .filter(Q(lot__best_before=None) | Q(lot__best_before__gte=day.day))
        .standing()
        .select_related("grower", "lot__hub", "pack__specification__product")
        .order_by("id")
    )
    limits = GrowerAnswer.objects.limits_for(day)
    gives = {share.source[0] for share in state.shares if share.order_line_id == order_line.pk}
    visited = sellers_visited(state.bought.values(), state.standing_packs)
    sources = []
    for row in rows:
        purchase = state.bought.get((row.pk, None))
        taken = state.standing_packs.get(purchase.pk, 0) if purchase else 0
        if order_line.ceiling_pence is not None and row.price_pence > order_line.ceiling_pence:
            continue
        if purchase is not None and purchase.pk in state.came_in:
            continue
        most = min(row.packs_for_bulk, limits.get(row.pk, row.packs_for_bulk)) - taken
        sources.append(
            Source(
                listing=row.pk,
                lot=row.lot_id,
                packs=most,
                pack_base=row.pack.quantity_base,
                price_pence=row.price_pence,
                least=0 if taken else least_packs(row, is_visited=row.grower_id in visited),
                gives_already=row.pk in gives,
                is_visited=row.grower_id in visited or row.handover == Listing.Handover.BROUGHT_IN,
                is_backup=row.grower.kind == "wholesaler",
            )
        )
    return sources, {row.pk: row for row in rows}, {row.lot_id: row.lot.available_base for row in rows}


def least_packs(listing: Listing, *, is_visited: bool) -> int:
    """Fewer than this are not worth taking: the listing's own minimum, and the grower's for a pickup."""
    needs_van = listing.handover == Listing.Handover.COLLECTED and not is_visited
    value_pence = listing.grower.minimum_pickup_value_pence if needs_van else 0
    worth_it = -(-value_pence // listing.price_pence) if listing.price_pence else 0
    return max(listing.minimum_packs, worth_it)


def sellers_visited(purchases: Iterable[PurchaseLine], packs: dict[int, int]) -> set[int]:
    """Sellers (by id) of whom something is bought, so that a van goes there anyway."""
    return {row.seller_id for row in purchases if packs.get(row.pk, 0)}


def unsold_of_pack(state: LateState, pack: Pack) -> dict[int, int]:
    """Purchase id to packs of `pack` that the hub has bought and nobody gets."""
    found: dict[int, int] = defaultdict(int)
    for row in state.bought.values():
        of = row.listing.pack_id if row.listing is not None else row.recipe.output_pack_id if row.recipe else None
        if of == pack.pk and state.unsold.get(row.pk, 0) > 0:
            found[row.pk] += state.unsold[row.pk]
    return dict(found)
