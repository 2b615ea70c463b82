"""How long a solve may think, and what it tells meanwhile. Knows no clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


class BadBudget(ValueError):
    """A budget that is neither deterministic nor timed, or is both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Either `deterministic` solver time, repeatable on any machine with one worker, or `seconds`
    of wall clock on `workers` threads. The money level of a large problem stops when its gap is at
    most `gap`; shares are always worked to proof.
    """

    deterministic: float | None = None
    seconds: float | None = None
    workers: int = 1
    gap: float = 0.01

    def __post_init__(self) -> None:
        if (self.deterministic is None) == (self.seconds is None):
            raise BadBudget("Give either deterministic time or seconds.")
        if (self.deterministic or 0) < 0 or (self.seconds or 0) < 0 or self.gap < 0:
            raise BadBudget("Time and gap are not negative.")
        if self.workers < 1 or (self.deterministic is not None and self.workers != 1):
            raise BadBudget("Deterministic time takes exactly one worker.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The best so far: which objective is worked on, its value and bound, and the packs filled."""

    level: str
    value: int
    bound: int
    packs_filled: int
    packs_wanted: int


OnProgress = Callable[[Progress], bool | None]
