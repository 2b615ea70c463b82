"""What kitchens order on a day: by menu where they feed a house, by whim where they cook for guests. Pure."""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from logistics.demonstration.facts import Good, Kitchen, goods, recipes
from logistics.demonstration.menus import EATING, Choice, Dish, base_units

#: Lines and packs of those who cook for guests: (fewest lines, most lines, most packs).
GUESTS: Mapping[str, tuple[int, int, int]] = {
    "pub": (5, 8, 2),
    "cafe": (4, 6, 2),
    "restaurant": (6, 9, 2),
    "hotel": (6, 10, 3),
    "lunch club": (3, 5, 1),
    "farm shop": (8, 12, 4),
}

#: Sold only to processors, or kept short on purpose: nobody orders them by whim.
NOT_BY_WHIM = frozenset({line.input_product for line in recipes() if "for " in line.input_product}) | {
    "Beef forequarter, boned",
    "Curly kale",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Whole packs of one good for one kitchen."""

    kitchen: str
    good: Good
    packs: int


def stream(seed: int, *purpose: object) -> random.Random:
    """A stream of numbers for one purpose: what one purpose draws changes no other's."""
    return random.Random("/".join(str(part) for part in (seed, *purpose)))  # noqa: S311 - chooses, guards nothing


def goods_by_choice() -> dict[Choice, list[Good]]:
    """The packs of each product and cut, the largest first."""
    found: dict[Choice, list[Good]] = defaultdict(list)
    for good in goods():
        found[good.product, good.cut].append(good)
    return {choice: sorted(packs, key=lambda good: -good.quantity_base) for choice, packs in found.items()}


def wishes_of(
    kitchen: Kitchen, *, menu: Iterable[Dish], sold: Mapping[Choice, list[Good]], month: int, seed: int, day: date
) -> list[Wish]:
    """The kitchen's order for the day, each good once."""
    if kitchen.kind in EATING:
        return by_menu(kitchen, menu, sold, month)
    return by_whim(kitchen, sold, month, stream(seed, "whim", kitchen.name, day))


def by_menu(kitchen: Kitchen, menu: Iterable[Dish], sold: Mapping[Choice, list[Good]], month: int) -> list[Wish]:
    """Portions times meals, rounded up to whole packs; the smallest pack that comes in one piece for few."""
    packs: dict[Good, int] = {}
    for dish in menu:
        choice = next((each for each in dish.choices if each in sold and sold[each][0].in_season(month)), None)
        if choice is None:
            continue
        wanted = base_units(kitchen, dish, choice[0])
        good = next((each for each in sold[choice] if each.quantity_base <= wanted), sold[choice][-1])
        packs[good] = packs.get(good, 0) + max(1, round(wanted / good.quantity_base + 0.3))
    return [Wish(kitchen.name, good, count) for good, count in packs.items()]


def by_whim(kitchen: Kitchen, sold: Mapping[Choice, list[Good]], month: int, numbers: random.Random) -> list[Wish]:
    """A handful of what is in season."""
    fewest, most, most_packs = GUESTS[kitchen.kind]
    season = [
        packs[-1]
        for (product, cut), packs in sold.items()
        if cut == "whole" and product not in NOT_BY_WHIM and packs[0].in_season(month)
    ]
    chosen = numbers.sample(season, k=min(len(season), numbers.randint(fewest, most)))
    return [Wish(kitchen.name, good, numbers.randint(1, most_packs)) for good in chosen]
