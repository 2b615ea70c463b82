"""Consignments of one date and its vans as the question that routing answers. Asks a travel source for the roads."""

from collections.abc import Sequence
from datetime import date

from logistics.intake.consignments import Consignment
from logistics.intake.facts import MoveFacts, PlaceFacts
from logistics.intake.keys import key_of
from logistics.intake.windows import WHOLE, Stretch
from logistics.planning.routing.problem import Location, Problem, Shipment, TaskSpec, Window
from logistics.planning.routing.travel import TravelMaker


def routing_problem(
    facts: MoveFacts, day: date, planned: Sequence[Consignment], *, travel: TravelMaker
) -> Problem | None:
    """The date's question; None when nothing moves that day. Raises what the travel source raises."""
    moved = [each for each in planned if each.local.day == day and each.refusal is None]
    if not moved:
        return None
    vans = facts.vans[day]
    keys = {key_of("place", place) for each in moved for place in (each.from_place, each.to_place)}
    keys |= {place for van in vans for place in (van.start, van.end)}
    locations = tuple(
        location(place) for number, place in sorted(facts.places.items()) if key_of("place", number) in keys
    )
    return Problem(
        locations=locations,
        travel=travel.between(locations),
        vehicles=vans,
        shipments=tuple(shipment(facts, each) for each in moved),
    )


def location(place: PlaceFacts) -> Location:
    """A place as the core knows it."""
    return Location(key_of("place", place.id), place.lat, place.lon, place.name)


def shipment(facts: MoveFacts, each: Consignment) -> Shipment:
    """A consignment as the core knows it, called by the people's names of its ends."""
    start, end = facts.places[each.from_place], facts.places[each.to_place]
    seller, receiver = (start, end) if each.leg != "to_kitchen" else (end, end)
    about = seller.name if seller is receiver else f"{seller.name} to {receiver.name}"
    return Shipment(
        id=each.key,
        pickup=task(start, each, each.pickup),
        drop=task(end, each, each.drop),
        loads=(each.weight_g, each.crates),
        temperature_class=each.temperature_class,
        ready_s=each.pickup[0][0],
        name=f"{about}, {each.temperature_class}",
    )


def task(place: PlaceFacts, each: Consignment, stretches: Sequence[Stretch]) -> TaskSpec:
    """One end of a consignment: when, and how long parking and handling take."""
    return TaskSpec(
        location=key_of("place", place.id),
        windows=tuple(Window(first, last) for first, last in stretches if (first, last) != WHOLE),
        service_fixed_s=place.service_fixed_s,
        service_goods_s=each.crates * place.service_per_crate_s,
    )
