"""What no answer can beat where a kitchen takes a product from few sellers only, counted kitchen by kitchen.

Knows what each kitchen could have or would cost growers if it were alone; that kitchens compete is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise, zip_longest

from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option
from logistics.planning.allocation.parts import Parts
from logistics.planning.allocation.problem import Listing

ROUNDING = 2  # a cost is rounded by less than this


def most_packs(parts: Parts, lines: Iterable[str], most_sellers: int) -> int:
    """Wanted packs that a kitchen's lines can have at most: from the few sellers that hold most for them."""
    held: dict[tuple[str, str], int] = defaultdict(int)
    for option in (each for name in lines for each in parts.options.of[name]):
        source = option.seller, option.source.id
        held[source] = max(held[source], _held(parts, option))
    rooms: dict[str, int] = defaultdict(int)
    for (seller, _), packs in held.items():
        rooms[seller] += packs
    return sum(sorted(rooms.values(), reverse=True)[:most_sellers])


def _held(parts: Parts, option: Option) -> int:
    source = option.source
    if not isinstance(source, Listing):
        return source.capacity_base // source.output_pack_base // option.ratio
    held = min(source.packs, parts.lots[source.lot] // source.pack_base)
    return held // option.ratio if source.minimum_packs <= held else 0


def least_unfair(
    parts: Parts, options: list[Option], kitchens: list[tuple[int, Sharer]], sellers: dict[str, Sharer]
) -> int:
    """What growers' shares cost at least, when each kitchen has so many steps out of these pairs, a pack being a step.

    A grower's cost is convex and nothing at nothing, so that it is no less than the costs of what it sells to each
    kitchen, added up. And a kitchen alone pays no less than with as few sellers that hold most, each of them the
    cheapest at every pack.
    """
    by_kitchen: dict[str, list[Option]] = defaultdict(list)
    for option in options:
        by_kitchen[option.demand.id].append(option)
    rising = {each.key: _rising(each) for each in sellers.values()}
    total, rounded = 0, len(rising)
    for steps, kitchen in kitchens:
        of_kitchen = [option for name in kitchen.members for option in by_kitchen[name]]
        held: dict[tuple[tuple[str, ...], str], int] = {}
        names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for option in of_kitchen:
            sharer = sellers.get(option.source.id)
            key = ("backup", option.source.id) if sharer is None else sharer.key
            held[key, option.source.id] = _held(parts, option)
            names[option.seller].add(key)
        rooms: dict[tuple[str, ...], int] = defaultdict(int)
        for (key, _), packs in held.items():
            rooms[key] += packs
        places = len(rooms)
        if kitchen.most_sellers is not None:
            places = min(places, kitchen.most_sellers * max(map(len, names.values()), default=0))
        rounded += places
        total += _alone(steps, places, rooms, rising)
    return total - ROUNDING * rounded


def _rising(sharer: Sharer) -> list[int]:
    costs = [sharer.cost(steps * sharer.step_base) for steps in range(sharer.steps + 1)]
    return [after - before for before, after in pairwise(costs)]


def _alone(steps: int, places: int, rooms: dict[tuple[str, ...], int], rising: dict[tuple[str, ...], list[int]]) -> int:
    """The cheapest that so many steps can be for so many sellers."""
    offers = [rising.get(key, [0] * room)[:room] for key, room in rooms.items()]
    cheapest = [min(each for each in at if each is not None) for at in zip_longest(*offers)]
    most = sorted(map(len, offers), reverse=True)[:places]
    return sum(sorted(price for room in most for price in cheapest[:room])[:steps])
