"""From whom packs come that are asked for late, and whose packs go first when fewer are wanted. Pure.

More: first what the hub has bought and nobody gets any more; then the listings, in the order of `preference`.
Fewer: the last share of the line first, so that those whom the allocation chose first keep theirs.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A listing that could give up to `packs` more, of a lot with `lot_base` base units free.

    It gives nothing unless `least` packs are taken at once: its own minimum, or what makes a pickup worth while.
    """

    listing: int
    lot: int
    packs: int
    pack_base: int
    price_pence: int
    least: int = 0
    gives_already: bool = False
    is_visited: bool = False
    is_backup: bool = False


def preference(source: Source) -> tuple[bool, bool, bool, int, int]:
    """Growers before the back-up; who fills the line; where a van goes anyway; the cheapest; the first listed."""
    return (source.is_backup, not source.gives_already, not source.is_visited, source.price_pence, source.listing)


def chosen(sources: Iterable[Source], packs: int, *, lots: Mapping[int, int]) -> dict[int, int]:
    """Listing to the packs it gives, at most `packs` in all. `lots` tells what is free of each lot in base units."""
    free, left, taken = dict(lots), packs, dict[int, int]()
    for source in sorted(sources, key=preference):
        most = min(left, source.packs, free.get(source.lot, 0) // source.pack_base)
        if most <= 0 or most < source.least:
            continue
        taken[source.listing] = most
        free[source.lot] -= most * source.pack_base
        left -= most
    return taken


def given_up(shares: Sequence[tuple[int, int]], packs: int) -> list[tuple[int, int]]:
    """Of (source, packs) in the order of the allocation, which give up how many of `packs`: the last first."""
    found, left = [], packs
    for source, has in reversed(shares):
        fewer = min(left, has)
        if fewer:
            found.append((source, fewer))
            left -= fewer
    return found
