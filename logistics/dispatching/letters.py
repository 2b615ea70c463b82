"""The words in which calls and rounds are told. Pure: values in, subject and text out."""

from collections.abc import Iterable, Sequence

from logistics.dispatching.calls import Call, Round
from shop.pricing.quantities import counted
from shop.procurement.telling import Message

NOBODY_COMES = "No van calls any more. The hub will ring you about the goods."
NO_ROUTE = "You have no route on this day any more."


def to_enterprise(*, day: str, calls: Sequence[Call], is_news: bool) -> Message:
    """When vans call at a grower's yards or a buyer's kitchens. `is_news` says that other times were told before."""
    subject = f"{'New times' if is_news else 'When the van comes'}: {day}"
    if not calls:
        return Message(subject, f"{NOBODY_COMES}\n")
    opening = "These times stand in place of those you had." if is_news else "The routes are planned."
    lines = [f"{call.at:%A} {call.at.day} {call.at:%B}, about {call.at:%H:%M}: {written(call)}" for call in calls]
    return Message(subject, "\n".join([opening, "", *lines, ""]))


def written(call: Call) -> str:
    """Ryhall kitchen, 12 crates are brought (Joe Pickup, Cold van)."""
    what = [
        f"{counted(crates, 'crate')} {'is' if crates == 1 else 'are'} {done}"
        for crates, done in ((call.fetched, "fetched"), (call.brought, "brought"))
        if crates
    ]
    return f"{call.place}, {' and '.join(what)} ({', '.join(name for name in (call.driver, call.van) if name)})"


def to_driver(*, day: str, rounds: Sequence[Round], links: Iterable[str], is_news: bool) -> Message:
    """A driver's routes of a delivery day, with the addresses of their pages."""
    subject = f"{'Your route has changed' if is_news else 'Your route'}: {day}"
    if not rounds:
        return Message(subject, f"{NO_ROUTE}\n")
    parts = [part for each in rounds for part in (heading(each), *(f"  {at:%H:%M} {name}" for at, name in each.calls))]
    return Message(subject, "\n".join([*parts, "", "The route on your phone:", *links, ""]))


def heading(each: Round) -> str:
    """Route 3 with Cold van, Tuesday 9 March, 05:40 to 09:10."""
    at = each.starts_at
    return f"Route {each.number} with {each.van}, {at:%A} {at.day} {at:%B}, {at:%H:%M} to {each.ends_at:%H:%M}"
