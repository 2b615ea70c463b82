"""A difference between two sharings out as a coordinator reads it: figures, sentences, and who gains or loses."""

from collections.abc import Callable
from dataclasses import dataclass

from logistics.intake.keys import key_of
from logistics.planning.allocation.difference import Difference, Pair
from shop.cycles.models import DeliveryDay
from shop.enterprises.models import Enterprise, Place
from shop.pricing.money import pounds

METRES_A_KM = 1000
Worded = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Figure:
    """One fact before and after, in words, and by how much it differs; empty where it does not."""

    label: str
    before: str
    after: str
    more: str


@dataclass(frozen=True, slots=True)
class ChangedShare:
    """Somebody's packs and pounds before and after; kitchens have no pounds."""

    name: str
    packs: Pair
    paid_before: str = ""
    paid_after: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """The whole answer. `uncertain` is how near the sharing is to the cheapest there could be."""

    figures: tuple[Figure, ...]
    growers: tuple[ChangedShare, ...]
    kitchens: tuple[ChangedShare, ...]
    sentences: tuple[str, ...]
    uncertain: str


def told_of(day: DeliveryDay, found: Difference) -> Told:
    """The difference with the hub's names."""
    hub = day.cycle.hub
    names = {key_of("enterprise", pk): name for pk, name in Enterprise.objects.of(hub).values_list("pk", "name")}
    names |= {key_of("place", pk): name for pk, name in Place.objects.of(hub).values_list("pk", "name")}
    return Told(
        figures=(
            figure("Sellers get", found.goods_pence, signed_pounds, pounds),
            figure("Packs travel, all added up", found.pack_m, signed_km, km),
            figure("Sellers at kitchens’ doors", found.doors, signed, count),
            figure("Packs short", found.short, signed, count),
        ),
        growers=tuple(
            ChangedShare(
                names.get(each.name, each.name), each.packs, pounds(each.pence.before), pounds(each.pence.after)
            )
            for each in found.sellers
        ),
        kitchens=tuple(ChangedShare(names.get(each.name, each.name), each.packs) for each in found.kitchens),
        sentences=tuple(found.sentences(names)),
        uncertain=pounds(found.uncertain_pence) if found.uncertain_pence else "",
    )


def figure(label: str, pair: Pair, differs: Worded, worded: Worded) -> Figure:
    """One fact in words."""
    return Figure(label, worded(pair.before), worded(pair.after), differs(pair.more) if pair.more else "")


def count(number: int) -> str:
    """`1,234`."""
    return f"{number:,}"


def signed(number: int) -> str:
    """`+3`, `−3`."""
    return f"{'+' if number > 0 else '−'}{abs(number):,}"


def signed_pounds(pence: int) -> str:
    """`+£3.20`, `−£3.20`."""
    return f"{'+' if pence > 0 else '−'}{pounds(abs(pence))}"


def km(metres: int) -> str:
    """`1,234 km`."""
    return f"{round(metres / METRES_A_KM):,} km"


def signed_km(metres: int) -> str:
    """`+12 km`."""
    return f"{'+' if metres > 0 else '−'}{km(abs(metres))}"
