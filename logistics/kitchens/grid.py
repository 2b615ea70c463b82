"""The quick-order grid: products down, kitchens across. Only the rows of one page are made, however many there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from logistics.kitchens.allergens import AllergenNote, allergen_notes
from logistics.kitchens.asked_for import AskedFor, Reading, Sum, asked_for, kitchens_of, packs_on
from logistics.kitchens.budget import Budget, budget_of
from logistics.kitchens.goods import Good, goods_on, listed_packs, made_packs
from logistics.kitchens.last_time import LastTime, last_time
from logistics.models import OrderSheet
from shop.procurement.models import BuyingBasis
from shop.produce.models import Product

# More cells than this and the page is slow to send and to draw: the rest comes on further pages.
CELLS_AT_ONCE = 2400
FEWEST_ROWS = 10
YOURS = "yours"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the grid is asked for. `kitchen_id` is the one that a phone shows."""

    category: str = ""
    find: str = ""
    page: int = 1
    kitchen_id: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One field: its name, what was typed, what was ordered last time."""

    name: str
    kitchen_id: int
    text: str
    ghost: int | None
    is_wrong: bool
    is_shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One good with its cells, a kitchen each."""

    good: Good
    season: str
    supply: str
    allergens: AllergenNote
    rule: str
    ceiling: str
    is_ceiling_wrong: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One kitchen: its times, what it is asked for in all, and how much of that is on other pages."""

    kitchen: Any
    opens: str
    closes: str
    sum: Sum
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A category with the number of its goods."""

    value: str
    label: str
    goods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """All that the page shows."""

    wanted: Wanted
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    chips: tuple[Chip, ...]
    yours: int
    pages: int
    asked: AskedFor
    last: LastTime
    bases: tuple[BuyingBasis, ...]
    budget: Budget | None

    @property
    def elsewhere(self) -> dict[str, list[int]]:
        """Kitchen id to packs, grams and pence that are not on this page: the page's own cells are added to it."""
        on_page = {row.good.pack.pk for row in self.rows}
        rest = {str(column.kitchen.pk): Sum() for column in self.columns}
        for kitchen in self.asked.kitchens:
            for line in kitchen.lines:
                if line.good.pack.pk not in on_page:
                    rest[str(kitchen.kitchen.pk)] += line.sum
        return {key: [each.packs, each.weight_g, each.pence] for key, each in rest.items()}

    @property
    def page_numbers(self) -> range:
        """The pages that there are."""
        return range(1, self.pages + 1)

    @property
    def has_time_problem(self) -> bool:
        """Whether a kitchen's delivery times are to be put right."""
        return any(problem.field.startswith("opens-") for problem in self.asked.problems)


