"""One row of a grower's price list, matched with a pack that the hub sells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shop.imports.cells import choice, count, did_you_mean, pence, required
from shop.imports.report import RowRefused
from shop.produce.imports.pack_texts import PackSize, read_pack
from shop.produce.models import Pack
from shop.spreadsheets import Column, Row

COLUMNS = (
    Column("product", ("item", "produce", "what", "crop", "description", "variety"), required=True),
    Column("pack", ("pack size", "size", "unit", "sold in", "packaging"), required=True),
    Column(
        "price",
        ("price per pack", "unit price", "your price", "cost", "price each", "price £", "£", "price per unit"),
        required=True,
    ),
    Column(
        "quantity", ("qty", "available", "packs", "how many", "number", "amount", "quantity available"), required=True
    ),
    Column("cut", ("form", "preparation")),
    Column("grade", ("class", "quality")),
    Column("minimum", ("minimum packs", "at least", "min", "min order")),
    Column("channel", ("for", "sold to")),
    Column("handover", ("collected", "delivery", "how")),
)
CHANNELS = {"either": "Anyone", "bulk": "Kitchens", "shop": "Households"}
HANDOVERS = {"collected": "A van collects", "brought_in": "Brought in"}
PLURAL = re.compile(r"(?:oes|ies|s)$")
PacksByName = dict[str, list[Pack]]
NONE_THIS_TIME = frozenset({"0", "nil", "none", "-", "sold out", "n/a"})


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a row offers: so many of this pack (0: none this time) at this price; `channel` is either, bulk or shop."""

    pack: Pack
    packs: int
    price_pence: int
    minimum_packs: int
    channel: str
    handover: str


def by_names(packs: Iterable[Pack]) -> PacksByName:
    """The packs under every name that a list may give their product or specification."""
    found: PacksByName = {}
    for pack in packs:
        for name in {folded(str(pack.specification)), folded(str(pack.specification.product))}:
            found.setdefault(name, []).append(pack)
    return found


def read_price(row: Row, packs: PacksByName) -> PriceRow:
    """Read a row against the `packs` that the hub knows. Raises RowRefused."""
    pack = match_pack(row, packs)
    quantity = required(row, "quantity")
    minimum = row.text("minimum")
    return PriceRow(
        pack=pack,
        packs=0 if quantity.casefold() in NONE_THIS_TIME else count(quantity),
        price_pence=pence(required(row, "price")),
        minimum_packs=count(minimum, what="minimum") if minimum else 0,
        channel=choice(row.text("channel"), CHANNELS, what="channel", if_none="either"),
        handover=choice(row.text("handover"), HANDOVERS, what="handover", if_none="collected"),
    )


def match_pack(row: Row, packs: PacksByName) -> Pack:
    """The one pack that the row means: by product or specification, then by size. Raises RowRefused."""
    cut = row.text("cut") if row.text("cut").casefold() != "whole" else ""
    wanted = ", ".join(part for part in (required(row, "product"), cut, row.text("grade")) if part)
    of_product = packs.get(folded(wanted), [])
    if not of_product:
        known = {str(pack.specification) for found in packs.values() for pack in found}
        raise RowRefused(f"“{wanted}” is not among the hub's products.{did_you_mean(wanted, sorted(known))}")
    size = read_pack(required(row, "pack"))
    return one_of([pack for pack in of_product if is_size(pack, size)], of_product, size, wanted)


def is_size(pack: Pack, size: PackSize) -> bool:
    """Whether the pack holds what the text says, in the same inner packs where the text names them."""
    same = (pack.quantity_base, pack.specification.product.base_unit) == (size.quantity_base, size.base_unit)
    return same and (size.count == 1 or pack.name.startswith(f"{size.count} "))


def one_of(fitting: list[Pack], of_product: list[Pack], size: PackSize, wanted: str) -> Pack:
    """The only pack that fits; of several the one uncut, and of those the one so named. Raises RowRefused."""
    if not fitting:
        sizes = ", ".join(sorted({f"“{pack.name}”" for pack in of_product}))
        raise RowRefused(f"“{wanted}” is not sold as “{size.name}”. There is {sizes}.")
    whole = [pack for pack in fitting if pack.specification.cut == "whole"] or fitting
    exact = [pack for pack in whole if folded(pack.name) == folded(size.name)] or whole
    if len(exact) > 1:
        names = " or ".join(f"“{pack}”" for pack in exact)
        forms = {pack.specification_id for pack in exact}
        do = "write the pack as it is named here" if len(forms) == 1 else "name the cut and the grade"
        raise RowRefused(f"“{wanted}” as “{size.name}” can mean {names}: {do}.")
    return exact[0]


def folded(name: str) -> str:
    """A name without case, punctuation and plurals: "carrot" means "Carrots", "Potato" means "Potatoes"."""
    return " ".join(PLURAL.sub(singular, word) for word in re.sub(r"[^\w]+", " ", name.casefold()).split())


def singular(ending: re.Match[str]) -> str:
    """ "oes" -> "o", "ies" -> "y", "s" -> nothing."""
    return {"oes": "o", "ies": "y"}.get(ending[0], "")
