"""The most that is on board between two stops of a route."""

from collections.abc import Sequence
from typing import Protocol


class Loaded(Protocol):
    """A stop, with what is on board after it."""

    @property
    def load_g(self) -> int:
        """Grams."""

    @property
    def load_crates(self) -> int:
        """Crates."""


class Fullest:
    """For a route whose `stops` say what is on board after each."""

    __slots__ = ()
    stops: Sequence[Loaded]

    @property
    def peak_g(self) -> int:
        """Grams on board at the fullest."""
        return max((stop.load_g for stop in self.stops), default=0)

    @property
    def peak_crates(self) -> int:
        """Crates on board at the fullest."""
        return max((stop.load_crates for stop in self.stops), default=0)
