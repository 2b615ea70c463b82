"""What the demonstration's day shows by construction, whatever the date, and the facts that make it so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from logistics.demonstration.facts import Kitchen, Van
from logistics.demonstration.harvests import SCARCE, Harvest
from logistics.demonstration.wishes import Wish

SCARCE_PRODUCT = "Curly kale"
DICED = ("Carrots", "diced 10 mm")
TIGHT_KITCHEN = "Ryhall primary kitchen"
NIGHT_KITCHEN = "Clipsham night kitchen"
SHORTAGE, BOTTLENECK, TIGHT, PROCESSED, NO_VAN = (
    "shortage",
    "chilled bottleneck",
    "tight window",
    "processed line",
    "no van",
)

#: (kitchen, product, cut, packs): ordered on the due day besides the menu.
EXTRA_WISHES: tuple[tuple[str, str, str, int], ...] = (
    ("Cottesmore primary kitchen", "Curly kale", "whole", 2),
    ("Oakham college kitchen", "Curly kale", "whole", 5),
    ("Whissendine primary kitchen", "Curly kale", "whole", 3),
    ("Barleythorpe care home kitchen", "Curly kale", "whole", 2),
    ("Langham primary kitchen", "Carrots", "diced 10 mm", 4),
    ("Ketton primary kitchen", "Carrots", "diced 10 mm", 4),
)


@dataclass(frozen=True, slots=True)
class Promise:
    """What to look for, in a sentence; the names and numbers that it follows from."""

    says: str
    kitchens: tuple[str, ...] = ()
    product: str = ""
    numbers: Mapping[str, int] = field(default_factory=dict)


def promises_of(
    wishes: Iterable[Wish], harvests: Iterable[Harvest], kitchens: Iterable[Kitchen], vans: Iterable[Van]
) -> dict[str, Promise]:
    """The promises that hold for a day of these wishes and harvests. A region has vans enough, so no bottleneck."""
    wishes, harvests, vans = list(wishes), list(harvests), list(vans)
    by_name = {kitchen.name: kitchen for kitchen in kitchens}
    found = {
        SHORTAGE: shortage(wishes, harvests),
        TIGHT: tight_window(by_name[TIGHT_KITCHEN]),
        PROCESSED: processed_line(wishes),
        NO_VAN: no_van(by_name[NIGHT_KITCHEN]),
    }
    wanted = chilled_crates(wishes, without=NIGHT_KITCHEN)
    room = sum(van.capacity_crates for van in vans if van.temperature_class == "chilled")
    if wanted > room:
        found[BOTTLENECK] = Promise(
            f"Chilled goods fill {wanted} crates, and the chilled vans have room for {room}: some kitchen waits.",
            numbers={"crates_wanted": wanted, "crates_room": room},
        )
    return found


def shortage(wishes: list[Wish], harvests: list[Harvest]) -> Promise:
    """More of the scarce product is wanted than is listed, and nothing may stand in for it."""
    wanted = sum(wish.packs for wish in wishes if wish.good.product in SCARCE)
    listed = sum(harvest.packs for harvest in harvests if harvest.good.product in SCARCE)
    return Promise(
        f"{wanted} bags of curly kale are wanted and {listed} are listed: somebody goes short, and is told why.",
        kitchens=tuple(wish.kitchen for wish in wishes if wish.good.product in SCARCE),
        product=SCARCE_PRODUCT,
        numbers={"packs_wanted": wanted, "packs_listed": listed},
    )


def tight_window(kitchen: Kitchen) -> Promise:
    """A kitchen that takes vans for minutes only."""
    return Promise(
        f"{kitchen.name} takes vans from {kitchen.opens} to {kitchen.closes} only.", kitchens=(kitchen.name,)
    )


def processed_line(wishes: list[Wish]) -> Promise:
    """A cut that no grower lists: it comes through a processor, with what is lost."""
    lines = [wish for wish in wishes if (wish.good.product, wish.good.cut) == DICED]
    packs = sum(wish.packs for wish in lines)
    return Promise(
        f"{packs} bags of diced carrots are wanted; growers list whole ones, and a processor dices them.",
        kitchens=tuple(wish.kitchen for wish in lines),
        product="Carrots, diced 10 mm",
        numbers={"packs_wanted": packs},
    )


def no_van(kitchen: Kitchen) -> Promise:
    """A window that closes before the first van leaves."""
    return Promise(
        f"{kitchen.name} wants its drop from {kitchen.opens} to {kitchen.closes}; the first van leaves at 05:00.",
        kitchens=(kitchen.name,),
    )


def chilled_crates(wishes: list[Wish], *, without: str) -> int:
    """Crates of chilled goods, each kitchen's last crate of a pack counted whole."""
    return sum(
        -(-wish.packs // wish.good.packs_per_crate)
        for wish in wishes
        if wish.good.temperature_class == "chilled" and wish.kitchen != without
    )
