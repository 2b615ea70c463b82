"""What is packed for one van, as values: its drops, their lines, and households' boxes."""

from dataclasses import dataclass, field
from datetime import datetime

from shop.procurement.models import Packed
from shop.storefront.models import BoxPacked


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
    """Packs of one listing in a household's box; `short` of them by the rule, `source` its lot and grower.

    What `is_direct` goes from the farm to the handover point and is not packed here.
    """

    id: int
    name: str
    pack: str
    packs: int
    short: int
    source: str
    contains: tuple[str, ...]
    is_direct: bool
    packed: BoxPacked | None

    @property
    def seen(self) -> int:
        """The number of the packing that the page shows."""
        return self.packed.number if self.packed else 0

    @property
    def suggested(self) -> int:
        """Packs to pack by the rule."""
        return self.packs - self.short

    @property
    def going(self) -> int:
        """Packs that go into the box: what was packed once it is, else what the rule leaves."""
        return self.packed.packs_packed if self.packed else self.suggested

    @property
    def missing(self) -> int:
        """Packs that the box lacks."""
        return self.packs - self.going

    @property
    def is_open(self) -> bool:
        """Whether it waits to be packed."""
        return self.packed is None and not self.is_direct


@dataclass(frozen=True, slots=True)
class Box:
    """What one household gets."""

    order: int
    number: str
    name: str
    lines: tuple[BoxLine, ...]

    @property
    def is_packed(self) -> bool:
        """Whether nothing of it is open."""
        return not any(line.is_open for line in self.lines)

    @property
    def can_be_packed(self) -> bool:
        """Whether something of it is packed here."""
        return any(not line.is_direct for line in self.lines)


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
    def open_boxes(self) -> tuple[Box, ...]:
        """Households' boxes that nobody has packed."""
        return tuple(box for box in self.boxes if not box.is_packed)

    @property
    def is_open(self) -> bool:
        """Whether something of it waits to be packed."""
        return bool(self.open_lines or self.open_boxes)

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
    def to_do(self) -> int:
        """Lines and boxes that are packed here."""
        return len(self.lines) + sum(1 for drop in self.drops for box in drop.boxes if box.can_be_packed)

    @property
    def packed(self) -> int:
        """Of these, those that are packed."""
        lines = sum(1 for line in self.lines if line.packed)
        return lines + sum(1 for drop in self.drops for box in drop.boxes if box.can_be_packed and box.is_packed)

    @property
    def is_done(self) -> bool:
        """Whether nothing is open."""
        return self.packed == self.to_do

    @property
    def crates(self) -> int:
        """Crates to load."""
        return sum(drop.crates for drop in self.drops)

    @property
    def boxes(self) -> int:
        """Households' boxes to load."""
        return sum(len(drop.boxes) for drop in self.drops)
