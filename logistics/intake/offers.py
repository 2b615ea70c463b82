"""What is on offer for a delivery day: listings, the stock behind them, processors, and the growers' terms."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from logistics.intake.distances import Point
from logistics.intake.keys import Names, key_of
from logistics.planning.allocation.problem import GrowerTerms, Listing, Lot, Recipe
from shop.cycles.models import DeliveryDay
from shop.cycles.models import Listing as ListingRow
from shop.enterprises.models import Enterprise, Hub
from shop.produce.models import Certificate
from shop.produce.models import Recipe as RecipeRow
from shop.storefront.models import HouseholdLine


@dataclass(frozen=True, slots=True)
class Offers:
    """The sellers' side of the problem; `points` are their places by key."""

    listings: tuple[Listing, ...]
    lots: tuple[Lot, ...]
    recipes: tuple[Recipe, ...]
    terms_by_grower: Mapping[int, GrowerTerms]
    points: Mapping[str, Point]


def read_offers(delivery_day: DeliveryDay, *, names: Names, caps: Mapping[int, int]) -> Offers:
    """Read the standing listings with the free stock of their lots, and the hub's recipes.

    `caps` bounds listings (by id) to what their growers answered. What the shop did not sell counts as offered; what it
    sold does not, and is out of the lot's stock.
    """
    day, hub = delivery_day.day, delivery_day.cycle.hub
    rows = list(
        ListingRow.objects.standing()
        .filter(Q(lot__best_before=None) | Q(lot__best_before__gte=day), delivery_day=delivery_day)
        .select_related("grower", "place", "lot", "pack__specification__product")
        .order_by("id")
    )
    recipes = list(
        RecipeRow.objects.of(hub)
        .select_related("processor", "place", "input_specification", "output_pack__specification__product")
        .order_by("id")
    )
    held, sold = certificates_on(hub, day), HouseholdLine.objects.sold_of(row.pk for row in rows)
    lots = {row.lot_id: row.lot for row in rows}
    places = {key_of("place", row.place_id): row.place for row in (*rows, *recipes)}
    return Offers(
        listings=tuple(listing_of(row, names, held, caps, sold.get(row.pk, 0)) for row in rows),
        lots=tuple(Lot(id=key_of("lot", each), available_base=lots[each].available_base) for each in sorted(lots)),
        recipes=tuple(recipe_of(row, names, held) for row in recipes),
        terms_by_grower=terms_of(rows),
        points=places,
    )


def listing_of(
    row: ListingRow, names: Names, held: Mapping[int, frozenset[str]], caps: Mapping[int, int], sold: int
) -> Listing:
    """One listing: at most what was listed and not `sold`, what its lot still holds, and what its grower answered."""
    offered = max(0, row.packs_for_bulk - sold)
    free = row.lot.available_base // row.pack.quantity_base
    specification = row.pack.specification
    return Listing(
        id=names.keep("listing", row.pk, f"{row.pack} from {row.grower}"),
        grower=names.keep("enterprise", row.grower_id, row.grower.name),
        place=names.keep("place", row.place_id, row.place.name),
        lot=names.keep("lot", row.lot_id, row.lot.code),
        product=names.keep("specification", specification.pk, str(specification)),
        pack_base=row.pack.quantity_base,
        packs=max(0, min(offered, free, caps.get(row.pk, offered))),
        price_pence=row.price_pence,
        minimum_packs=row.minimum_packs,
        certificates=held.get(row.grower_id, frozenset()),
        score=row.social_score,
        offered_packs=offered,
        newcomer=row.grower.is_newcomer,
        backup=row.grower.kind == Enterprise.Kind.WHOLESALER,
    )


def recipe_of(row: RecipeRow, names: Names, held: Mapping[int, frozenset[str]]) -> Recipe:
    """What a processor makes of what, with its limits for the day."""
    output = row.output_pack.specification
    return Recipe(
        id=names.keep("recipe", row.pk, f"{row.output_pack} made by {row.processor}"),
        processor=names.keep("enterprise", row.processor_id, row.processor.name),
        place=names.keep("place", row.place_id, row.place.name),
        input_product=key_of("specification", row.input_specification_id),
        output_product=names.keep("specification", output.pk, str(output)),
        output_pack_base=row.output_pack.quantity_base,
        yield_permille=row.yield_permille,
        capacity_base=row.capacity_base,
        minimum_input_base=row.minimum_input_base,
        fee_pence=row.fee_pence,
        certificates=held.get(row.processor_id, frozenset()),
    )


def terms_of(rows: list[ListingRow]) -> dict[int, GrowerTerms]:
    """Each grower's minimum for a pickup; who brings everything in needs no pickup and has none."""
    collected = {row.grower_id for row in rows if row.handover == ListingRow.Handover.COLLECTED}
    return {
        row.grower_id: GrowerTerms(
            grower=key_of("enterprise", row.grower_id),
            minimum_pickup_value_pence=row.grower.minimum_pickup_value_pence if row.grower_id in collected else 0,
        )
        for row in rows
    }


def certificates_on(hub: Hub, day: date) -> dict[int, frozenset[str]]:
    """Kinds of certificate that each enterprise (by id) holds on `day`."""
    held: dict[int, set[str]] = {}
    rows = Certificate.objects.of(hub).filter(valid_from__lte=day, valid_until__gte=day)
    for enterprise, kind in rows.values_list("enterprise", "kind"):
        held.setdefault(enterprise, set()).add(kind)
    return {enterprise: frozenset(kinds) for enterprise, kinds in held.items()}
