"""Two plans laid side by side: what the second costs more, whose time moves by how much, which vans change. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from logistics.intake.local_day import LocalDay
from logistics.outcome.reworked import Rework
from logistics.planning.routing.plan import Plan, Route
from logistics.planning.routing.problem import Problem, Vehicle

MINUTE_S = 60


@dataclass(frozen=True, slots=True)
class Moved:
    """A place whose time or van changes; `before` or `after` is empty where no van comes. `words` says the change."""

    day: date
    place: str
    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class VanDay:
    """A van's day in one of the plans: out and back, its fullest load, what it costs."""

    starts_at: datetime
    ends_at: datetime
    peak_g: int
    peak_crates: int
    distance_m: int
    cost_pence: int


@dataclass(frozen=True, slots=True)
class VanChange:
    """A van that drives otherwise than it did. `capacity_*` are its limits."""

    day: date
    name: str
    before: VanDay | None
    after: VanDay | None
    capacity_g: int
    capacity_crates: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The second plan less the first: pence, metres, shipments left behind; whose time moves; which vans change."""

    cost_pence: int
    distance_m: int
    left_before: int
    left_after: int
    newly_left: tuple[str, ...]
    moved: tuple[Moved, ...]
    vans: tuple[VanChange, ...]

    @property
    def cost_less(self) -> int:
        """Pence saved."""
        return -self.cost_pence

    @property
    def distance_less(self) -> int:
        """Metres saved."""
        return -self.distance_m

    @property
    def is_nothing(self) -> bool:
        """Whether every van drives as it did."""
        return not self.moved and not self.vans and self.left_before == self.left_after


@dataclass(frozen=True, slots=True)
class DatePair:
    """One date in both plans; None where nothing moves on it."""

    local: LocalDay
    before: Plan | None
    after: Plan | None
    problems: tuple[Problem, ...]

    @property
    def vehicles(self) -> dict[str, Vehicle]:
        """The vans of either problem, as they were first."""
        return {each.id: each for problem in reversed(self.problems) for each in problem.vehicles}

    @property
    def places(self) -> dict[str, str]:
        """What places are called."""
        return {each.id: each.label for problem in self.problems for each in problem.locations}


def difference(stands: Mapping[date, Plan], problems: Mapping[date, Problem], rework: Rework) -> Difference:
    """What the rework makes otherwise."""
    pairs = [
        DatePair(
            rework.delivery if day == rework.delivery.day else rework.collection,
            stands.get(day),
            rework.plans.get(day),
            tuple(each[day] for each in (problems, rework.problems) if day in each),
        )
        for day in sorted(stands.keys() | rework.plans.keys())
    ]
    was_left, now_left = set(left_out(problems, stands)), list(left_out(rework.problems, rework.plans))
    return Difference(
        cost_pence=rework.cost.total_pence - sum(plan.cost.total_pence for plan in stands.values()),
        distance_m=sum(p.distance_m for p in rework.plans.values()) - sum(p.distance_m for p in stands.values()),
        left_before=len(list(left_out(problems, stands))),
        left_after=len(now_left),
        newly_left=tuple(f"{what}: {why}" for what, why in now_left if what not in {each for each, _ in was_left}),
        moved=tuple(each for pair in pairs for each in moved(pair)),
        vans=tuple(each for pair in pairs for each in changed_vans(pair)),
    )


def left_out(problems: Mapping[date, Problem], plans: Mapping[date, Plan]) -> Iterator[tuple[str, str]]:
    """What no van takes and why, in people's names."""
    for day, plan in sorted(plans.items()):
        named = {each.id: each.label for each in problems[day].shipments}
        yield from ((named[each.shipment], each.reason.text) for each in plan.unserved)


def moved(pair: DatePair) -> Iterator[Moved]:
    """Places whose van or minute is another, in the order of their new time."""
    was, now = calls(pair, pair.before), calls(pair, pair.after)
    for place in sorted(was.keys() | now.keys(), key=lambda place: (now.get(place) or was[place])[0]):
        old, new = was.get(place, []), now.get(place, [])
        if old != new:
            written_out = (written(pair, old), written(pair, new), change_in_words(old, new))
            yield Moved(pair.local.day, pair.places[place], *written_out)


def change_in_words(old: Sequence[tuple[int, str]], new: Sequence[tuple[int, str]]) -> str:
    """12 min later; where several vans call, each by its name."""
    if not old or not new:
        return "no van comes" if old else "a van comes"
    was, now = ({van: minute for minute, van in each} for each in (old, new))
    if len(was) == len(now) == 1 and was.keys() != now.keys():
        minutes = new[0][0] - old[0][0]
        return f"another van, {later(minutes)}" if minutes else "another van"
    alone = was.keys() == now.keys() and len(now) == 1
    said = [
        later(now[van] - was[van]) if alone else f"{van} {later(now[van] - was[van])}"
        for van in sorted(was.keys() & now.keys())
        if now[van] != was[van]
    ]
    said += [f"{van} too" for van in sorted(now.keys() - was.keys())]
    said += [f"{van} no more" for van in sorted(was.keys() - now.keys())]
    return ", ".join(said) or "one visit more or less"


def later(minutes: int) -> str:
    """12 min later, 3 min earlier."""
    return f"{abs(minutes)} min {'later' if minutes > 0 else 'earlier'}"


def calls(pair: DatePair, plan: Plan | None) -> dict[str, list[tuple[int, str]]]:
    """Minute and van of each visit by place, but for where the van starts or ends."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    vehicles = pair.vehicles
    for route in plan.routes if plan else ():
        van = vehicles[route.vehicle]
        for visit in route.visits:
            if visit.location not in (van.start, van.end):
                found[visit.location].append((visit.start_s // MINUTE_S, van.label))
    return {place: sorted(each) for place, each in found.items()}


def written(pair: DatePair, each: list[tuple[int, str]]) -> str:
    """07:05 Cold van."""
    return ", ".join(f"{pair.local.moment_of(minute * MINUTE_S):%H:%M} {van}" for minute, van in each)


def changed_vans(pair: DatePair) -> Iterator[VanChange]:
    """Vans whose day is another, by name."""
    was = {route.vehicle: route for route in pair.before.routes} if pair.before else {}
    now = {route.vehicle: route for route in pair.after.routes} if pair.after else {}
    vehicles = pair.vehicles
    for key in sorted(was.keys() | now.keys(), key=lambda each: vehicles[each].label):
        if timetable(was.get(key)) != timetable(now.get(key)):
            yield VanChange(
                pair.local.day,
                vehicles[key].label,
                van_day(pair.local, was.get(key)),
                van_day(pair.local, now.get(key)),
                *vehicles[key].capacity,
            )


def timetable(route: Route | None) -> object:
    """What of a route makes a difference to people."""
    return route and [(visit.location, visit.start_s, visit.loads_after) for visit in route.visits]


def van_day(local: LocalDay, route: Route | None) -> VanDay | None:
    """A route's day."""
    if route is None:
        return None
    return VanDay(
        starts_at=local.moment_of(route.start_s),
        ends_at=local.moment_of(route.end_s),
        peak_g=max((visit.loads_after[0] for visit in route.visits), default=0),
        peak_crates=max((visit.loads_after[1] for visit in route.visits), default=0),
        distance_m=route.distance_m,
        cost_pence=route.cost.total_pence,
    )
