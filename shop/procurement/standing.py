"""Who gives what to whom after all late changes: the one place where a confirmed day's shares are read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shop.procurement.models import AllocationLine, AllocationRun, BulkOrder, LateChangeLine

Key = tuple[int, int, int | None, int | None]

OF_SHARE = ("order_line__drop__kitchen", "listing__grower", "recipe__processor", "pack__specification__product")
OF_CHANGE = (
    "late_change",
    "confirmation__order_line__drop__kitchen",
    "confirmation__pack__specification__product",
    "purchase__listing__grower",
    "purchase__recipe__processor",
)


@dataclass(slots=True)
class StandingShare:
    """Packs for one order line from one listing or recipe, as they stand. `reason` is the run's, or the call's."""

    order_line: Any
    pack: Any
    listing: Any
    recipe: Any
    packs: int
    price_pence: int
    reason: str
    is_late: bool = False

    @property
    def order_line_id(self) -> int:
        """The order line that it fills."""
        return int(self.order_line.pk)

    @property
    def pack_id(self) -> int:
        """The pack that is given: another than ordered for a substitute."""
        return int(self.pack.pk)

    @property
    def source(self) -> tuple[int | None, int | None]:
        """(listing id, recipe id); one of them is None."""
        return (self.listing.pk if self.listing else None, self.recipe.pk if self.recipe else None)


def standing_shares(
    run: AllocationRun, *, order: BulkOrder | None = None, also: Iterable[str] = ()
) -> list[StandingShare]:
    """The run's shares with every late change of its day: two queries, in the order in which they were made.

    Of one `order` only, where one is given. `also` names further relations of a listing or recipe to bring along.
    """
    found: dict[Key, StandingShare] = {}
    shared = AllocationLine.objects.filter(run=run)
    lines = LateChangeLine.objects.filter(late_change__delivery_day=run.delivery_day_id)
    if order is not None:
        shared = shared.filter(order_line__drop__order=order)
        lines = lines.filter(confirmation__order_line__drop__order=order)
    for line in shared.select_related(*OF_SHARE, *also).order_by("id"):
        share = StandingShare(
            line.order_line, line.pack, line.listing, line.recipe, 0, line.price_pence, line.reason_text
        )
        found.setdefault(key_of(share), share).packs += line.packs
    for change in lines.select_related(*OF_CHANGE, *(late_path(each) for each in also)).order_by("id"):
        share = found.setdefault(key_of(fresh := late_share(change)), fresh)
        share.packs += change.packs_by
        if change.packs_by > 0 and not share.is_late:
            share.is_late, share.reason = True, fresh.reason
    return [share for share in found.values() if share.packs > 0]


def key_of(share: StandingShare) -> Key:
    """What makes two entries one share."""
    return (share.order_line_id, share.pack_id, *share.source)


def late_path(path: str) -> str:
    """The same relation, seen from a late change's line."""
    return f"purchase__{path}" if path.startswith(("listing", "recipe")) else f"confirmation__{path}"


def late_share(change: LateChangeLine) -> StandingShare:
    """A share that a late change began, with no packs yet."""
    confirmation, purchase = change.confirmation, change.purchase
    return StandingShare(
        order_line=confirmation.order_line,
        pack=confirmation.pack,
        listing=purchase.listing,
        recipe=purchase.recipe,
        packs=0,
        price_pence=purchase.price_pence,
        reason=f"Late change: {change.late_change.why}",
    )
