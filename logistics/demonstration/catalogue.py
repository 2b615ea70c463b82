"""What the hub sells: products, their cuts and packs, what processors make, what may stand in, and what buyers pay."""

import math
from datetime import date

from logistics.demonstration.facts import Good, Line, recipes
from logistics.demonstration.menus import Choice
from logistics.demonstration.standing import Standing
from logistics.demonstration.wishes import goods_by_choice
from shop.procurement.actions import publish_price
from shop.produce.actions import accept_substitute, add_pack, add_product, add_recipe, add_specification
from shop.produce.models import Product, Specification

#: Ours: what buyers pay over what a grower asks, for packing, vans and office.
PUBLISHED_PERMILLE = 1250
#: (wanted, instead): either may stand in for the other.
ALIKE: tuple[tuple[str, str], ...] = (
    ("Onions, brown", "Onions, red"),
    ("Apples, Braeburn", "Apples, Gala"),
    ("Apples, Gala", "Apples, late season"),
    ("Potatoes, Maris Piper", "Potatoes, King Edward"),
    ("Whole milk", "Semi-skimmed milk"),
    ("Wholemeal sliced loaf", "White sliced loaf"),
    ("Chicken thighs", "Chicken drumsticks"),
)


def fill_catalogue(standing: Standing, *, month: int, prices_from: date) -> None:
    """Every pack of the scale with its price, its allergens, and who makes it."""
    products: dict[str, Product] = {}
    specifications: dict[Choice, Specification] = {}
    seasons = season_of_products(standing.scale.goods)
    for good in standing.scale.goods:
        product = products.get(good.product) or add_good_product(standing, good, seasons[good.product])
        products[good.product] = product
        choice = good.product, good.cut
        specification = specifications.get(choice) or add_cut(standing, product, good)
        specifications[choice] = specification
        standing.packs[good] = add_pack(
            specification=specification,
            name=good.pack,
            quantity_base=good.quantity_base,
            gross_weight_g=good.gross_weight_g,
            packs_per_crate=good.packs_per_crate,
            by=standing.coordinator,
            now=standing.began,
        )
        publish(standing, good, month=month, valid_from=prices_from)
    for line in standing.scale.recipes:
        add_line(standing, line, specifications)
    for wanted, instead in ALIKE:
        accept(standing, wanted, instead)


def season_of_products(goods: tuple[Good, ...]) -> dict[str, tuple[int, ...]]:
    """Months by product."""
    return {good.product: good.months for good in goods}


def add_good_product(standing: Standing, good: Good, months: tuple[int, ...]) -> Product:
    """The product of a good. All twelve months are the whole year, which is written as none."""
    return add_product(
        hub=standing.hub,
        name=good.product,
        category=good.category,
        base_unit=good.base_unit,
        season_months=() if len(months) == 12 else months,
        vat_code=good.vat_code,
        by=standing.coordinator,
        now=standing.began,
    )


def add_cut(standing: Standing, product: Product, good: Good) -> Specification:
    """The product whole, or as a processor cuts it. An allergen that the table does not name stays unknown."""
    return add_specification(
        product=product,
        cut=good.cut,
        grade=good.grade,
        temperature_class=good.temperature_class,
        is_processed=good.is_processed,
        allergens=good.allergens,
        by=standing.coordinator,
        now=standing.began,
    )


def publish(standing: Standing, good: Good, *, month: int, valid_from: date) -> None:
    """What institutions pay for the pack: what it costs the hub and a quarter more, to ten pence."""
    cost_pence = made_pence(good, month) if good.is_processed else float(good.grower_pence(month))
    publish_price(
        hub=standing.hub,
        pack=standing.packs[good],
        price_pence=math.ceil(cost_pence * PUBLISHED_PERMILLE / 1000 / 10) * 10,
        valid_from=valid_from,
        by=standing.coordinator,
        now=standing.began,
    )


def made_pence(good: Good, month: int) -> float:
    """What a processed pack costs the hub: its input with what is lost, and the processor's fee."""
    line = line_for(good)
    whole = input_of(line)
    needed_base = good.quantity_base * 1000 / line.yield_permille
    return whole.grower_pence(month) * needed_base / whole.quantity_base + line.fee_pence


def line_for(good: Good) -> Line:
    """The recipe that makes a processed good."""
    return next(line for line in recipes() if (line.output_product, line.output_cut) == (good.product, good.cut))


def input_of(line: Line) -> Good:
    """The whole good that a recipe starts from."""
    return goods_by_choice()[line.input_product, "whole"][0]


def add_line(standing: Standing, line: Line, specifications: dict[Choice, Specification]) -> None:
    """A processor can make this of that."""
    processor = standing.enterprises[line.processor]
    output = next(
        good for good in standing.scale.goods if (good.product, good.cut) == (line.output_product, line.output_cut)
    )
    add_recipe(
        processor=processor,
        place=processor.places.get(),
        input_specification=specifications[line.input_product, "whole"],
        output_pack=standing.packs[output],
        yield_permille=line.yield_permille,
        capacity_base=line.capacity_base,
        minimum_input_base=line.minimum_input_base,
        fee_pence=line.fee_pence,
        hours_needed=line.hours_needed,
        by=standing.coordinator,
        now=standing.began,
    )


def accept(standing: Standing, wanted: str, instead: str) -> None:
    """The two may stand in for one another, pack by pack, where the scale has both."""
    pairs = [
        (first, second)
        for first in standing.packs
        for second in standing.packs
        if (first.product, first.cut) == (wanted, "whole") and (second.product, second.cut) == (instead, "whole")
    ]
    for first, second in pairs[:1]:
        for one, other in ((first, second), (second, first)):
            accept_substitute(
                wanted=standing.packs[one],
                instead=standing.packs[other],
                tier=1,
                by=standing.coordinator,
                now=standing.began,
            )
