"""What a confirmation fixes, read from a run's rows: later edits of products, prices or packs never reach it.

Packs are promised and billed whole: catch weight is not in these rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.procurement.beside import BoughtBeside
from shop.procurement.models import (
    AllocationLine,
    AllocationRun,
    LineConfirmation,
    ProcessingInput,
    PublishedPrice,
    PurchaseLine,
)
from shop.procurement.substitutes import price_of_substitute
from shop.produce.errors import NoVatRate
from shop.produce.models import AllergenStatement, VatRate


@dataclass(frozen=True, slots=True)
class Promise:
    """Packs of one pack for one order line, from however many growers, standing for `fills` ordered packs."""

    order_line: Any
    pack: Any
    packs: int
    fills: int


def lines_of(run: AllocationRun) -> list[AllocationLine]:
    """The run's lines with all that a confirmation reads of them, in one query."""
    return list(
        run.lines.select_related(
            "order_line__drop__order",
            "pack__specification__product",
            "listing__lot__hub",
            "listing__grower",
            "recipe__processor",
        ).order_by("id")
    )


def inputs_of(run: AllocationRun) -> list[ProcessingInput]:
    """The run's processing inputs with grower, lot and pack, in one query."""
    return list(
        run.processing_inputs.select_related(
            "listing__lot__hub", "listing__grower", "listing__pack__specification__product", "recipe__processor"
        ).order_by("id")
    )


def promises(lines: Iterable[AllocationLine]) -> list[Promise]:
    """Lines of one order line and pack put together, in the order of the order lines."""
    together: dict[tuple[int, int], Promise] = {}
    for line in lines:
        key = (line.order_line_id, line.pack_id)
        so_far = together.get(key, Promise(line.order_line, line.pack, 0, 0))
        together[key] = Promise(line.order_line, line.pack, so_far.packs + line.packs, so_far.fills + line.fills)
    return [together[key] for key in sorted(together)]


def frozen_confirmations(
    *, delivery_day: Any, run: AllocationRun, lines: Iterable[AllocationLine], now: datetime
) -> list[LineConfirmation]:
    """Unsaved confirmations of a run's lines. Raises NoVatRate."""
    return frozen_promises(delivery_day=delivery_day, run=run, promised=promises(lines), now=now)


def frozen_promises(
    *, delivery_day: Any, run: AllocationRun, promised: Sequence[Promise], now: datetime, opened_by: Any = None
) -> list[LineConfirmation]:
    """Unsaved confirmations: price, VAT, specification, allergens and pack as they are now. Raises NoVatRate."""
    prices = substitutes_prices(delivery_day, promised)
    rates = VatRate.objects.permille_on(delivery_day.day)
    allergens = stated_allergens({promise.pack.specification_id for promise in promised})
    return [
        LineConfirmation(
            run=run,
            order_line=promise.order_line,
            pack=promise.pack,
            packs=promise.packs,
            fills=promise.fills,
            price_pence=price_of(promise, prices),
            vat_code=promise.pack.specification.product.vat_code,
            vat_permille=rate_of(promise.pack, rates, delivery_day),
            specification_text=str(promise.pack.specification),
            pack_text=promise.pack.name,
            pack_base=promise.pack.quantity_base,
            allergens=allergens.get(promise.pack.specification_id, {}),
            confirmed_at=now,
            opened_by=opened_by,
        )
        for promise in promised
    ]


def substitutes_prices(delivery_day: Any, promised: Iterable[Promise]) -> dict[tuple[int | None, int], int]:
    """(basis, pack) to the published price of the packs that stand in for others; one query per basis."""
    packs: dict[int | None, set[int]] = {}
    for promise in promised:
        if promise.pack.pk != promise.order_line.pack_id:
            packs.setdefault(promise.order_line.drop.order.basis_id, set()).add(promise.pack.pk)
    hub = delivery_day.cycle.hub
    return {
        (basis_id, pack_id): price_pence
        for basis_id, pack_ids in packs.items()
        for pack_id, price_pence in PublishedPrice.objects.of(hub)
        .per_pack(delivery_day.day, packs=pack_ids, basis=basis_id)
        .items()
    }


def price_of(promise: Promise, prices: dict[tuple[int | None, int], int]) -> int:
    """Pence per pack: what the cook saw; a substitute never comes dearer than what it stands for."""
    order_line = promise.order_line
    if promise.pack.pk == order_line.pack_id:
        return int(order_line.price_pence)
    return price_of_substitute(
        own_pence=prices.get((order_line.drop.order.basis_id, promise.pack.pk)),
        wanted_pence=order_line.price_pence,
        fills=promise.fills,
        packs=promise.packs,
    )


def rate_of(pack: Any, rates: dict[str, int], delivery_day: Any) -> int:
    """The VAT rate of the pack's product, in permille. Raises NoVatRate."""
    code = pack.specification.product.vat_code
    if code not in rates:
        raise NoVatRate(f"{pack}: there is no VAT rate “{code}” for {delivery_day}.")
    return rates[code]


def stated_allergens(specifications: set[int]) -> dict[int, dict[str, str]]:
    """Specification id to allergen code to presence; a code that is missing is unknown."""
    stated: dict[int, dict[str, str]] = {}
    rows = AllergenStatement.objects.filter(specification_id__in=specifications).order_by("allergen_id")
    for specification_id, code, presence in rows.values_list("specification_id", "allergen_id", "presence"):
        stated.setdefault(specification_id, {})[code] = presence
    return stated


def frozen_purchases(
    *,
    delivery_day: Any,
    run: AllocationRun,
    lines: Iterable[AllocationLine],
    inputs: Iterable[ProcessingInput],
    now: datetime,
    beside: Iterable[BoughtBeside] = (),
) -> list[PurchaseLine]:
    """Unsaved purchases: one per listing at the grower's own price, one per recipe at the fee per output pack.

    Packs bought `beside` the run are in the purchase of their listing.
    """
    bought: dict[tuple[str, int], PurchaseLine] = {}

    def add(key: tuple[str, int], packs: int, **facts: Any) -> None:
        if key not in bought:
            bought[key] = PurchaseLine(delivery_day=delivery_day, run=run, packs=0, confirmed_at=now, **facts)
        bought[key].packs += packs

    for line in lines:
        facts = {"price_pence": line.price_pence, "product_text": str(line.pack)}
        if line.listing is not None:
            key = ("listing", line.listing.pk)
            add(key, line.packs, seller=line.listing.grower, listing=line.listing, **facts)
        elif line.recipe is not None:
            key = ("recipe", line.recipe.pk)
            add(key, line.packs, seller=line.recipe.processor, recipe=line.recipe, **facts)
    for taken in inputs:
        add(
            ("listing", taken.listing_id),
            taken.packs,
            seller=taken.listing.grower,
            listing=taken.listing,
            price_pence=taken.price_pence,
            product_text=str(taken.listing.pack),
        )
    for bought_beside in beside:
        listing = bought_beside.listing
        add(
            ("listing", listing.pk),
            bought_beside.packs,
            seller=listing.grower,
            listing=listing,
            price_pence=listing.price_pence,
            product_text=str(listing.pack),
        )
    return [bought[key] for key in sorted(bought)]
