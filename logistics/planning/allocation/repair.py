"""Brings a first answer under the all-or-nothing rules, and fills what that sets free."""

from __future__ import annotations

from logistics.planning.allocation.greedy import Filler, Shares
from logistics.planning.allocation.options import Option, Options
from logistics.planning.allocation.problem import Listing
from logistics.planning.allocation.promises import Promises
from logistics.planning.allocation.sides import Sides


def first_answer(
    options: Options,
    sides: Sides,
    promises: Promises,
    *,
    hint: Shares | None = None,
) -> Shares:
    """A feasible answer: what was promised, then the hint as far as it goes, then pack by pack, then the minimums kept.

    A listing under its minimum or a grower under the pickup's is given up, the furthest below
    first, and its packs are handed out again, until all minimums hold.
    """
    filler = Filler(options, sides, promises)
    _keep(filler)
    if hint is not None:
        _follow(filler, hint)
    filler.hand_out()
    while (worst := _furthest_below(filler)) is not None:
        _give_up(filler, worst)
        filler.hand_out()
    return filler.shares()


def _keep(filler: Filler) -> None:
    """Sets down what was promised by untouched sources, as far as there is room."""
    promises = filler.promises
    for (recipe, name), packs in promises.inputs.items():
        listing = filler.options.listings[name]
        filler.pour(filler.options.recipes[recipe], listing, min(packs, filler.room(listing)))
    for option in _options(filler):
        packs = promises.kept.get((option.demand.id, option.source.id), 0)
        if option.source.id in promises.untouched and packs:
            _set_down(filler, option, packs)
    for recipe in filler.options.recipes:
        if filler.input_base[recipe] and not _is_lean(filler, recipe):
            _tear_down(filler, recipe)


def _follow(filler: Filler, hint: Shares) -> None:
    """Sets down what a hint says beyond what is there, as far as there is room and want, the most packs first."""
    said = [(hint.fills.get((option.demand.id, option.source.id), 0), option) for option in _options(filler)]
    for most, option in sorted(said, key=lambda each: -each[0]):
        key = (option.demand.id, option.source.id)
        packs = min(most - filler.fills.get(key, 0), filler.wanted[option.demand.id])
        if packs > 0:
            _set_down(filler, option, packs)


def _set_down(filler: Filler, option: Option, packs: int) -> None:
    if not filler.may_deal(option):
        return
    if isinstance(option.source, Listing):
        filler.give(option, min(packs, filler.room(option.source) // option.ratio))
        return
    for _ in range(packs):
        inputs = filler.inputs_for(option, option.source)
        if inputs is None:
            return
        for listing, more in inputs:
            filler.pour(option.source, listing, more)
        filler.give(option, 1)


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
    """What to give up next: a listing below its minimum, or all of a grower below the pickup's."""
    problem = filler.problem
    below: list[tuple[float, str, bool]] = []
    coming: set[str] = set()
    for listing in problem.listings:
        used = listing.packs - filler.left[listing.id]
        if used:
            coming.add(listing.grower)
        if 0 < used < listing.minimum_packs:
            below.append((used / listing.minimum_packs, listing.id, False))
    for terms in problem.growers:
        value, least = filler.value[terms.grower], terms.minimum_pickup_value_pence
        if value < least and terms.grower in coming:
            below.append((value / least, terms.grower, True))
    if not below:
        return None
    _, name, is_grower = min(below, key=lambda each: each[:2])
    return {each.id for each in problem.listings if each.grower == name} if is_grower else {name}


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
    sides: Sides,
    promises: Promises,
) -> Shares:
    """Moves wanted packs from a back-up to a local listing in use that has room for them."""
    filler = Filler(options, sides, promises)
    for option in _options(filler):
        packs = shares.fills.get((option.demand.id, option.source.id), 0)
        if packs:
            filler.give(option, packs)
    for (recipe, listing), packs in shares.inputs.items():
        filler.pour(options.recipes[recipe], options.listings[listing], packs)
    for option in _options(filler):
        source = option.source
        if isinstance(source, Listing) and source.backup:
            _move_home(filler, option, source)
    return filler.shares()


def _move_home(filler: Filler, option: Option, source: Listing) -> None:
    terms = {each.grower: each for each in filler.problem.growers}.get(source.grower)
    least_value = terms.minimum_pickup_value_pence if terms else 0
    promised = filler.promises.kept.get((option.demand.id, source.id), 0)
    for other in filler.options.of[option.demand.id]:
        home = other.source
        if not isinstance(home, Listing) or home.backup or not filler.may_deal(other):
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
