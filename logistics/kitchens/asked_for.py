"""What a sheet asks for: its texts read, priced and added up, and all that is wrong with them. Writes nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from logistics.kitchens.goods import Good, goods_on
from logistics.kitchens.typed import BadText, ceiling_in, clock_in, packs_in
from logistics.models import OrderSheet
from shop.enterprises.models import Place
from shop.pricing.money import pounds
from shop.procurement.checked_order import window_of, windows_of
from shop.procurement.errors import OrderRefused
from shop.procurement.models import BulkOrderLine
from shop.procurement.wanted import WantedDrop, WantedLine
from shop.rows.local_time import local_moment

RULES = dict(BulkOrderLine.SubstitutionRule.choices)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right, and the field it was typed into."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Packs, what they weigh with their crates, and what they cost before VAT."""

    packs: int = 0
    weight_g: int = 0
    pence: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.packs + other.packs, self.weight_g + other.weight_g, self.pence + other.pence)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Packs of one good for one kitchen."""

    good: Good
    packs: int
    rule: str
    ceiling_pence: int | None

    @property
    def sum(self) -> Sum:
        """What the line comes to; a good without a price costs nothing yet."""
        return Sum(self.packs, self.packs * self.good.pack.gross_weight_g, self.packs * (self.good.price_pence or 0))

    @property
    def rule_words(self) -> str:
        """The substitution rule as cooks read it."""
        return RULES[self.rule]


@dataclass(frozen=True, slots=True)
class AskedKitchen:
    """One kitchen's lines and the times between which its drop may come; empty times when nobody said."""

    kitchen: Place
    lines: tuple[AskedLine, ...]
    opens: str
    closes: str
    sum: Sum


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """The whole sheet, read. `drops` are for the order; they are complete only when there are no problems."""

    kitchens: tuple[AskedKitchen, ...]
    drops: tuple[WantedDrop, ...]
    problems: tuple[Problem, ...]
    digest: str
    sum: Sum

    @property
    def goods(self) -> list[Good]:
        """The goods asked for, each once."""
        return list({line.good.pack.pk: line.good for kitchen in self.kitchens for line in kitchen.lines}.values())


class Reading:
    """Goes over a sheet once and notes what is wrong."""

    def __init__(self, sheet: OrderSheet, goods: Mapping[int, Good], kitchens: list[Place]) -> None:
        self.sheet = sheet
        self.goods = goods
        self.day = sheet.delivery_day
        self.zone = self.day.cycle.hub.time_zone
        self.windows = windows_of(kitchens, self.day)
        self.rules = {pack_id: self.rule_for(pack_id) for pack_id in goods}
        self.problems: list[Problem] = []

    def rule_for(self, pack_id: int) -> Mapping[str, str]:
        """What was typed for the pack's lines: `rule` and `ceiling`."""
        rule: Mapping[str, str] = self.sheet.rules.get(str(pack_id), {})
        return rule

    def line(self, kitchen: Place, good: Good) -> AskedLine | None:
        """The kitchen's line of the good, or None when nothing (readable) was typed."""
        name = f"{kitchen.pk}-{good.pack.pk}"
        try:
            packs = packs_in(self.sheet.cells.get(name, ""))
        except BadText as error:
            self.problems.append(Problem(f"cell-{name}", f"{good.name} for {kitchen}: {error}"))
            return None
        if not packs:
            return None
        if good.price_pence is None:
            self.problems.append(
                Problem(f"cell-{name}", f"{good.pack} for {kitchen}: it has no published price. Take it off.")
            )
        rule = self.rules[good.pack.pk].get("rule", "none")
        return AskedLine(good, packs, rule if rule in RULES else "none", self.ceiling(good))

    def ceiling(self, good: Good) -> int | None:
        """The ceiling typed for the good, once noted when it is no amount or below the price."""
        field = f"ceiling-{good.pack.pk}"
        try:
            ceiling_pence = ceiling_in(self.rules[good.pack.pk].get("ceiling", ""))
        except BadText as error:
            self.note_once(field, f"{good.pack}: {error}")
            return None
        if ceiling_pence is not None and good.price_pence is not None and good.price_pence > ceiling_pence:
            self.note_once(
                field, f"{good.pack} costs {pounds(good.price_pence)}, above your ceiling of {pounds(ceiling_pence)}."
            )
        return ceiling_pence

    def note_once(self, field: str, text: str) -> None:
        """Note what is wrong with a field that several lines share."""
        problem = Problem(field, text)
        if problem not in self.problems:
            self.problems.append(problem)

    def window(self, kitchen: Place) -> tuple[str, str]:
        """From and until for the kitchen: what was typed, else its own window on the day, else nothing."""
        typed = self.sheet.windows.get(str(kitchen.pk))
        if typed and any(text.strip() for text in typed):
            return typed[0], typed[1]
        own = self.windows.get(kitchen.pk)
        return (f"{own.opens:%H:%M}", f"{own.closes:%H:%M}") if own else ("", "")

    def drop(self, asked: AskedKitchen) -> WantedDrop:
        """The kitchen's drop for the order; notes times that can't be."""
        opens_at, closes_at = self.moment(asked, asked.opens), self.moment(asked, asked.closes)
        lines = [WantedLine(line.good.pack, line.packs, line.rule, line.ceiling_pence) for line in asked.lines]
        drop = WantedDrop(asked.kitchen, lines, opens_at, closes_at)
        try:
            window_of(drop, self.day, self.windows)
        except OrderRefused as error:
            self.note_once(f"opens-{asked.kitchen.pk}", str(error))
        return drop

    def moment(self, asked: AskedKitchen, text: str) -> datetime | None:
        """A time of the delivery day; None for nothing typed or what is no time."""
        if not text.strip():
            return None
        try:
            return local_moment(self.day.day, clock_in(text), self.zone)
        except BadText as error:
            self.note_once(f"opens-{asked.kitchen.pk}", f"{asked.kitchen}: {error}")
            return None


