"""When a processor's inputs must be there and when its goods are made, on the collection day. Pure.

A route can't promise that one van arrives before another leaves, so the day is cut once: half of what the line does not
need is for bringing, half for fetching. Both halves are counted within the hours in which vans are manned and the
processor takes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from logistics.intake.facts import Goods, MoveFacts
from logistics.intake.windows import WHOLE, opening

HOUR_S = 3600


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of the collection day by processor's place: the latest input, and the first moment of the output."""

    by_place: Mapping[int, tuple[int, int]]

    def inputs_by_s(self, goods: Goods) -> int:
        """The last second at which unloading these inputs may start."""
        return self.by_place[goods.to_place][0]

    def made_at_s(self, goods: Goods) -> int:
        """The first second at which these goods can be loaded."""
        return self.by_place[goods.seller_place][1]


def processing_times(facts: MoveFacts) -> Times:
    """Cut the collection day at each processor that has work; the slowest of its recipes decides."""
    hours: dict[int, int] = {}
    for goods in facts.for_processors:
        hours[goods.to_place] = max(hours.get(goods.to_place, 0), goods.hours_needed)
    for goods in facts.for_kitchens:
        if goods.handover == "made":
            hours[goods.seller_place] = max(hours.get(goods.seller_place, 0), goods.hours_needed)
    return Times({place: cut(facts, place, needed * HOUR_S) for place, needed in hours.items()})


def cut(facts: MoveFacts, place: int, needed_s: int) -> tuple[int, int]:
    """(inputs by, made at) for one processor."""
    first, last = WHOLE
    vans = facts.vans[facts.collection.day]
    if vans:
        first, last = min(van.earliest_s for van in vans), max(van.latest_s for van in vans)
    stretches = opening(facts.places[place], facts.collection)
    if stretches:
        first, last = max(first, stretches[0][0]), min(last, stretches[-1][1])
    inputs_by = max(first, first + (last - first - needed_s) // 2)
    return inputs_by, inputs_by + needed_s
