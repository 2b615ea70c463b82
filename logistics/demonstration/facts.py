"""The demonstration's tables as values: read from the files beside, changed by nobody."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shop.produce.reference import ALLERGENS

TABLES = Path(__file__).parent / "tables"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

#: Ours: a small grower's price over the published wholesale one, whose years (2017 to 2021) are past.
GROWERS_PERMILLE = 1400


#: Goods of which a grower can say what is in them and what is not.
OF_ONE_KIND = frozenset({"dairy", "eggs", "fruit", "vegetables"})


@dataclass(frozen=True, slots=True, eq=False)
class Good:
    """One pack of one cut of one product, read once: two of them are the same when they are one.

    `price_pence` is a grower's price; None where `by_month` prices it, in pence a kilo or a piece.
    """

    product: str
    category: str
    base_unit: str
    cut: str
    grade: str
    temperature_class: str
    months: tuple[int, ...]
    vat_code: str
    allergens: Mapping[str, str]
    pack: str
    quantity_base: int
    gross_weight_g: int
    packs_per_crate: int
    price_pence: int | None
    by_month: Mapping[int, int]

    @property
    def is_processed(self) -> bool:
        """Whether only a processor makes it."""
        return self.cut != "whole"

    def in_season(self, month: int) -> bool:
        """Whether growers have it in that month."""
        return not self.months or month in self.months

    def grower_pence(self, month: int) -> int:
        """What a grower asks per pack in that month; out of season as in the nearest month of the season."""
        if self.price_pence is not None:
            return self.price_pence
        near = min(self.by_month, key=lambda each: (min(abs(each - month), 12 - abs(each - month)), each))
        per_kilo_or_each = self.by_month[near] * GROWERS_PERMILLE
        base_units = self.quantity_base if self.base_unit == "each" else self.quantity_base / 1000
        return round(per_kilo_or_each * base_units / 1000 / 5) * 5


@dataclass(frozen=True, slots=True)
class Farm:
    """A grower with invented name and produce at a farm's position."""

    name: str
    kind_of_farm: str
    latitude: str
    longitude: str
    handover: str
    minimum_pickup_value_pence: int
    is_newcomer: bool
    products: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kitchen:
    """A kitchen and who buys for it. `meals_base` is pupils on roll where `size_basis` says so, else invented."""

    buyer: str
    name: str
    kind: str
    meals_base: int
    size_basis: str
    is_real_position: bool
    latitude: str
    longitude: str
    postcode: str
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Works:
    """A processor's position."""

    name: str
    village: str
    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one processor makes of what."""

    processor: str
    input_product: str
    output_product: str
    output_cut: str
    yield_permille: int
    capacity_base: int
    minimum_input_base: int
    fee_pence: int
    hours_needed: int


@dataclass(frozen=True, slots=True)
class Van:
    """One vehicle, who drives it, and from which scale on it is there."""

    name: str
    scale: str
    temperature_class: str
    capacity_g: int
    capacity_crates: int
    cost_fixed_pence: int
    cost_per_km_pence: int
    cost_per_hour_pence: int
    driver: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A gazetteer entry."""

    kind: str
    name: str
    latitude: str
    longitude: str
    source: str


def rows(table: str) -> Iterator[dict[str, str]]:
    """The rows of a table file."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def goods() -> tuple[Good, ...]:
    """Every pack that the region knows, in the order of the file."""
    wholesale = {
        row["product"]: {month: int(row[name]) for month, name in enumerate(MONTHS, start=1) if row[name]}
        for row in rows("wholesale")
    }
    return tuple(good_of(row, wholesale.get(row["name"], {})) for row in rows("products"))


def stated_allergens(row: Mapping[str, str]) -> dict[str, str]:
    """Allergen code to presence, as the grower or processor would state it; what nobody states stays unknown.

    Of goods of one kind all 14 can be stated. Where vegetables are cut, celery is cut on the same line.
    """
    pairs = (named.partition(":") for named in row["allergens"].split())
    named = {code: presence or "contains" for code, _, presence in pairs}
    if row["category"] not in OF_ONE_KIND:
        return named
    known = {code: "absent" for code, _, _ in ALLERGENS}
    if row["cut"] != "whole":
        known["celery"] = "may_contain"
    return {**known, **named}


def good_of(row: Mapping[str, str], by_month: Mapping[int, int]) -> Good:
    """One row of the products' table; a product with published prices is in season when it has one."""
    return Good(
        product=row["name"],
        category=row["category"],
        base_unit=row["base_unit"],
        cut=row["cut"],
        grade=row["grade"],
        temperature_class=row["temperature_class"],
        months=tuple(sorted(by_month)) if by_month else months_of(row["months"]),
        vat_code=row["vat_code"],
        allergens=stated_allergens(row),
        pack=row["pack"],
        quantity_base=int(row["quantity_base"]),
        gross_weight_g=int(row["gross_weight_g"]),
        packs_per_crate=int(row["packs_per_crate"]),
        price_pence=int(row["grower_price_pence"]) if row["grower_price_pence"] else None,
        by_month=by_month,
    )


def months_of(text: str) -> tuple[int, ...]:
    """`9-12 1 2` as months; nothing is all the year."""
    found: set[int] = set()
    for part in text.split():
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return tuple(sorted(found))


@cache
def farms() -> tuple[Farm, ...]:
    """Growers; the first twelve are the small hub's."""
    return tuple(
        Farm(
            name=row["name"],
            kind_of_farm=row["kind_of_farm"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            handover=row["handover"],
            minimum_pickup_value_pence=int(row["minimum_pickup_value_pence"]),
            is_newcomer=row["newcomer"] == "yes",
            products=tuple(row["products"].split(";")),
        )
        for row in rows("growers")
    )


@cache
def kitchens() -> tuple[Kitchen, ...]:
    """Kitchens; the first ten are the small hub's."""
    return tuple(
        Kitchen(
            buyer=row["buyer"],
            name=row["kitchen"],
            kind=row["kind"],
            meals_base=int(row["meals_base"]),
            size_basis=row["size_basis"],
            is_real_position=row["position"] == "real",
            latitude=row["latitude"],
            longitude=row["longitude"],
            postcode=row["postcode"],
            opens=row["opens"],
            closes=row["closes"],
        )
        for row in rows("kitchens")
    )


@cache
def processors() -> tuple[Works, ...]:
    """Processors; the first two are the small hub's."""
    return tuple(Works(**row) for row in rows("processors"))


NUMBERS = frozenset({"yield_permille", "capacity_base", "minimum_input_base", "fee_pence", "hours_needed"})


@cache
def recipes() -> tuple[Line, ...]:
    """What processors make."""
    return tuple(
        Line(**{name: int(value) if name in NUMBERS else value for name, value in row.items()})  # type: ignore[arg-type]
        for row in rows("recipes")
    )


WORDS = frozenset({"name", "scale", "temperature_class", "driver"})


@cache
def vans() -> tuple[Van, ...]:
    """Vehicles."""
    return tuple(
        Van(**{name: value if name in WORDS else int(value) for name, value in row.items()})  # type: ignore[arg-type]
        for row in rows("vehicles")
    )


@cache
def spots() -> tuple[Spot, ...]:
    """Villages, outcodes and the postcodes of the demonstration's own kitchens."""
    return tuple(Spot(**row) for row in rows("places"))