def asked_for(
    sheet: OrderSheet, goods: Mapping[int, Good] | None = None, kitchens: list[Place] | None = None
) -> AskedFor:
    """Read the sheet: one query for windows, and three more for goods and kitchens unless they are given."""
    if goods is None:
        goods = goods_on(sheet.delivery_day, sheet.basis, also=packs_on(sheet))
    if kitchens is None:
        kitchens = kitchens_of(sheet.buyer)
    reading = Reading(sheet, goods, kitchens)
    typed_for: dict[int, list[Good]] = {}
    on_sheet = {name for name, text in sheet.cells.items() if text}
    for good in goods.values():
        for kitchen in kitchens:
            if f"{kitchen.pk}-{good.pack.pk}" in on_sheet:
                typed_for.setdefault(kitchen.pk, []).append(good)
    asked = []
    for kitchen in kitchens:
        lines = [line for good in typed_for.get(kitchen.pk, ()) if (line := reading.line(kitchen, good))]
        if lines:
            asked.append(AskedKitchen(kitchen, tuple(lines), *reading.window(kitchen), total(lines)))
    drops = tuple(reading.drop(each) for each in asked)
    if not asked and not reading.problems:
        reading.problems.append(Problem("", "Nothing is ordered yet. Type how many packs each kitchen wants."))
    return AskedFor(
        kitchens=tuple(asked),
        drops=drops,
        problems=tuple(reading.problems),
        digest=digest_of(sheet, asked),
        sum=total(asked),
    )


def total(parts: Iterable[AskedLine] | Iterable[AskedKitchen]) -> Sum:
    """What lines or kitchens come to together."""
    sums = [part.sum for part in parts]
    return Sum(sum(each.packs for each in sums), sum(each.weight_g for each in sums), sum(each.pence for each in sums))


def kitchens_of(buyer: Any) -> list[Place]:
    """The buyer's kitchens by name, School 3 before School 20."""
    return sorted(
        buyer.places.all(), key=lambda place: [part.zfill(9) for part in re.split(r"(\d+)", place.name.lower())]
    )


def packs_on(sheet: OrderSheet) -> set[int]:
    """Ids of the packs that something was typed for."""
    return {int(name.partition("-")[2]) for name in sheet.cells}


def digest_of(sheet: OrderSheet, asked: list[AskedKitchen]) -> str:
    """Changes when anything changes that the cook was shown: packs, prices, rules, times, PO number, basis."""
    shown: list[Any] = [sheet.basis_id, sheet.po_number]
    for each in asked:
        lines = [
            (line.good.pack.pk, line.packs, line.good.price_pence, line.rule, line.ceiling_pence) for line in each.lines
        ]
        shown.append((each.kitchen.pk, each.opens, each.closes, lines))
    return sha256(repr(shown).encode()).hexdigest()
