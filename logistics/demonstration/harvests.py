"""What growers list on a day: enough for what will be ordered, except where the day is meant to run short. Pure."""

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from logistics.demonstration.facts import Farm, Good, goods, recipes
from logistics.demonstration.menus import Choice
from logistics.demonstration.wishes import Wish, goods_by_choice, stream

#: Growers list this much of what will be wanted, so that sharing has something to choose.
PLENTY_PERMILLE = 1450
#: Of what runs short by construction they list this much.
SCARCE_PERMILLE = 550
SCARCE = frozenset({"Curly kale"})
#: A wanted good is spread over so many growers, or over more where it is heavy.
USUAL_GROWERS = 4
#: A farm that vans collect from takes on nothing more beyond this.
MOST_COLLECTED_G = 450_000
FEWEST_LISTINGS = 4


@dataclass(frozen=True, slots=True)
class Harvest:
    """Packs of one good that one grower puts on sale, at the grower's own price."""

    grower: str
    good: Good
    packs: int
    packs_for_shop: int
    price_pence: int


def harvests_for(
    farms: Sequence[Farm], wishes: Iterable[Wish], *, month: int, day: date, seed: int, extras: int = FEWEST_LISTINGS
) -> list[Harvest]:
    """Listings of the day: each wanted good spread over up to four growers, then what else the growers have."""
    numbers = stream(seed, "harvest", day)
    packs: dict[tuple[str, Good], int] = {}
    for good, base in base_wanted(wishes).items():
        able = [farm for farm in farms if good.product in farm.products]
        growers = [farm.name for farm in with_room(able, packs) or able]
        loads = math.ceil(base / good.quantity_base * good.gross_weight_g / MOST_COLLECTED_G) * 2
        chosen = sorted(numbers.sample(growers, k=min(max(USUAL_GROWERS, loads), len(growers))), key=growers.index)
        permille = SCARCE_PERMILLE if good.product in SCARCE else PLENTY_PERMILLE
        for name, share in zip(chosen, shares(len(chosen), numbers), strict=True):
            enough = base * permille * share / 1_000_000 / good.quantity_base
            packs[name, good] = max(1, math.floor(enough) if good.product in SCARCE else math.ceil(enough))
    for farm in farms:
        add_extras(farm, packs, month, numbers, extras)
    return [
        Harvest(name, good, count, count // 5, asking_pence(good, month, numbers))
        for (name, good), count in packs.items()
    ]


def with_room(farms: Sequence[Farm], packs: Mapping[tuple[str, Good], int]) -> list[Farm]:
    """Farms that can take on more: a van must be able to fetch in one go what is collected of a farm."""
    listed: dict[str, int] = defaultdict(int)
    for (name, good), count in packs.items():
        listed[name] += count * good.gross_weight_g
    return [farm for farm in farms if farm.handover == "brought_in" or listed[farm.name] < MOST_COLLECTED_G]


def base_wanted(wishes: Iterable[Wish]) -> dict[Good, float]:
    """Base units of each unprocessed good; what processors make is wanted as its input, with what is lost added."""
    sold = goods_by_choice()
    made_of: Mapping[Choice, tuple[str, float]] = {
        (line.output_product, line.output_cut): (line.input_product, 1000 / line.yield_permille)
        for line in recipes()
        if line.output_cut != "whole"
    }
    found: dict[Good, float] = defaultdict(float)
    for wish in wishes:
        good, factor = wish.good, 1.0
        if good.is_processed:
            product, factor = made_of[good.product, good.cut]
            good = sold[product, "whole"][0]
        found[good] += wish.packs * wish.good.quantity_base * factor
    return dict(found)


def shares(count: int, numbers: random.Random) -> list[int]:
    """Uneven parts of a thousand."""
    weights = [numbers.randint(2, 6) for _ in range(count)]
    return [weight * 1000 // sum(weights) for weight in weights]


def add_extras(farm: Farm, packs: dict[tuple[str, Good], int], month: int, numbers: random.Random, extras: int) -> None:
    """Fill the farm's list up with what else it has in season, a few packs each."""
    listed = sum(name == farm.name for name, _ in packs)
    more = [
        good
        for good in goods()
        if good.product in farm.products
        and good.product not in SCARCE
        and not good.is_processed
        and good.in_season(month)
        and (farm.name, good) not in packs
    ]
    for good in numbers.sample(more, k=max(0, min(extras - listed, len(more)))):
        packs[farm.name, good] = numbers.randint(2, 8)


def asking_pence(good: Good, month: int, numbers: random.Random) -> int:
    """The month's price, a little up or down, to five pence."""
    return round(good.grower_pence(month) * numbers.randint(940, 1080) / 1000 / 5) * 5
