"""What is packed for one van, as values: its drops, their lines, and households' boxes."""

from dataclasses import dataclass, field
from datetime import datetime

from shop.procurement.models import Packed


@dataclass(frozen=True, slots=True)
class Source:
    """Where packs come from."""

    lot: str
    seller: str
    packs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PackLine:
    """One confirmed line. `to_pack` packs go out from the hub, `here` of them in this van; `short` by the rule."""

    id: int
    name: str
    pack: str
    category: str
    is_cold: bool
    to_pack: int
    here: int
    direct: int
    short: int
    packs_per_crate: int
    sources: tuple[Source, ...]
    contains: tuple[str, ...]
    may_contain: tuple[str, ...]
    packed: Packed | None

    @property
    def seen(self) -> int:
        """The number of the packing that the page shows."""
        return self.packed.number if self.packed else 0

    @property
    def suggested(self) -> int:
        """Packs to pack by the rule."""
        return max(0, self.to_pack - self.short)

    @property
    def came_late(self) -> bool:
        """Whether more could be packed now than was."""
        return self.packed is not None and self.packed.packs_short > self.short

    @property
    def crates(self) -> int:
        """Crates for what goes into this van."""
        return -(-self.going // self.packs_per_crate)

    @property
    def going(self) -> int:
        """Packs that go into this van: what was packed once it is, else what the rule leaves."""
        left = self.packed.packs_packed if self.packed else self.suggested
        return min(self.here, left)


@dataclass(frozen=True, slots=True)
class BoxLine:
    """Packs of one listing in a household's box; `short` of them by the rule, `source` its lot and grower."""

    name: str
    pack: str
    packs: int
    short: int
    source: str
    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """What one household gets."""

    number: str
    name: str
    lines: tuple[BoxLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """One kitchen or handover point on a route; `number` counts the drops as the driver makes them."""

    number: int
    kitchen: str
    buyer: str
    at: datetime | None
    lines: tuple[PackLine, ...]
    boxes: tuple[Box, ...] = ()

    @property
    def open_lines(self) -> tuple[PackLine, ...]:
        """Lines that nobody has packed."""
        return tuple(line for line in self.lines if line.packed is None)

    @property
    def crates(self) -> int:
        """Crates to load."""
        return sum(line.crates for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One van's drops, the last first. Route 0 stands for what no van takes."""

    route: int
    number: int
    van: str
    driver: str
    leaves_at: datetime | None
    drops: tuple[Drop, ...] = field(default=())

    @property
    def lines(self) -> tuple[PackLine, ...]:
        """All lines of all drops."""
        return tuple(line for drop in self.drops for line in drop.lines)

    @property
    def packed(self) -> int:
        """Lines that are packed."""
        return sum(1 for line in self.lines if line.packed)

    @property
    def is_done(self) -> bool:
        """Whether nothing is open."""
        return self.packed == len(self.lines)

    @property
    def crates(self) -> int:
        """Crates to load."""
        return sum(drop.crates for drop in self.drops)

    @property
    def boxes(self) -> int:
        """Households' boxes to load."""
        return sum(len(drop.boxes) for drop in self.drops)
