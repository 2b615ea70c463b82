"""Which way each of a day's goods goes: farm to hub or processor, processor to hub, hub to kitchen, or direct. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from logistics.intake.facts import Goods, MoveFacts, PlaceFacts
from logistics.intake.local_day import DAY_S, LocalDay
from logistics.intake.processing import Times, processing_times
from logistics.intake.refusals import Refusal, closed, never_ready
from logistics.intake.windows import WHOLE, Stretch, between, both, opening

LegName = Literal["to_hub", "to_processor", "from_processor", "to_kitchen", "direct"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Haul:
    """One seller's goods on one leg, with the stretches in which its pickup and its drop may start."""

    leg: LegName
    local: LocalDay
    from_place: int
    to_place: int
    goods: Goods
    pickup: tuple[Stretch, ...]
    drop: tuple[Stretch, ...]
    purchase: int | None = None
    confirmation: int | None = None
    refusal: Refusal | None = None

    @property
    def temperature_class(self) -> str:
        """How cold it must stay on the way."""
        return self.goods.pack.temperature_class


def hauls_of(facts: MoveFacts, direct: frozenset[tuple[int, int]]) -> Iterator[Haul]:
    """Every leg of every line. What is already where it must be needs no van."""
    times = processing_times(facts)
    for goods in facts.for_processors:
        yield from moving(to_processor(facts, goods, times))
    for goods in facts.for_kitchens:
        if goods.handover == "collected" and (goods.seller_place, goods.to_place) in direct:
            yield from moving(straight(facts, goods))
            continue
        if goods.handover == "collected":
            yield from moving(to_hub(facts, goods))
        if goods.handover == "made":
            yield from moving(from_processor(facts, goods, times))
        yield from moving(to_kitchen(facts, goods))


def moving(haul: Haul) -> Iterator[Haul]:
    """The haul, if it goes anywhere."""
    if haul.from_place != haul.to_place:
        yield haul


@dataclass(frozen=True, slots=True)
class Way:
    """From where to where, and when goods can be had and are wanted; None where only the places' hours bound it."""

    from_place: int
    to_place: int
    pickup: tuple[Stretch, ...] | None = None
    drop: tuple[Stretch, ...] | None = None


def to_hub(facts: MoveFacts, goods: Goods) -> Haul:
    """The day before: from the farm, while it is ready, to the hub, while that is open."""
    ready = between(goods.ready_from, goods.ready_until, facts.collection)
    return haul(facts, "to_hub", goods, Way(goods.seller_place, facts.hub_place, pickup=ready))


def to_processor(facts: MoveFacts, goods: Goods, times: Times) -> Haul:
    """The day before, in time for the line; what its grower brings to the hub goes on from there."""
    start = facts.hub_place if goods.handover == "brought_in" else goods.seller_place
    ready = between(goods.ready_from, goods.ready_until, facts.collection)
    in_time = ((0, times.inputs_by_s(goods)),)
    return haul(facts, "to_processor", goods, Way(start, goods.to_place, pickup=ready, drop=in_time))


def from_processor(facts: MoveFacts, goods: Goods, times: Times) -> Haul:
    """The day before, once the line has had its hours."""
    made_at = times.made_at_s(goods)
    made = ((made_at, DAY_S),) if made_at <= DAY_S else ()
    return haul(facts, "from_processor", goods, Way(goods.seller_place, facts.hub_place, pickup=made))


def to_kitchen(facts: MoveFacts, goods: Goods) -> Haul:
    """On the day: from the hub to the kitchen, in the window that the order asks for."""
    wanted = between(goods.wanted_from, goods.wanted_until, facts.delivery)
    return haul(facts, "to_kitchen", goods, Way(facts.hub_place, goods.to_place, drop=wanted))


def straight(facts: MoveFacts, goods: Goods) -> Haul:
    """On the day: from the farm to the kitchen without the hub."""
    ready = between(goods.ready_from, goods.ready_until, facts.delivery)
    wanted = between(goods.wanted_from, goods.wanted_until, facts.delivery)
    return haul(facts, "direct", goods, Way(goods.seller_place, goods.to_place, pickup=ready, drop=wanted))


def haul(facts: MoveFacts, leg: LegName, goods: Goods, way: Way) -> Haul:
    """The leg with its stretches cut to the places' opening hours; refused where nothing is left of them."""
    is_drop = leg in ("to_kitchen", "direct")
    local = facts.delivery if is_drop else facts.collection
    start, end = facts.places[way.from_place], facts.places[way.to_place]
    anytime = (WHOLE,)
    ready = anytime if way.pickup is None else way.pickup
    at_start = within(ready, opening(start, local))
    # The order names its own window at the kitchen: it stands in place of the kitchen's usual hours.
    at_end = within(anytime if way.drop is None else way.drop, None if is_drop else opening(end, local))
    return Haul(
        leg=leg,
        local=local,
        from_place=way.from_place,
        to_place=way.to_place,
        goods=goods,
        pickup=at_start or anytime,
        drop=at_end or anytime,
        purchase=None if leg == "to_kitchen" and goods.confirmation else goods.purchase,
        confirmation=goods.confirmation if is_drop else None,
        refusal=never_ready(start, local) if not ready else unopened(local, (start, at_start), (end, at_end)),
    )


def within(stretches: tuple[Stretch, ...], hours: tuple[Stretch, ...] | None) -> tuple[Stretch, ...]:
    """What of the stretches lies in the opening hours; all of it where a place named none."""
    return stretches if hours is None else both(stretches, hours)


def unopened(local: LocalDay, *ends: tuple[PlaceFacts, tuple[Stretch, ...]]) -> Refusal | None:
    """The first end that takes no van at the hours that are left, if any."""
    for place, stretches in ends:
        if not stretches:
            return closed(place, local)
    return None
