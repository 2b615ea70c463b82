"""What a kitchen asks for after the cut-off, as values. Knows no growers and no prices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.procurement.models import KitchenDrop, LineConfirmation
    from shop.produce.models import Pack


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """The kitchen gets `packs` of a confirmed line from now on (0: none); `seen` is what stood when that was said."""

    confirmation: LineConfirmation
    packs: int
    seen: int


@dataclass(frozen=True, slots=True)
class AddedLine:
    """The kitchen of a drop gets `packs` of a pack of which it gets none so far."""

    drop: KitchenDrop
    pack: Pack
    packs: int


Wish = ChangedLine | AddedLine