def grid_of(sheet: OrderSheet, wanted: Wanted) -> Grid:
    """The page of the grid that is wanted: a fixed number of queries."""
    goods = goods_on(sheet.delivery_day, sheet.basis, also=packs_on(sheet))
    kitchens = kitchens_of(sheet.buyer)
    asked = asked_for(sheet, goods, kitchens)
    last = last_time(sheet)
    yours = packs_on(sheet) | {int(name.partition("-")[2]) for name in last.cells}
    on_shelf = [good for good in goods.values() if matches(good, wanted, yours)]
    rows_at_once = max(FEWEST_ROWS, CELLS_AT_ONCE // max(1, len(kitchens)))
    pages = max(1, -(-len(on_shelf) // rows_at_once))
    page = min(max(1, wanted.page), pages)
    shelf = on_shelf[(page - 1) * rows_at_once : page * rows_at_once]
    shown = next((each.pk for each in kitchens if each.pk == wanted.kitchen_id), kitchens[0].pk if kitchens else 0)
    return Grid(
        wanted=Wanted(wanted.category, wanted.find, page, shown),
        columns=columns_of(sheet, kitchens, asked, shown),
        rows=rows_of(sheet, shelf, [each.pk for each in kitchens], shown, asked, last),
        chips=chips_of(goods),
        yours=len(yours & goods.keys()),
        pages=pages,
        asked=asked,
        last=last,
        bases=tuple(bases_of(sheet)),
        budget=budget_of(sheet, asked.sum.pence),
    )


def matches(good: Good, wanted: Wanted, yours: set[int]) -> bool:
    """Whether the good is on the shelf that is wanted, and its name holds every word that is looked for.

    The shelf “yours” holds what is on the sheet and what was ordered last time (pack ids).
    """
    name = str(good.pack).lower()
    is_on_shelf = good.pack.pk in yours if wanted.category == YOURS else wanted.category in ("", good.category)
    return is_on_shelf and all(word in name for word in wanted.find.lower().split())


def columns_of(sheet: OrderSheet, kitchens: list[Any], asked: AskedFor, shown: int) -> tuple[Column, ...]:
    """A column per kitchen with its sum."""
    sums = {each.kitchen.pk: each.sum for each in asked.kitchens}
    reading = Reading(sheet, {}, kitchens)
    return tuple(
        Column(each, *reading.window(each), sums.get(each.pk, Sum()), is_shown=each.pk == shown) for each in kitchens
    )


def rows_of(
    sheet: OrderSheet, shelf: list[Good], kitchens: list[int], shown: int, asked: AskedFor, last: LastTime
) -> tuple[Row, ...]:
    """A row per good on the page."""
    listed, made = listed_packs(sheet.delivery_day), made_packs(sheet.buyer.hub)
    notes = allergen_notes({good.pack.specification_id for good in shelf})
    wrong = {problem.field for problem in asked.problems}
    rows = []
    for good in shelf:
        pack_id = good.pack.pk
        rule = sheet.rules.get(str(pack_id), {})
        rows.append(
            Row(
                good=good,
                season=season_on(sheet.delivery_day.day, good.pack.specification.product),
                supply=supply_of(pack_id, listed, made),
                allergens=notes[good.pack.specification_id],
                rule=rule.get("rule", "none"),
                ceiling=rule.get("ceiling", ""),
                is_ceiling_wrong=f"ceiling-{pack_id}" in wrong,
                cells=tuple(
                    cell_of(each, pack_id, sheet.cells, last, wrong, is_shown=each == shown) for each in kitchens
                ),
            )
        )
    return tuple(rows)


def cell_of(
    kitchen_id: int, pack_id: int, typed: Mapping[str, str], last: LastTime, wrong: set[str], *, is_shown: bool
) -> Cell:
    """One field of the grid."""
    name = f"{kitchen_id}-{pack_id}"
    return Cell(name, kitchen_id, typed.get(name, ""), last.cells.get(name), f"cell-{name}" in wrong, is_shown)


def season_on(day: date, product: Product) -> str:
    """Whether the product is in season on the day; nothing for what there is all year."""
    if not product.season_months:
        return ""
    return "in season" if day.month in product.season_months else "out of season here"


def supply_of(pack_id: int, listed: Mapping[int, int], made: set[int]) -> str:
    """What stands against the day for the pack."""
    if packs := listed.get(pack_id, 0):
        return f"{packs:,} listed"
    return "made to order" if pack_id in made else "none listed yet"


def chips_of(goods: Mapping[int, Good]) -> tuple[Chip, ...]:
    """The categories that there are goods of."""
    counts: dict[str, int] = {}
    for good in goods.values():
        counts[good.category] = counts.get(good.category, 0) + 1
    labels = dict(Product.Category.choices)
    return tuple(Chip(value, str(labels[Product.Category(value)]), number) for value, number in counts.items())


def bases_of(sheet: OrderSheet) -> list[BuyingBasis]:
    """Under what the buyer may buy on the day."""
    day = sheet.delivery_day.day
    return list(sheet.buyer.buying_bases.filter(starts__lte=day, ends__gte=day).order_by("reference"))
