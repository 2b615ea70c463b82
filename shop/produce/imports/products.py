"""Writes a list of products: each row a pack, with its specification and product made where they are new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from accounts.models import User
from shop.enterprises.models import Hub
from shop.imports.cells import choice, count, required, yes_or_no
from shop.imports.report import Fate, Report, RowRefused
from shop.imports.running import Manner, take_rows
from shop.produce.actions import add_pack, add_product, add_specification, ensure_reference_data
from shop.produce.errors import ProduceError
from shop.produce.imports.pack_texts import PackSize, read_pack
from shop.produce.imports.written import allergens, season
from shop.produce.models import Allergen, AllergenStatement, Pack, Product, Specification
from shop.spreadsheets import Column, Row, read_file

COLUMNS = (
    Column("product", ("item", "name", "product name"), required=True),
    Column("pack", ("pack size", "size", "unit size", "packaging"), required=True),
    Column("category", ("group", "type")),
    Column("cut", ("form", "preparation")),
    Column("grade", ("class", "quality")),
    Column("temperature", ("temperature class", "storage")),
    Column("processed", ("is processed",)),
    Column("allergens", ("allergen", "contains")),
    Column("season", ("months", "availability")),
    Column("vat", ("vat code", "vat rate")),
    Column("gross weight", ("weight", "weight with packaging")),
    Column("packs per crate", ("per crate",)),
)
#: Without a gross weight, packaging is taken as a tenth of what it holds: our own judgement, so that a van that is full
#: by our figures is not overloaded on the scales. Millilitres are taken as grams.
GROSS_PERMILLE = 1100


@dataclass(frozen=True, slots=True)
class PackRow:
    """What a row says, read."""

    product: str
    product_facts: dict[str, Any]
    cut: str
    grade: str
    specification_facts: dict[str, Any]
    allergens: dict[str, str]
    size: PackSize
    pack_facts: dict[str, Any]


def import_products(path: Path, *, hub: Hub, by: User | None, now: datetime, manner: Manner | None = None) -> Report:
    """Take in a list of packs of `hub`'s products.

    What stands already is unchanged or differs; it is never overwritten, because orders lean on it. Raises
    SpreadsheetError.
    """
    table = read_file(path, columns=COLUMNS)
    ensure_reference_data(now=now)
    return take_rows(table, take=PackTaker(hub, by, now), manner=manner or Manner())


@dataclass(slots=True)
class PackTaker:
    """Takes one row after another into a hub, and remembers which packs it has seen."""

    hub: Hub
    by: User | None
    now: datetime
    known_allergens: Mapping[str, str] = field(
        default_factory=lambda: dict(Allergen.objects.values_list("code", "name"))
    )
    seen: dict[int, int] = field(default_factory=dict)

    def __call__(self, row: Row) -> tuple[Fate, str]:
        """Write a row. Raises RowRefused."""
        wanted = read_pack_row(row, self.known_allergens)
        try:
            product, product_text = self.product(wanted)
            specification, specification_text = self.specification(wanted, product)
            pack, is_new, pack_text = self.pack(wanted, specification)
        except ProduceError as error:
            raise RowRefused(str(error)) from error
        if pack.pk in self.seen:
            raise RowRefused(f"It repeats “{pack}” of row {self.seen[pack.pk]}.")
        self.seen[pack.pk] = row.number
        differences = "; ".join(text for text in (product_text, specification_text, pack_text) if text)
        if is_new:
            return Fate.ADDED, differences
        return (Fate.DIFFERS if differences else Fate.UNCHANGED), differences

    def product(self, wanted: PackRow) -> tuple[Product, str]:
        """The product of that name, made if it is new, and how it differs from the row."""
        standing = Product.objects.of(self.hub).filter(name__iexact=wanted.product).first()
        facts = wanted.product_facts
        if standing is None:
            if not facts["category"]:
                raise RowRefused(f"“{wanted.product}” is new: write its category.")
            return add_product(hub=self.hub, name=wanted.product, by=self.by, now=self.now, **facts), ""
        if standing.base_unit != wanted.size.base_unit:
            raise RowRefused(
                f"“{standing}” is counted in {standing.base_unit}, the pack {wanted.size.name} in "
                f"{wanted.size.base_unit}."
            )
        return standing, differing(standing, {**facts, "season_months": list(facts["season_months"])})

    def specification(self, wanted: PackRow, product: Product) -> tuple[Specification, str]:
        """The specification with that cut and grade, made if it is new, and how it differs from the row."""
        standing = product.specifications.filter(cut__iexact=wanted.cut, grade__iexact=wanted.grade).first()
        if standing is None:
            made = add_specification(
                product=product,
                cut=wanted.cut,
                grade=wanted.grade,
                allergens=wanted.allergens,
                by=self.by,
                now=self.now,
                **wanted.specification_facts,
            )
            return made, ""
        texts = [differing(standing, wanted.specification_facts), differing_allergens(standing, wanted.allergens)]
        return standing, "; ".join(text for text in texts if text)

    def pack(self, wanted: PackRow, specification: Specification) -> tuple[Pack, bool, str]:
        """The pack of that name, whether it is new, and how it differs from the row."""
        standing = specification.packs.filter(name__iexact=wanted.size.name).first()
        if standing is not None:
            given = {name: value for name, value in wanted.pack_facts.items() if value is not None}
            return standing, False, differing(standing, given)
        facts = dict(wanted.pack_facts)
        facts["packs_per_crate"] = facts["packs_per_crate"] or 1
        facts["gross_weight_g"] = facts["gross_weight_g"] or gross_weight_g(wanted.size)
        made = add_pack(
            specification=specification,
            name=wanted.size.name,
            quantity_base=wanted.size.quantity_base,
            by=self.by,
            now=self.now,
            **facts,
        )
        return made, True, ""


def read_pack_row(row: Row, known_allergens: Mapping[str, str]) -> PackRow:
    """Read a row. Raises RowRefused."""
    size = read_pack(required(row, "pack"))
    categories = {value: str(label) for value, label in Product.Category.choices}
    classes = dict(Specification.TemperatureClass.choices)
    return PackRow(
        product=required(row, "product"),
        product_facts={
            "category": choice(row.text("category"), categories, what="category", if_none=""),
            "base_unit": size.base_unit,
            "season_months": season(row.text("season")),
            "vat_code": row.text("vat").upper() or "Z",
        },
        cut=row.text("cut").lower() or "whole",
        grade=row.text("grade"),
        specification_facts={
            "temperature_class": choice(row.text("temperature"), classes, what="temperature class", if_none="ambient"),
            "is_processed": yes_or_no(row.text("processed"), what="processed"),
        },
        allergens=allergens(row.text("allergens"), known_allergens),
        size=size,
        pack_facts={
            "gross_weight_g": weight_g(row.text("gross weight")),
            "packs_per_crate": count(row.text("packs per crate"), what="packs per crate")
            if row.text("packs per crate")
            else None,
        },
    )


def weight_g(text: str) -> int | None:
    """A weight with its unit, in grams; None when the row gives none. Raises RowRefused."""
    if not text:
        return None
    weight = read_pack(text)
    if weight.base_unit != "g":
        raise RowRefused(f"The gross weight “{text}” is not a weight: write it like 10.5 kg.")
    return weight.quantity_base


def gross_weight_g(size: PackSize) -> int:
    """A pack's weight where the row gives none. Raises RowRefused for pieces, which can weigh anything."""
    if size.base_unit == "each":
        raise RowRefused(
            f"What does {size.name} weigh? Write it under gross weight, so that the vans are not overloaded."
        )
    return -(-size.quantity_base * GROSS_PERMILLE // 1000)


def differing(row: Product | Specification | Pack, facts: Mapping[str, Any]) -> str:
    """category is “vegetables” here, “fruit” in the file; ... An empty category says nothing."""
    return "; ".join(
        f"{name.replace('_', ' ')} is “{getattr(row, name)}” here, “{value}” in the file"
        for name, value in facts.items()
        if value != "" and getattr(row, name) != value
    )


def differing_allergens(specification: Specification, stated: Mapping[str, str]) -> str:
    """How the stated allergens differ from those on file; a row that states none says nothing."""
    on_file = dict(AllergenStatement.objects.filter(specification=specification).values_list("allergen_id", "presence"))
    return "; ".join(
        f"{code} is “{on_file.get(code, 'unknown')}” here, “{presence}” in the file"
        for code, presence in stated.items()
        if on_file.get(code) != presence
    )
