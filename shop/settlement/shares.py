"""What became of each purchase: which of its packs no kitchen accepted, what they cost, and who bears that."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from shop.procurement.models import AllocationRun, DeliveredLine, FaultBearer, LateChangeLine, LostBeside, PurchaseLine
from shop.procurement.standing import standing_shares
from shop.settlement.ledger import KIND
from shop.settlement.sums import raw_cost_of, spread_packs


@dataclass(frozen=True, slots=True)
class Deduction:
    """Packs of a purchase that the seller bears, through one delivered line or, for households, what they lost."""

    purchase: PurchaseLine
    delivered: DeliveredLine | None
    packs: int
    lost: LostBeside | None = None


@dataclass(slots=True)
class Losses:
    """What the sellers bear pack by pack, and what the hub bears in pence: produce, and processors' fees."""

    deductions: list[Deduction] = field(default_factory=list)
    produce_pence: int = 0
    fees_pence: int = 0


def losses_of(
    *, delivery_day: Any, run: AllocationRun, purchases: Iterable[Any], delivered: Iterable[DeliveredLine]
) -> Losses:
    """Trace every pack that was short or refused back to its purchase.

    Where several sellers filled one line, the missing packs are spread over them in proportion to what each gave,
    by largest remainder: the rows don't tell whose crate it was. The table of faults says who bears them; a fault
    that is not in it is the hub's. What a processor worked up was paid to its growers all the same: the hub bears
    that share of the produce whoever bears the fee. What late changes left with the hub is the hub's too.
    What households did not get names its purchase itself.
    """
    sources = sources_of(run, purchases)
    bearers = bearers_on(delivery_day)
    losses = Losses()
    lost_of_recipe: dict[int, int] = defaultdict(int)
    for line in delivered:
        missing = line.packs_short + line.packs_refused
        if not missing:
            continue
        given = sources[line.confirmation.order_line_id, line.confirmation.pack_id]
        parts = spread_packs(missing, [packs for _, packs in given])
        for (purchase, _), packs in zip(given, parts, strict=True):
            if not packs:
                continue
            if purchase.recipe_id:
                lost_of_recipe[purchase.recipe_id] += packs
            if bearers.get(line.fault) == FaultBearer.Bearer.SELLER:
                losses.deductions.append(Deduction(purchase, line, packs))
            elif purchase.recipe_id:
                losses.fees_pence += packs * purchase.price_pence
            else:
                losses.produce_pence += packs * purchase.price_pence
    add_lost_by_households(losses, delivery_day, bearers)
    for purchase, packs in left_by_late_changes(delivery_day, purchases):
        if purchase.recipe_id:
            lost_of_recipe[purchase.recipe_id] += packs
            losses.fees_pence += packs * purchase.price_pence
        else:
            losses.produce_pence += packs * purchase.price_pence
    losses.produce_pence += raw_produce_lost(run, purchases, lost_of_recipe)
    return losses


def cost_kind(purchase: Any) -> str:
    """The account a purchase is paid out of."""
    return KIND.PROCESSING if purchase.recipe_id else KIND.PRICE_DIFFERENCE


def add_lost_by_households(losses: Losses, delivery_day: Any, bearers: dict[str, str]) -> None:
    """What households did not get of what was bought; each loss names its purchase."""
    rows = LostBeside.objects.filter(purchase__delivery_day=delivery_day)
    for lost in rows.select_related("purchase").order_by("id"):
        if bearers.get(lost.fault) == FaultBearer.Bearer.SELLER:
            losses.deductions.append(Deduction(lost.purchase, None, lost.packs, lost))
        else:
            losses.produce_pence += lost.packs * lost.purchase.price_pence


def left_by_late_changes(delivery_day: Any, purchases: Iterable[Any]) -> list[tuple[Any, int]]:
    """Purchases with the packs that the hub pays for though no kitchen wants them any more."""
    unsold = LateChangeLine.objects.unsold(delivery_day)
    return [(row, unsold[row.pk]) for row in purchases if unsold.get(row.pk)]


def sources_of(run: AllocationRun, purchases: Iterable[Any]) -> dict[tuple[int, int], list[tuple[Any, int]]]:
    """(order line, pack) to the purchases that filled it, each with its packs."""
    by_source = {(row.listing_id, row.recipe_id): row for row in purchases}
    given: dict[tuple[int, int], list[tuple[Any, int]]] = defaultdict(list)
    for share in standing_shares(run):
        given[share.order_line_id, share.pack_id].append((by_source[share.source], share.packs))
    return given


def bearers_on(delivery_day: Any) -> dict[str, str]:
    """Fault to its bearer, as the hub's table stood on the delivery day."""
    rows = FaultBearer.objects.of(delivery_day.cycle.hub).filter(valid_from__lte=delivery_day.day)
    return dict(rows.order_by("valid_from").values_list("fault", "bearer"))


def raw_produce_lost(run: AllocationRun, purchases: Iterable[Any], lost: dict[int, int]) -> int:
    """What growers were paid for the produce in processed packs that no kitchen accepted."""
    if not lost:
        return 0
    raw_pence: dict[int, int] = defaultdict(int)
    for recipe_id, packs, price_pence in run.processing_inputs.values_list("recipe_id", "packs", "price_pence"):
        raw_pence[recipe_id] += packs * price_pence
    made = {row.recipe_id: row.packs_standing for row in purchases if row.recipe_id}
    return sum(raw_cost_of(packs, made[recipe_id], raw_pence[recipe_id]) for recipe_id, packs in lost.items())
