"""What the conductor says while it works, to whoever listens: a terminal, a test, nobody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Stage = Literal["started", "read", "best", "solved", "writing", "done", "stood", "waiting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A step's name, how far it is, its counts so far and the solver's best."""

    step: str
    stage: Stage
    counts: Mapping[str, Any] = field(default_factory=dict)
    best: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""


Report = Callable[[Heard], None]


def to_nobody(heard: Heard) -> None:
    """Listen to nothing."""
    del heard
