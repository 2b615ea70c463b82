"""A reason and its words. Knows the codes, not how a reason is found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """The fact that bound a line: a code, its binding numbers, and the names they belong to."""

    code: str
    numbers: tuple[tuple[str, int], ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The reason in plain words."""
        return self.code
