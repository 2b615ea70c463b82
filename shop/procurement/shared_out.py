"""An allocation as values, as logistics hands it in: which packs go to which order line, and what is short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine:
    """`packs` of `pack_id` for an order line, from one listing or out of one recipe, at the seller's price per pack.

    They stand for `fills` ordered packs; left out, for as many as there are. The two differ only where a
    substitute's pack is of another size.
    """

    order_line_id: int
    pack_id: int
    packs: int
    price_pence: int
    reason_code: str
    reason_numbers: Mapping[str, Any]
    reason_text: str
    listing_id: int | None = None
    recipe_id: int | None = None
    fills: int | None = None

    @property
    def filled(self) -> int:
        """Ordered packs that the line stands for."""
        return self.packs if self.fills is None else self.fills


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedInput:
    """`packs` of a listing that go to the recipe's processor, at the grower's price per pack."""

    recipe_id: int
    listing_id: int
    packs: int
    price_pence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedShortage:
    """Ordered packs that nobody fills, and why."""

    order_line_id: int
    packs: int
    reason_code: str
    reason_numbers: Mapping[str, Any]
    reason_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedOut:
    """A whole answer to the problem with this `fingerprint` (SHA-256, hexadecimal)."""

    fingerprint: str
    solver_status: str
    objective: Mapping[str, Any] = field(default_factory=dict)
    problem: Mapping[str, Any] = field(default_factory=dict)
    lines: Sequence[SharedLine] = ()
    inputs: Sequence[SharedInput] = ()
    shortages: Sequence[SharedShortage] = ()

    @property
    def takings(self) -> list[SharedLine | SharedInput]:
        """All that is taken of listings and recipes: for kitchens, and for processors to work up."""
        return [*self.lines, *self.inputs]
