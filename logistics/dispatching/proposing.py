"""What a change of the running plan would make of it: worked out, judged, and not stored."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from logistics.dispatching.calming import calmed, known_from
from logistics.dispatching.errors import CannotMove
from logistics.dispatching.known import prices_of
from logistics.dispatching.relay import Relay, without_van
from logistics.dispatching.running import Running, running
from logistics.dispatching.shifting import Desk, judged, put_anywhere, put_onto, shipments_at, swapped, taken_out
from logistics.dispatching.staying import taken_by_hand, told_anew
from logistics.intake.fingerprints import fingerprint_of
from logistics.intake.keys import key_of, number_of
from logistics.intake.vans import driver_key
from logistics.models import Driver, Route, Shipment, Stop, Vehicle
from logistics.outcome.reworked import Freight, Rework
from shop.pricing.quantities import counted


@dataclass(frozen=True, kw_only=True)
class Change:
    """What the coordinator asks for; the ids that its kind needs are given, the others are 0."""

    kind: str
    stop: int = 0
    shipment: int = 0
    vehicle: int = 0
    route: int = 0
    driver: int = 0
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A judged rework of what `stands`, waiting to be kept.

    `facts` is the fingerprint of what else was read for it, if anything was; `notes` are sentences about it.
    """

    rework: Rework
    stands: Running
    why: str
    out_of_use: int = 0
    facts: str = ""
    notes: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The same for the same routes, loads and drivers. Why goods stay behind may be told anew by the minute."""
        plans = {day: replace(plan, unserved=()) for day, plan in self.rework.plans.items()}
        left = {day: sorted(each.shipment for each in plan.unserved) for day, plan in self.rework.plans.items()}
        return fingerprint_of({"plans": plans, "left": left, "drivers": self.rework.drivers})


def reworked(stands: Running, desks: Mapping[date, Desk], now: datetime, **changes: Any) -> Rework:
    """The run with these desks in place of its own. Raises CannotMove where the judge refuses one."""
    fresh = {day: judged(told_anew(desk, now_s=stands.local(day).seconds_of(now))) for day, desk in desks.items()}
    return Rework(
        base=stands.run,
        collection=stands.collection,
        delivery=stands.delivery,
        **{
            "drivers": stands.drivers,
            "problems": {**stands.problems, **{day: desk.problem for day, desk in desks.items()}},
            "plans": {**stands.plans, **fresh},
            "freight": stands.freight,
            "goods_fingerprint": stands.run.goods_fingerprint,
            "engine": "by hand",
            "repeats": stands.repeats(),
            **changes,
        },
    )


def stop_of(stands: Running, change: Change) -> tuple[Stop, date, str, int]:
    """The stop with its date, van and place in the round. Raises CannotMove for one of another run."""
    if change.stop not in stands.spots:
        raise CannotMove("That stop is not on these routes any more.")
    return Stop.objects.select_related("place", "route").get(pk=change.stop), *stands.spots[change.stop]


def moved_earlier(stands: Running, change: Change, now: datetime) -> Proposal:
    """The stop before the one that it follows."""
    stop, day, van, place = stop_of(stands, change)
    desk = swapped(stands.desks[day], van, place - 1)
    why = f"{stop.place} earlier on route {stop.route.number}"
    return Proposal(rework=reworked(stands, {day: desk}, now), stands=stands, why=why)


def moved_later(stands: Running, change: Change, now: datetime) -> Proposal:
    """The stop behind the one that follows it."""
    stop, day, van, place = stop_of(stands, change)
    desk = swapped(stands.desks[day], van, place)
    why = f"{stop.place} later on route {stop.route.number}"
    return Proposal(rework=reworked(stands, {day: desk}, now), stands=stands, why=why)


def moved_onto(stands: Running, change: Change, now: datetime) -> Proposal:
    """The stop's goods on another van's round, where they cost least there."""
    stop, day, van, place = stop_of(stands, change)
    target = vehicle_of(stands, change)
    if key_of("vehicle", target.pk) == van:
        raise CannotMove(f"{stop.place} is on {target} already.")
    goods = shipments_at(stands.desks[day], van, place)
    waiting = taken_out(stands.desks[day], goods, None)
    now_s = stands.local(day).seconds_of(now)
    desk = put_onto(waiting, goods, key_of("vehicle", target.pk), now_s=now_s)
    why = f"{stop.place} from route {stop.route.number} onto {target}"
    return Proposal(rework=reworked(stands, {day: desk}, now), stands=stands, why=why)


def moved_out(stands: Running, change: Change, now: datetime) -> Proposal:
    """The stop's goods on no van."""
    stop, day, van, place = stop_of(stands, change)
    goods = shipments_at(stands.desks[day], van, place)
    desk = taken_out(stands.desks[day], goods, taken_by_hand(stop.route.number))
    why = f"{stop.place} taken out of route {stop.route.number}"
    return Proposal(rework=reworked(stands, {day: desk}, now), stands=stands, why=why)


def served(stands: Running, change: Change, now: datetime) -> Proposal:
    """A shipment that stays behind on a van's round."""
    row = Shipment.objects.filter(plan_run=stands.run, pk=change.shipment).first()
    key = next((each.key for each in stands.freight if each.row.pk == change.shipment), "")
    desk = stands.desks.get(row.day) if row else None
    if row is None or desk is None or key not in desk.left:
        raise CannotMove("That shipment does not wait for a van any more.")
    target = vehicle_of(stands, change)
    now_s = stands.local(row.day).seconds_of(now)
    fresh = put_onto(desk, (key,), key_of("vehicle", target.pk), now_s=now_s)
    why = f"{row.from_place} to {row.to_place} onto {target}"
    return Proposal(rework=reworked(stands, {row.day: fresh}, now), stands=stands, why=why)


