"""Goods merged into what a van takes in one go: one pair of places, one class, one pair of windows. Pure.

What no van could take in one go is several consignments; one kitchen then has several drops for one order.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from logistics.intake.facts import MoveFacts
from logistics.intake.legs import Haul, LegName, hauls_of
from logistics.intake.local_day import LocalDay
from logistics.intake.refusals import Refusal
from logistics.intake.splitting import crates_of, fitting, weight_of
from logistics.intake.windows import Stretch, both

Direct = frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Carried:
    """Packs of one paper in a consignment."""

    purchase: int | None
    confirmation: int | None
    packs: int
    weight_g: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consignment:
    """A shipment before it has a row. Windows are seconds of `local`; a refused one is never shown to the planner."""

    number: int
    leg: LegName
    local: LocalDay
    from_place: int
    to_place: int
    temperature_class: str
    weight_g: int
    crates: int
    pickup: tuple[Stretch, ...]
    drop: tuple[Stretch, ...]
    carried: tuple[Carried, ...]
    refusal: Refusal | None = None

    @property
    def key(self) -> str:
        """Its key in the problem and in the plan."""
        return f"shipment:{self.number}"


@dataclass
class Gathering:
    """Hauls that share a pair, a class and a common stretch at both ends."""

    pickup: tuple[Stretch, ...]
    drop: tuple[Stretch, ...]
    hauls: list[Haul] = field(default_factory=list)

    def takes(self, haul: Haul) -> bool:
        """Add the haul if its windows still leave a common stretch."""
        pickup, drop = both(self.pickup, haul.pickup), both(self.drop, haul.drop)
        if self.hauls and (not pickup or not drop):
            return False
        if self.hauls and (self.hauls[0].refusal is None) != (haul.refusal is None):
            return False
        self.pickup, self.drop = pickup, drop
        self.hauls.append(haul)
        return True


def consignments(facts: MoveFacts, *, direct: Direct = frozenset()) -> tuple[Consignment, ...]:
    """Everything that must move for a confirmed day, in a fixed order; pairs in `direct` skip the hub."""
    groups: dict[tuple[str, str, int, int, str], list[Gathering]] = defaultdict(list)
    for haul in hauls_of(facts, direct):
        gatherings = groups[
            haul.leg, haul.local.day.isoformat(), haul.from_place, haul.to_place, haul.temperature_class
        ]
        if not any(each.takes(haul) for each in gatherings):
            gatherings.append(Gathering(haul.pickup, haul.drop, [haul]))
    gathered = [part for key in sorted(groups) for each in groups[key] for part in in_vans(facts, each)]
    return tuple(consignment(number, each) for number, each in enumerate(gathered, start=1))


def in_vans(facts: MoveFacts, gathering: Gathering) -> Iterator[Gathering]:
    """The gathering, in parts where it is more than any van of that date takes. What is refused stays whole."""
    first = gathering.hauls[0]
    vans = facts.vans[first.local.day] if first.refusal is None else ()
    capacities = {(van.capacity[0], van.capacity[1]) for van in vans if first.temperature_class in van.classes}
    for hauls in fitting(gathering.hauls, capacities):
        yield replace(gathering, hauls=hauls)


def consignment(number: int, gathering: Gathering) -> Consignment:
    """One consignment of what was gathered, weighed and counted."""
    first = gathering.hauls[0]
    goods = [haul.goods for haul in gathering.hauls]
    return Consignment(
        number=number,
        leg=first.leg,
        local=first.local,
        from_place=first.from_place,
        to_place=first.to_place,
        temperature_class=first.temperature_class,
        weight_g=weight_of(goods),
        crates=crates_of(goods),
        pickup=gathering.pickup,
        drop=gathering.drop,
        carried=carried(gathering.hauls),
        refusal=first.refusal,
    )


def carried(hauls: Sequence[Haul]) -> tuple[Carried, ...]:
    """Packs and weight by paper, in the order of the papers."""
    packs: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for haul in hauls:
        entry = packs[haul.purchase or 0, haul.confirmation or 0]
        entry[0] += haul.goods.packs
        entry[1] += haul.goods.packs * haul.goods.pack.weight_g
    return tuple(
        Carried(purchase or None, confirmation or None, count, weight_g)
        for (purchase, confirmation), (count, weight_g) in sorted(packs.items())
    )
