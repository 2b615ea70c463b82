"""What was handed over at a kitchen's door, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shop.procurement.models import LineConfirmation


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Accepted, short and refused packs of one confirmed line; `fault` is the code of what went wrong.

    `key` makes it happen once, however often a driver's phone sends it.
    """

    confirmation: LineConfirmation
    packs_accepted: int
    key: str
    packs_short: int = 0
    packs_refused: int = 0
    fault: str = ""
    received_by: str = ""
