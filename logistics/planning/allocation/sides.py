"""Everybody who shares: kitchens, growers, and the classes that kitchens belong to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from logistics.planning.allocation.classes import ShareClass, share_classes
from logistics.planning.allocation.measures import Sharer, growers, kitchens
from logistics.planning.allocation.options import Options
from logistics.planning.allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a day. `classes` is empty unless the hub shares by classes."""

    kitchens: tuple[Sharer, ...]
    growers: tuple[Sharer, ...]
    classes: tuple[ShareClass, ...] = ()

    @property
    def has_few_sellers(self) -> bool:
        """Whether any kitchen bounds the sellers that it deals with for a product."""
        return any(each.most_sellers is not None for each in self.kitchens)

    @classmethod
    def of(cls, problem: Problem, seed: int) -> Sides:
        """The sides of a whole day; lots between equals are drawn by `seed`."""
        found = kitchens(problem, seed)
        return cls(found, growers(problem, seed), share_classes(problem, found))

    def within(self, options: Options) -> Sides:
        """Those of them that a part of the day is about: a part holds all of a product or nothing of it."""
        mine = tuple(each for each in self.kitchens if each.members[0] in options.demands)
        theirs = tuple(each for each in self.growers if each.members[0] in options.listings)
        keys = {each.key for each in mine}
        parts = (replace(each, sharers=tuple(one for one in each.sharers if one.key in keys)) for each in self.classes)
        return Sides(mine, theirs, tuple(each for each in parts if each.sharers))
