"""Whether what was shared out fits the day's orders, listings and recipes. Knows nothing of how it was found."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from shop.cycles.models import Listing
from shop.procurement.errors import AllocationRefused
from shop.procurement.models import BulkOrderLine
from shop.procurement.shared_out import SharedLine, SharedOut
from shop.procurement.substitutes import added_allergens
from shop.produce.models import Pack, Recipe


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows that the shares speak of, by id; `packs` only of substitutes and what they stand for."""

    order_lines: dict[int, Any]
    listings: dict[int, Any]
    recipes: dict[int, Any]
    packs: dict[int, Any]


def checked(delivery_day: Any, shared: SharedOut) -> Checked:
    """Read what the shares speak of and check them. A fixed number of queries. Raises AllocationRefused."""
    order_lines = {line.pk: line for line in BulkOrderLine.objects.counting_for(delivery_day)}
    listings = Listing.objects.filter(delivery_day=delivery_day).standing().select_related("pack")
    recipes = Recipe.objects.of(delivery_day.cycle.hub)
    rows = Checked(
        order_lines=order_lines,
        listings=listings.in_bulk({s.listing_id for s in shared.takings if s.listing_id}),
        recipes=recipes.in_bulk({s.recipe_id for s in shared.takings if s.recipe_id}),
        packs=substituted_packs(shared, order_lines),
    )
    check_numbers(shared)
    for line in shared.lines:
        check_source(line, rows)
        check_substitute(line, rows)
    for taken in shared.inputs:
        check_input(taken.listing_id, taken.recipe_id, rows)
    check_every_line_is_answered(shared, rows)
    check_listings_hold(shared, rows)
    check_one_price_each(shared)
    return rows


def substituted_packs(shared: SharedOut, order_lines: dict[int, Any]) -> dict[int, Any]:
    """Packs that stand in for others, and those others, with what is known of their allergens."""
    wanted_ids = {
        (line.pack_id, order_lines[line.order_line_id].pack_id)
        for line in shared.lines
        if line.order_line_id in order_lines and line.pack_id != order_lines[line.order_line_id].pack_id
    }
    packs = Pack.objects.named().prefetch_related("specification__allergen_statements")
    return packs.in_bulk({pack_id for pair in wanted_ids for pack_id in pair})


def check_numbers(shared: SharedOut) -> None:
    """Every share and shortage is of at least one pack."""
    numbers = [min(line.packs, line.filled) for line in shared.lines]
    numbers += [taken.packs for taken in shared.inputs]
    numbers += [shortage.packs for shortage in shared.shortages]
    if any(number < 1 for number in numbers):
        raise AllocationRefused("A share or a shortage is of at least one pack.")


def check_source(line: SharedLine, rows: Checked) -> None:
    """A line comes from one listing of the day, or one recipe of the hub, that is of its pack."""
    if line.order_line_id not in rows.order_lines:
        raise AllocationRefused(f"Order line {line.order_line_id} is not among the day's.")
    if (line.listing_id is None) == (line.recipe_id is None):
        raise AllocationRefused(f"Order line {line.order_line_id} must be filled from a listing or from a recipe.")
    if line.listing_id is not None:
        pack_id = found(rows.listings, line.listing_id, "Listing").pack_id
    else:
        pack_id = found(rows.recipes, line.recipe_id, "Recipe").output_pack_id
    if pack_id != line.pack_id:
        raise AllocationRefused(f"Order line {line.order_line_id} is given another pack than its source has.")


def found(rows: dict[int, Any], key: int | None, kind: str) -> Any:
    """The row of that id. Raises AllocationRefused when the day has none."""
    if key is None or key not in rows:
        raise AllocationRefused(f"{kind} {key} is not on sale for the day.")
    return rows[key]


def check_substitute(line: SharedLine, rows: Checked) -> None:
    """Another pack of the same specification may always stand in; another specification only as the kitchen allows.

    A substitute never brings in an allergen, known or possible, that the wanted one is free of.
    """
    order_line = rows.order_lines[line.order_line_id]
    if line.pack_id == order_line.pack_id:
        if line.filled != line.packs:
            raise AllocationRefused(f"{line.packs} packs of order line {order_line.pk} can't fill {line.filled}.")
        return
    wanted, instead = rows.packs[order_line.pack_id], rows.packs[line.pack_id]
    if wanted.specification_id == instead.specification_id:
        return
    if order_line.substitution_rule != BulkOrderLine.SubstitutionRule.LISTED:
        raise AllocationRefused(f"The kitchen takes no {instead} in place of {wanted}.")
    added = added_allergens(
        wanted=stated(wanted.specification),
        instead=stated(instead.specification),
    )
    if added:
        raise AllocationRefused(f"{instead} can't stand in for {wanted}: not known to be free of {', '.join(added)}.")


def stated(specification: Any) -> dict[str, str]:
    """Allergen code to presence, as far as it is known."""
    return {row.allergen_id: row.presence for row in specification.allergen_statements.all()}


def check_input(listing_id: int, recipe_id: int, rows: Checked) -> None:
    """What goes to a processor is on sale for the day and of the recipe's input specification."""
    listing = found(rows.listings, listing_id, "Listing")
    recipe = found(rows.recipes, recipe_id, "Recipe")
    if listing.pack.specification_id != recipe.input_specification_id:
        raise AllocationRefused(f"Listing {listing_id} is not what recipe {recipe_id} works up.")


def check_every_line_is_answered(shared: SharedOut, rows: Checked) -> None:
    """What is filled and what is short add up to what was ordered, line by line."""
    answered: Counter[int] = Counter()
    for line in shared.lines:
        answered[line.order_line_id] += line.filled
    for shortage in shared.shortages:
        answered[shortage.order_line_id] += shortage.packs
    ordered = {key: line.packs for key, line in rows.order_lines.items()}
    if dict(answered) != ordered:
        wrong = sorted(key for key in answered.keys() | ordered.keys() if answered.get(key, 0) != ordered.get(key, 0))
        raise AllocationRefused(
            f"{len(wrong)} order lines don't add up: line {wrong[0]} ordered {ordered.get(wrong[0], 0)} packs "
            f"and is answered for {answered.get(wrong[0], 0)}."
        )


def check_listings_hold(shared: SharedOut, rows: Checked) -> None:
    """No listing gives more packs than it lists for bulk buyers."""
    taken: Counter[int] = Counter()
    for share in shared.takings:
        if share.listing_id is not None:
            taken[share.listing_id] += share.packs
    for listing_id, packs in sorted(taken.items()):
        if packs > rows.listings[listing_id].packs_for_bulk:
            listed = rows.listings[listing_id].packs_for_bulk
            raise AllocationRefused(f"Listing {listing_id} lists {listed} packs, {packs} were shared out.")


def check_one_price_each(shared: SharedOut) -> None:
    """A listing, and a recipe as a fee, has one price on the day: one purchase line pays for all of it."""
    paid = [(("Listing", s.listing_id), s.price_pence) for s in shared.takings if s.listing_id]
    paid += [(("Recipe", s.recipe_id), s.price_pence) for s in shared.lines if s.recipe_id and not s.listing_id]
    prices = dict(paid)
    for source, price_pence in paid:
        if prices[source] != price_pence:
            raise AllocationRefused(f"{source[0]} {source[1]} is given two prices.")
