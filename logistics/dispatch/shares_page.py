"""Who gets what of whom and why, grouped by product, by seller or by kitchen, as it stands after late changes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shop.procurement.models import AllocationRun, ProcessingInput, Shortage
from shop.procurement.standing import StandingShare, standing_shares

BY = {"product": "By product", "grower": "By grower", "kitchen": "By kitchen"}
SHOW = {"": "All", "short": "Short", "processed": "Through processors", "late": "Changed late"}


@dataclass(frozen=True, slots=True)
class ShareRow:
    """Packs of some goods from a seller for a kitchen; for a shortage there is no seller and no price."""

    goods: str
    seller: str
    kitchen: str
    packs: int
    price_pence: int
    reason: str
    kind: str = ""
    is_input: bool = False

    @property
    def value_pence(self) -> int:
        """What the seller gets for it."""
        return self.packs * self.price_pence


@dataclass(frozen=True, slots=True)
class ShareGroup:
    """One product's, seller's or kitchen's rows with their sums."""

    name: str
    rows: tuple[ShareRow, ...]

    @property
    def packs(self) -> int:
        """Packs that are given."""
        return sum(row.packs for row in self.rows if row.kind != "short")

    @property
    def for_kitchens(self) -> int:
        """Packs that kitchens get: what goes to a processor comes again as what is made of it."""
        return sum(row.packs for row in self.rows if row.kind != "short" and not row.is_input)

    @property
    def short(self) -> int:
        """Packs that are not."""
        return sum(row.packs for row in self.rows if row.kind == "short")

    @property
    def value_pence(self) -> int:
        """What sellers get for them."""
        return sum(row.value_pence for row in self.rows)


@dataclass(frozen=True, slots=True)
class Filters:
    """How the page is grouped and what of it is shown."""

    by: str
    show: str

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Filters":
        """Of an address; what is unknown is the default."""
        by, show = asked.get("by", ""), asked.get("show", "")
        return cls(by if by in BY else "product", show if show in SHOW else "")


KEYS: Mapping[str, Callable[[ShareRow], str]] = {
    "product": lambda row: row.goods,
    "grower": lambda row: row.seller or "Nobody",
    "kitchen": lambda row: row.kitchen,
}


def share_groups(run: AllocationRun, filters: Filters) -> tuple[ShareGroup, ...]:
    """The groups by name: four queries."""
    rows = [row_of(share) for share in standing_shares(run)]
    rows += short_rows(run)
    rows += input_rows(run)
    if filters.show:
        rows = [row for row in rows if row.kind == filters.show]
    return grouped(rows, KEYS[filters.by])


def grouped(rows: Iterable[ShareRow], key: Callable[[ShareRow], str]) -> tuple[ShareGroup, ...]:
    """Rows by name, and within it by kitchen, goods and seller."""
    groups: dict[str, list[ShareRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return tuple(
        ShareGroup(name, tuple(sorted(groups[name], key=lambda row: (row.kitchen, row.goods, row.seller))))
        for name in sorted(groups)
    )


def row_of(share: StandingShare) -> ShareRow:
    """A standing share in words."""
    kind = "late" if share.is_late or share.reason.startswith("Late change") else ""
    return ShareRow(
        goods=str(share.pack),
        seller=(share.listing.grower if share.listing else share.recipe.processor).name,
        kitchen=share.order_line.drop.kitchen.name,
        packs=share.packs,
        price_pence=share.price_pence,
        reason=share.reason,
        kind=kind or ("processed" if share.listing is None else ""),
    )


def short_rows(run: AllocationRun) -> list[ShareRow]:
    """What the run leaves short."""
    rows = Shortage.objects.filter(run=run).select_related(
        "order_line__drop__kitchen", "order_line__pack__specification__product"
    )
    return [
        ShareRow(
            str(row.order_line.pack), "", row.order_line.drop.kitchen.name, row.packs, 0, row.reason_text, kind="short"
        )
        for row in rows
    ]


def input_rows(run: AllocationRun) -> list[ShareRow]:
    """What goes to processors: the processor stands where a kitchen does."""
    rows = ProcessingInput.objects.filter(run=run).select_related(
        "recipe__processor",
        "recipe__output_pack__specification__product",
        "listing__grower",
        "listing__pack__specification__product",
    )
    return [
        ShareRow(
            goods=str(row.listing.pack),
            seller=row.listing.grower.name,
            kitchen=row.recipe.processor.name,
            packs=row.packs,
            price_pence=row.price_pence,
            reason=f"To make {row.recipe.output_pack}",
            kind="processed",
            is_input=True,
        )
        for row in rows
    ]