def driven_by(stands: Running, change: Change, now: datetime) -> Proposal:
    """Another driver for a route, or none."""
    route = Route.objects.filter(plan_run=stands.run, pk=change.route).select_related("vehicle").first()
    driver = Driver.objects.of(stands.run.delivery_day.cycle.hub).filter(pk=change.driver).first()
    if route is None or (change.driver and driver is None):
        raise CannotMove("That route or driver is not there any more.")
    key = driver_key(route.day, key_of("vehicle", route.vehicle_id))
    drivers = {**stands.drivers, key: driver.pk if driver else None}
    why = f"{driver or 'Nobody yet'} drives route {route.number}"
    return Proposal(rework=reworked(stands, {}, now, drivers=drivers), stands=stands, why=why)


def undone(stands: Running, change: Change, now: datetime) -> Proposal:
    """The run that this one superseded, as a new one."""
    del change, now
    earlier = stands.run.supersedes
    if earlier is None:
        raise CannotMove("These are the first routes of the day: there is nothing to go back to.")
    if stands.done:
        raise CannotMove("Stops of these routes are done, so they can't be taken back as a whole. Change single stops.")
    back = running(earlier)
    used = [number_of(route.vehicle) for plan in back.plans.values() for route in plan.routes]
    unfit = Vehicle.objects.filter(pk__in=used).exclude(out_of_use_since=None).first()
    if unfit is not None:
        raise CannotMove(f"{unfit} is out of use, and routes {earlier.number} need it.")
    rework = Rework(
        base=stands.run,
        collection=back.collection,
        delivery=back.delivery,
        drivers=back.drivers,
        problems=back.problems,
        plans=back.plans,
        freight=back.freight,
        goods_fingerprint=earlier.goods_fingerprint,
        engine=earlier.engine,
    )
    return Proposal(rework=rework, stands=stands, why=f"Back to routes {earlier.number}")


def broken_down(stands: Running, change: Change, now: datetime) -> Proposal:
    """The van drives no further from that date on; others take over what fits."""
    target = vehicle_of(stands, change)
    van, first = key_of("vehicle", target.pk), change.on or stands.delivery.day
    desks, freight = {}, stands.freight
    prices = prices_of(stands.run.delivery_day.cycle.hub)
    notes: list[str] = []
    for day, desk in sorted(stands.desks.items()):
        if day < first or (van not in desk.rounds and all(each.id != van for each in desk.problem.vehicles)):
            continue
        now_s = stands.local(day).seconds_of(now)
        found = without_van(desk, stands.plans[day], van, now_s=now_s, next_number=len(freight) + 1)
        known = known_from(stands.plans[day], prices)
        desks[day] = calmed(put_anywhere(found.desk, found.waiting, now_s=now_s), known, now_s=now_s)
        notes += waiting_notes(desk, found.relays, target)
        added = [second_leg(stands, day, each) for each in found.relays]
        freight = (*handed_on(freight, found.relays), *added)
    rework = reworked(stands, desks, now, freight=freight, engine="insertion")
    why = f"{target} is out of use"
    return Proposal(rework=rework, stands=stands, why=why, out_of_use=target.pk, notes=tuple(notes))


def waiting_notes(desk: Desk, relays: tuple[Relay, ...], van: Vehicle) -> Iterator[str]:
    """Where goods wait for another van, and how many crates."""
    places = {each.id: each.label for each in desk.problem.locations}
    for place in dict.fromkeys(each.place for each in relays):
        crates = sum(desk.shipment(each.first).loads[-1] for each in relays if each.place == place)
        yield f"{van} hands over {counted(crates, 'crate')} at {places[place]}."


def handed_on(freight: tuple[Freight, ...], relays: tuple[Relay, ...]) -> tuple[Freight, ...]:
    """What changes vans ends where its first van stands; its papers go on with the second."""
    places = {each.first: number_of(each.place) for each in relays}
    for each in freight:
        if each.key in places:
            each.row.to_place_id = places[each.key]
    return tuple(replace(each, carried=()) if each.key in places else each for each in freight)


def second_leg(stands: Running, day: date, relay: Relay) -> Freight:
    """The shipment from where the first van stands to where its goods were going."""
    planned = next(each for each in stands.freight if each.key == relay.first)
    row, local = planned.row, stands.local(day)
    drop = next(each for each in stands.desks[day].problem.shipments if each.id == relay.first).drop
    fresh = Shipment(
        leg=row.leg,
        day=row.day,
        from_place_id=number_of(relay.place),
        to_place_id=number_of(drop.location),
        weight_g=row.weight_g,
        crates=row.crates,
        temperature_class=row.temperature_class,
        pickup_opens_at=local.moment_of(relay.ready_s),
        pickup_closes_at=max(row.pickup_closes_at, row.drop_closes_at),
        drop_opens_at=row.drop_opens_at,
        drop_closes_at=row.drop_closes_at,
    )
    return Freight(relay.second, fresh, planned.carried)


def vehicle_of(stands: Running, change: Change) -> Vehicle:
    """The van that is meant. Raises CannotMove for another hub's."""
    found: Vehicle | None = Vehicle.objects.of(stands.run.delivery_day.cycle.hub).filter(pk=change.vehicle).first()
    if found is None:
        raise CannotMove("Choose a van.")
    return found
