"""Packs as people write them: "10kg box", "12 x 1 L", "doz", "1/2 kg". Pure."""

import re
from dataclasses import dataclass
from fractions import Fraction

from shop.imports.report import RowRefused
from shop.pricing.quantities import quantity

CONTAINERS = (
    "bag", "basket", "bottle", "box", "bucket", "bunch", "carton", "case", "churn", "crate", "drum", "head", "jar",
    "keg", "loaf", "net", "pack", "packet", "pail", "pallet", "piece", "pot", "punnet", "roll", "sack", "tin", "tray",
    "tub", "wheel",
)  # fmt: skip
#: One of these alone is one piece; of the other containers the text must say how much they hold.
PIECES = frozenset({"bunch", "head", "loaf", "piece", "roll", "wheel", "each"})
PLURALS = {"loaves": "loaf", "boxes": "box", "bunches": "bunch", "pcs": "piece", "pkt": "packet", "heads": "head"}
#: Base units in one of each. A pint of milk is sold as 568 ml and a pound weighs 453.59237 g (Weights and Measures
#: Act 1985, Schedule 1).
UNITS: dict[str, tuple[Fraction, str]] = {
    **dict.fromkeys(("g", "gr", "gm", "gms", "gram", "grams", "gramme", "grammes"), (Fraction(1), "g")),
    **dict.fromkeys(("kg", "kgs", "kilo", "kilos", "kilogram", "kilograms", "k"), (Fraction(1000), "g")),
    **dict.fromkeys(("t", "tonne", "tonnes"), (Fraction(1_000_000), "g")),
    **dict.fromkeys(("lb", "lbs", "pound", "pounds"), (Fraction("453.59237"), "g")),
    **dict.fromkeys(("oz", "ounce", "ounces"), (Fraction("28.349523125"), "g")),
    **dict.fromkeys(("ml", "mls", "millilitre", "millilitres"), (Fraction(1), "ml")),
    **dict.fromkeys(("cl",), (Fraction(10), "ml")),
    **dict.fromkeys(("l", "lt", "ltr", "ltrs", "litre", "litres", "liter", "liters"), (Fraction(1000), "ml")),
    **dict.fromkeys(("pt", "pint", "pints"), (Fraction(568), "ml")),
    **dict.fromkeys(("each", "ea", "unit", "units", "egg", "eggs", "item", "items", "single"), (Fraction(1), "each")),
    **dict.fromkeys(("doz", "dozen", "dozens", "dz"), (Fraction(12), "each")),
}
HALVES = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
NUMBER = r"\d+\s+\d+/\d+|\d+/\d+|\d{1,3}(?:,\d{3})+|\d+\.\d+|\.\d+|\d+"
SIZE = re.compile(rf"(?P<counts>(?:\d+\s*x\s*)*)(?P<amount>{NUMBER})?\s*(?P<unit>[a-z]+)?", re.ASCII)
MOST_BASE = 2_000_000


class NotAPack(RowRefused):
    """The text says no size that could be packed."""


@dataclass(frozen=True, slots=True)
class PackSize:
    """What a pack holds: `count` inner packs that make `quantity_base` base units together."""

    quantity_base: int
    base_unit: str
    count: int = 1
    container: str = ""

    @property
    def name(self) -> str:
        """One spelling for all: "10 kg box", "6 × 500 g", "12 each", "bunch"."""
        if self.quantity_base == 1 and self.base_unit == "each":
            return self.container or "each"
        inner = quantity(self.quantity_base // self.count, self.base_unit)
        size = inner if self.count == 1 else f"{self.count} × {inner}"
        return f"{size} {self.container}".strip()


def read_pack(text: str) -> PackSize:
    """Read a pack's size. Raises NotAPack with the text in the reason."""
    words, container = without_container(spelled_out(text))
    if not words:
        if container in PIECES:
            return PackSize(1, "each", container="" if container == "each" else container)
        raise NotAPack(f"The pack “{text}” does not say how much it holds: write it like 10 kg, 12 x 1 L or each.")
    found = SIZE.fullmatch(words)
    unit = (found["unit"] or "each") if found else ""
    if found is None or unit not in UNITS or not (found["amount"] or found["unit"]):
        raise NotAPack(f"The pack “{text}” is not a size: write it like 10 kg, 12 x 1 L or each.")
    factor, base_unit = UNITS[unit]
    count = product_of(found["counts"])
    try:
        inner = amount_of(found["amount"] or "1") * factor
    except ZeroDivisionError as error:
        raise NotAPack(f"The pack “{text}” divides by nothing.") from error
    return checked(text, inner, count, base_unit, container)


def spelled_out(text: str) -> str:
    """Lower case, one kind of multiplication sign, fractions with figures, no full stops behind short words."""
    plain = text.lower()
    for sign, figures in HALVES.items():
        plain = plain.replace(sign, figures)
    plain = re.sub(r"[×✕*]", "x", plain)
    plain = re.sub(r"\b(?:a\s+)?half\s+(?:a\s+)?(?=dozen|doz)", "6 each ", plain).replace("each dozen", "each")
    plain = re.sub(r"(?<=[a-z])\.", " ", plain)
    return " ".join(re.sub(r"[()]", " ", plain).split())


def without_container(words: str) -> tuple[str, str]:
    """The words without their container, and the container: "box of 10 kg" and "10 kg box" say the same."""
    kept: list[str] = []
    container = ""
    for word in words.split():
        singular = PLURALS.get(word, word.removesuffix("s") if word.removesuffix("s") in CONTAINERS else word)
        if singular in CONTAINERS and not container:
            container = singular
        elif word not in ("of", "per", "a", "approx", "approximately", "about"):
            kept.append(word)
    return " ".join(kept), container


def product_of(counts: str) -> int:
    """ "2 x 6 x " -> 12; nothing -> 1."""
    result = 1
    for number in re.findall(r"\d+", counts):
        result *= int(number)
    return result


def amount_of(text: str) -> Fraction:
    """1 1/2, 1/2, 1,000 or 2.5 as an exact number. Raises ZeroDivisionError for 1/0."""
    return sum((Fraction(part) for part in text.replace(",", "").split()), Fraction(0))


def checked(text: str, inner: Fraction, count: int, base_unit: str, container: str) -> PackSize:
    """A size of whole base units; pounds, ounces and thirds are rounded to the nearest. Raises NotAPack."""
    if base_unit == "each" and inner.denominator != 1:
        raise NotAPack(f"The pack “{text}” holds a part of one: write whole pieces.")
    whole = int(inner + Fraction(1, 2)) * count
    if whole < 1:
        raise NotAPack(f"The pack “{text}” holds nothing.")
    if whole > MOST_BASE:
        raise NotAPack(f"The pack “{text}” is larger than a van.")
    return PackSize(whole, base_unit, count, container)
