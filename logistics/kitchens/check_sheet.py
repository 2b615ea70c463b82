"""The sheet as it would be ordered: what each kitchen gets, which allergens are in it, what is wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from logistics.kitchens.allergens import AllergenNote, allergen_names, allergen_notes
from logistics.kitchens.asked_for import AskedFor, asked_for
from logistics.kitchens.budget import Budget, budget_of
from logistics.kitchens.goods import Good
from logistics.models import OrderSheet


@dataclass(frozen=True, slots=True)
class AllergenRow:
    """One of the 14, and the goods that contain it, may contain it, or of which nobody has said."""

    name: str
    contains: tuple[str, ...]
    may_contain: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckSheet:
    """All that the check page shows. `unstated` are goods of which not one allergen is stated."""

    asked: AskedFor
    allergens: tuple[AllergenRow, ...]
    unstated: tuple[str, ...]
    budget: Budget | None

    @property
    def vat_note(self) -> bool:
        """Whether any of the goods carries VAT; most food carries none."""
        return any(good.pack.specification.product.vat_code != "Z" for good in self.asked.goods)


def check_sheet_of(sheet: OrderSheet) -> CheckSheet:
    """Read the sheet for its check page: a fixed number of queries."""
    asked = asked_for(sheet)
    goods = asked.goods
    notes = allergen_notes({good.pack.specification_id for good in goods})
    return CheckSheet(
        asked=asked,
        allergens=allergen_rows(goods, notes),
        unstated=tuple(name for name, note in named_notes(goods, notes) if is_unstated(note)),
        budget=budget_of(sheet, asked.sum.pence),
    )


def is_unstated(note: AllergenNote) -> bool:
    """Whether nobody has said anything about any of the 14."""
    return not (note.contains or note.may_contain or note.absent)


def named_notes(goods: Iterable[Good], notes: dict[int, AllergenNote]) -> list[tuple[str, AllergenNote]]:
    """Each specification once, by name, with its note."""
    return sorted({good.name: notes[good.pack.specification_id] for good in goods}.items())


def allergen_rows(goods: Iterable[Good], notes: dict[int, AllergenNote]) -> tuple[AllergenRow, ...]:
    """The 14 as far as there is something to say; goods of which nothing at all is stated are told apart."""
    named = [(name, note) for name, note in named_notes(goods, notes) if not is_unstated(note)]
    rows = (
        AllergenRow(
            allergen,
            tuple(name for name, note in named if allergen in note.contains),
            tuple(name for name, note in named if allergen in note.may_contain),
            tuple(name for name, note in named if allergen in note.unknown),
        )
        for allergen in allergen_names().values()
    )
    return tuple(row for row in rows if row.contains or row.may_contain or row.unknown)
