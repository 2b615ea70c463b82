"""A delivery day before it is entered: who will order what, and what growers will list for it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from logistics.demonstration.facts import Kitchen
from logistics.demonstration.harvests import Harvest, harvests_for
from logistics.demonstration.menus import STEADY, menu_for
from logistics.demonstration.promises import EXTRA_WISHES, NIGHT_KITCHEN
from logistics.demonstration.scales import Scale
from logistics.demonstration.wishes import Wish, goods_by_choice, wishes_of


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Orders and listings that fit together."""

    day: date
    wishes: tuple[Wish, ...]
    harvests: tuple[Harvest, ...]


def past_day(scale: Scale, day: date, *, number: int, seed: int) -> DayPlan:
    """A thin day: a few kitchens in turn, none of them the one that no van can reach."""
    able = [kitchen for kitchen in scale.kitchens if kitchen.name != NIGHT_KITCHEN]
    few = scale.kitchens_on_a_past_day
    chosen = [able[(number * few + each) % len(able)] for each in range(min(few, len(able)))]
    return plan_of(scale, day, chosen, seed=seed, extras=0, is_due=False)


def due_day(scale: Scale, day: date, *, seed: int) -> DayPlan:
    """The day itself: every kitchen orders, with what the demonstration promises to show."""
    return plan_of(scale, day, scale.kitchens, seed=seed, extras=scale.listings_a_farm, is_due=True)


def open_day(scale: Scale, day: date, *, seed: int) -> DayPlan:
    """A day still open: growers have listed for everybody, some kitchens have ordered."""
    whole = plan_of(scale, day, scale.kitchens, seed=seed, extras=scale.listings_a_farm, is_due=False)
    early = {kitchen.name for kitchen in scale.kitchens[: scale.kitchens_on_an_open_day]}
    return DayPlan(day, tuple(wish for wish in whole.wishes if wish.kitchen in early), whole.harvests)


def plan_of(scale: Scale, day: date, kitchens: Sequence[Kitchen], *, seed: int, extras: int, is_due: bool) -> DayPlan:
    """What these kitchens order, and what growers list for that."""
    known = set(scale.goods)
    sold = {
        choice: here
        for choice, packs in goods_by_choice().items()
        if (here := [good for good in packs if good in known])
    }
    menu = STEADY if scale.has_steady_menu else menu_for(day)
    wishes = [
        wish
        for kitchen in kitchens
        for wish in wishes_of(kitchen, menu=menu, sold=sold, month=day.month, seed=seed, day=day)
    ]
    if is_due:
        more = [Wish(kitchen, sold[product, cut][0], packs) for kitchen, product, cut, packs in EXTRA_WISHES]
        wishes = merged([*wishes, *more])
    harvests = harvests_for(scale.farms, wishes, month=day.month, day=day, seed=seed, extras=extras)
    return DayPlan(day, tuple(wishes), tuple(harvests))


def merged(wishes: list[Wish]) -> list[Wish]:
    """Each kitchen's wishes for one good as one."""
    packs: dict[tuple[str, int], Wish] = {}
    for wish in wishes:
        key = wish.kitchen, id(wish.good)
        before = packs[key].packs if key in packs else 0
        packs[key] = Wish(wish.kitchen, wish.good, before + wish.packs)
    return list(packs.values())
