"""Who goes short when less came in than was promised: the published rule. Pure.

Each line loses in proportion to what it was promised of the goods that are missing, in whole packs by largest
remainder; of equal remainders the one loses first that is served later in the order of claim, then the later line.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shop.pricing.money import split_pence

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Part:
    """Packs of one source that were promised to one line; `claim` is its buyer's place in the order of claim."""

    line: int
    packs: int
    claim: int = 0


def spread_shortage(missing: int, parts: Sequence[Part]) -> dict[int, int]:
    """Line to the packs that it loses when `missing` packs of one source did not come; lines that lose none left out.

    The losses sum to `missing`, or to all that was promised where more is missing than that.
    """
    in_turn = sorted((part for part in parts if part.packs > 0), key=lambda part: (-part.claim, -part.line, part.packs))
    if not in_turn or missing <= 0:
        return {}
    promised = [part.packs for part in in_turn]
    losses: dict[int, int] = defaultdict(int)
    for part, packs in zip(in_turn, split_pence(min(missing, sum(promised)), promised), strict=True):
        if packs:
            losses[part.line] += packs
    return dict(losses)


def spread_shortages(missing: Mapping[K, int], parts: Mapping[K, Iterable[Part]]) -> dict[int, int]:
    """Line to the packs that it loses over all sources, each spread by itself."""
    losses: dict[int, int] = defaultdict(int)
    for source, packs in missing.items():
        for line, lost in spread_shortage(packs, list(parts.get(source, ()))).items():
            losses[line] += lost
    return dict(losses)
