"""The answer: which packs go where, what is short, and why. Knows nothing of how it was found."""

from __future__ import annotations

from dataclasses import dataclass

from logistics.planning.allocation.wording import Reason

__all__ = [
    "Allocation",
    "Input",
    "Level",
    "Line",
    "ProcessedLine",
    "Reason",
    "Shortage",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`packs` packs of the listing go to the demand and stand for `fills` wanted packs.

    The two differ only where a fall-back's pack is not the wanted one.
    """

    demand: str
    listing: str
    packs: int
    fills: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessedLine:
    """`packs` output packs of the recipe go to the demand and stand for `fills` wanted packs."""

    demand: str
    recipe: str
    packs: int
    fills: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Packs of a listing that go to the recipe's processor."""

    recipe: str
    listing: str
    packs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Wanted packs that nobody fills."""

    demand: str
    packs: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One objective in its place in the order; smaller is better.

    `bound` is what no answer with the same earlier levels can beat; `gap` is
    (value - bound) / max(1, |value|), 0.0 when proven.
    """

    name: str
    value: int
    bound: int
    gap: float
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """A whole answer, with its objective in parts and how far each is proven.

    `status` is "optimal" (every level proven), "feasible", "stopped" (told to) or "greedy".
    """

    lines: tuple[Line, ...] = ()
    processed: tuple[ProcessedLine, ...] = ()
    inputs: tuple[Input, ...] = ()
    shortages: tuple[Shortage, ...] = ()
    levels: tuple[Level, ...] = ()
    status: str = "greedy"
    seed: int = 0
    fingerprint: str = ""

    @property
    def gap(self) -> float:
        """The widest gap of any level."""
        return max((level.gap for level in self.levels), default=0.0)
