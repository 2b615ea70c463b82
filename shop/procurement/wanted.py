"""What a cook asks for, as values: packs at a kitchen in a window. Knows no prices and no growers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.enterprises.models import Place
    from shop.produce.models import Pack


@dataclass(frozen=True, slots=True)
class WantedLine:
    """`packs` of `pack`; nothing dearer than `ceiling_pence` a pack; `substitution_rule` is none, listed or ask."""

    pack: Pack
    packs: int
    substitution_rule: str = "none"
    ceiling_pence: int | None = None


@dataclass(frozen=True, slots=True)
class WantedDrop:
    """Lines for one kitchen. Without times the drop comes in the kitchen's own window on that weekday."""

    kitchen: Place
    lines: tuple[WantedLine, ...] | list[WantedLine]
    opens_at: datetime | None = None
    closes_at: datetime | None = None
