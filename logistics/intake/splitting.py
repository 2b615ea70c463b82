"""Goods that are more than any van takes, cut into as few and as even parts as fit. Pure: knows packs, not places."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from logistics.intake.facts import Goods
from logistics.intake.legs import Haul

Capacity = tuple[int, int]
Kind = tuple[int, int]


@dataclass
class Part:
    """Packs of each kind for one van."""

    weight_g: int = 0
    crates: int = 0
    packs: dict[Kind, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, crate: "Crate") -> None:
        """Put a crate in."""
        self.weight_g += crate.weight_g
        self.crates += 1
        self.packs[crate.kind] += crate.packs

    def has_room(self, crate: "Crate", capacity: Capacity) -> bool:
        """Whether the van still takes the crate."""
        return self.weight_g + crate.weight_g <= capacity[0] and self.crates < capacity[1]


@dataclass(frozen=True, slots=True)
class Crate:
    """What is kept together: the packs of one kind that fill a crate, or what is left of them."""

    kind: Kind
    packs: int
    weight_g: int


def fitting(hauls: Sequence[Haul], capacities: Iterable[Capacity]) -> list[list[Haul]]:
    """The hauls in parts of which each fits one of the vans (grams, crates); as they are if they fit already.

    Packs and grams are the same together before and after. Of the vans the one is chosen with which the parts are
    fewest. Where one pack is too heavy for every van nothing is cut: the planner says that it is too big.
    """
    goods = [haul.goods for haul in hauls]
    weight_g, crates = weight_of(goods), crates_of(goods)
    suitable = sorted(set(capacities), reverse=True)
    if any(weight_g <= most_g and crates <= most_crates for most_g, most_crates in suitable):
        return [list(hauls)]
    tried = [parts for each in suitable if (parts := evenly(goods, each))]
    return handed_out(hauls, min(tried, key=len)) if tried else [list(hauls)]


def weight_of(goods: Iterable[Goods]) -> int:
    """Grams of all packs."""
    return sum(each.packs * each.pack.weight_g for each in goods)


def crates_of(goods: Iterable[Goods]) -> int:
    """Crates filled, the last of each pack counted whole."""
    return sum(-(-count // per_crate) for (_, per_crate), count in packs_of(goods).items())


def packs_of(goods: Iterable[Goods]) -> dict[Kind, int]:
    """Packs by (pack, packs to a crate)."""
    packs: dict[Kind, int] = defaultdict(int)
    for each in goods:
        packs[each.pack.id, each.pack.packs_per_crate] += each.packs
    return packs


def evenly(goods: Sequence[Goods], capacity: Capacity) -> list[Part]:
    """The fewest parts found that fit the van: heaviest crate first, into the lightest part. Empty when none fits."""
    most_g, most_crates = capacity
    crates = sorted(crates_in(goods, most_g), key=lambda each: (-each.weight_g, each.kind, -each.packs))
    if not most_crates or crates[0].weight_g > most_g:
        return []
    fewest = max(-(-weight_of(goods) // most_g), -(-len(crates) // most_crates))
    return next(parts for count in range(fewest, len(crates) + 1) if (parts := dealt(crates, count, capacity)))


def crates_in(goods: Sequence[Goods], most_g: int) -> list[Crate]:
    """The goods crate by crate; a crate heavier than `most_g` goes by as many packs as may be, one at least."""
    weights = {(each.pack.id, each.pack.packs_per_crate): each.pack.weight_g for each in goods}
    found = []
    for kind, packs in packs_of(goods).items():
        full = max(1, min(kind[1], most_g // weights[kind]))
        for first in range(0, packs, full):
            count = min(full, packs - first)
            found.append(Crate(kind, count, count * weights[kind]))
    return found


def dealt(crates: Sequence[Crate], count: int, capacity: Capacity) -> list[Part]:
    """The crates in so many parts; empty when one finds no room."""
    parts = [Part() for _ in range(count)]
    for crate in crates:
        open_to = [part for part in parts if part.has_room(crate, capacity)]
        if not open_to:
            return []
        min(open_to, key=lambda part: (part.weight_g, part.crates)).add(crate)
    return parts


def handed_out(hauls: Sequence[Haul], parts: Sequence[Part]) -> list[list[Haul]]:
    """Each part's hauls: the packs of a kind are given out in the order of the hauls, so that few papers are cut."""
    left = [haul.goods.packs for haul in hauls]
    return [taken(hauls, left, part.packs) for part in parts]


def taken(hauls: Sequence[Haul], left: list[int], wanted: Mapping[Kind, int]) -> list[Haul]:
    """The next packs of each kind; `left` tells what of each haul is still to be given out, and is brought down."""
    missing, found = dict(wanted), []
    for number, haul in enumerate(hauls):
        kind = haul.goods.pack.id, haul.goods.pack.packs_per_crate
        packs = min(left[number], missing.get(kind, 0))
        if packs:
            left[number] -= packs
            missing[kind] -= packs
            found.append(replace(haul, goods=replace(haul.goods, packs=packs)))
    return found
