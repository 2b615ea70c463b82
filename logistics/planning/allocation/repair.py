"""Brings a first answer under the all-or-nothing rules, and fills what that sets free."""

from __future__ import annotations

from logistics.planning.allocation.greedy import Filler, Shares
from logistics.planning.allocation.measures import Sharer
from logistics.planning.allocation.options import Option, Options
from logistics.planning.allocation.problem import Listing
from logistics.planning.allocation.promises import Promises


def first_answer(
    options: Options,
    kitchens: tuple[Sharer, ...],
    growers: tuple[Sharer, ...],
    promises: Promises,
) -> Shares:
    """A feasible answer: what was promised, then pack by pack, then the minimums kept.

    A listing under its minimum or a grower under the pickup's is given up, the furthest below
    first, and its packs are handed out again, until all minimums hold.
    """
    filler = Filler(options, kitchens, growers, promises)
    _keep(filler)
    filler.hand_out()
    while (worst := _furthest_below(filler)) is not None:
        _give_up(filler, worst)
        filler.hand_out()
    return filler.shares()


def _keep(filler: Filler) -> None:
    promises = filler.promises
    for (recipe, name), packs in promises.inputs.items():
        listing = filler.options.listings[name]
        room = min(packs, filler.room(listing))
        if room:
            filler.pour(filler.options.recipes[recipe], listing, room)
    for option in _options(filler):
        key = (option.demand.id, option.source.id)
        packs = promises.kept.get(key, 0)
        if option.source.id not in promises.untouched or not packs:
            continue
        if isinstance(option.source, Listing):
            room = min(packs, filler.room(option.source) // option.ratio)
            if room:
                filler.give(option, room)
            continue
        for _ in range(packs):
            inputs = filler.inputs_for(option)
            if inputs is None:
                break
            for listing, more in inputs:
                filler.pour(option.source, listing, more)
            filler.give(option, 1)
    for recipe in filler.options.recipes:
        if filler.input_base[recipe] and not _is_lean(filler, recipe):
            _tear_down(filler, recipe)


def _options(filler: Filler) -> list[Option]:
    return [option for options in filler.options.of.values() for option in options]


def _is_lean(filler: Filler, name: str) -> bool:
    recipe = filler.options.recipes[name]
    if not filler.output_base[name]:
        return False
    needed = -(-filler.output_base[name] * 1000 // recipe.yield_permille)
    step = max(each.pack_base * max(1, each.minimum_packs) for each in filler.options.inputs[name])
    return filler.input_base[name] < max(needed, recipe.minimum_input_base) + step


def _furthest_below(filler: Filler) -> set[str] | None:
    """The listings to give up next: one below its minimum, or all of a grower below the pickup's."""
    problem = filler.problem
    worst: tuple[float, str] | None = None
    found: set[str] | None = None
    for listing in problem.listings:
        used = listing.packs - filler.left[listing.id]
        if 0 < used < listing.minimum_packs:
            rank = (used / listing.minimum_packs, listing.id)
            if worst is None or rank < worst:
                worst, found = rank, {listing.id}
    for terms in problem.growers:
        value = filler.value[terms.grower]
        used_any = (
            any(
                listing.packs > filler.left[listing.id]
                for listing in problem.listings
                if listing.grower == terms.grower
            )
            if value < terms.minimum_pickup_value_pence
            else False
        )
        if used_any:
            rank = (value / terms.minimum_pickup_value_pence, terms.grower)
            if worst is None or rank < worst:
                worst = rank
                found = {each.id for each in problem.listings if each.grower == terms.grower}
    return found


def _give_up(filler: Filler, listings: set[str]) -> None:
    filler.banned |= listings
    for recipe in filler.options.recipes:
        if any(filler.inputs.get((recipe, name), 0) for name in listings):
            _tear_down(filler, recipe)
    for name in sorted(listings):
        _take_back(filler, name)


def _take_back(filler: Filler, source: str) -> None:
    for option in filler.options.by_source[source]:
        packs = filler.fills.get((option.demand.id, source), 0)
        if packs:
            filler.give(option, -packs)


def _tear_down(filler: Filler, name: str) -> None:
    recipe = filler.options.recipes[name]
    _take_back(filler, name)
    for (poured, listing), packs in list(filler.inputs.items()):
        if poured == name and packs:
            filler.pour(recipe, filler.options.listings[listing], -packs)


def without_needless_backup(
    shares: Shares,
    options: Options,
    kitchens: tuple[Sharer, ...],
    growers: tuple[Sharer, ...],
    promises: Promises,
) -> Shares:
    """Moves wanted packs from a back-up to a local listing already in use that has room for them."""
    filler = Filler(options, kitchens, growers, promises)
    for option in _options(filler):
        packs = shares.fills.get((option.demand.id, option.source.id), 0)
        if packs:
            filler.give(option, packs)
    for (recipe, listing), packs in shares.inputs.items():
        filler.pour(options.recipes[recipe], options.listings[listing], packs)
    for option in _options(filler):
        source = option.source
        if isinstance(source, Listing) and source.backup:
            _move_home(filler, option)
    return filler.shares()


def _move_home(filler: Filler, option: Option) -> None:
    source = option.source
    assert isinstance(source, Listing)
    terms = {each.grower: each for each in filler.problem.growers}.get(source.grower)
    least_value = terms.minimum_pickup_value_pence if terms else 0
    promised = filler.promises.kept.get((option.demand.id, source.id), 0)
    for other in filler.options.of[option.demand.id]:
        home = other.source
        if not isinstance(home, Listing) or home.backup:
            continue
        while filler.fills[option.demand.id, source.id] > promised:
            used = source.packs - filler.left[source.id] - option.ratio
            value = filler.value[source.grower] - option.ratio * source.price_pence
            if filler.left[home.id] == home.packs or filler.room(home) < other.ratio:
                break
            if 0 < used < source.minimum_packs or 0 < value < least_value:
                break
            filler.give(option, -1)
            filler.give(other, 1)
