"""A day's sheet as lines for a terminal and as plain values for JSON. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from logistics.dispatch.day_sheet import DaySheet
from logistics.dispatch.route_sheet import RouteSheet
from shop.pricing.money import pounds
from shop.pricing.quantities import counted, kilos

METRES = 1000


def as_lines(sheet: DaySheet) -> Iterator[str]:
    """The sheet in words, section by section; a section without anything is left out."""
    ordered = sheet.ordered
    yield f"{sheet.title}: {sheet.status}"
    yield (
        f"  Ordered: {ordered.orders} orders for {ordered.kitchens} kitchens, {ordered.lines} lines, "
        f"{ordered.packs:,} packs, {kilos(ordered.weight_g)}"
    )
    if sheet.shared or sheet.shortages:
        yield f"  Shared out: {sheet.packs_filled:,} packs from {sheet.growers} growers, {sheet.packs_short:,} short"
    for short in sheet.shortages:
        yield f"    short   {short.packs} × {short.goods} for {short.kitchen}: {short.reason}"
    for each in sheet.processed:
        yield f"    through {each.processor}: {each.packs} × {each.made_of} from {each.grower} to make {each.goods}"
    if sheet.routes or sheet.unserved:
        yield f"  Routes: {len(sheet.routes)}, {km(sheet.distance_m)} ({sheet.travel_source})"
    for route in sheet.routes:
        yield f"    {route_line(route)}"
    for left in sheet.unserved:
        yield (
            f"    not served {left.from_place} to {left.to_place}, {counted(left.crates, 'crate')} "
            f"{left.temperature_class}: {left.reason}"
        )
        if left.waiting.kitchens:
            yield f"      waiting for it: {left.waiting}"
    money = sheet.money
    if money.sold_pence:
        yield (
            f"  Money: sold {pounds(money.sold_pence)}, bought {pounds(money.bought_pence)}, "
            f"difference {pounds(money.difference_pence)}, transport {pounds(money.transport_pence)}"
        )


def route_line(route: RouteSheet) -> str:
    """One route in a line."""
    return (
        f"{route.number:>2}  {route.day:%a %d %b}  {route.starts_at:%H:%M}-{route.ends_at:%H:%M}  {route.van:<20} "
        f"{route.places:>3} stops  {km(route.distance_m):>9}  up to {kilos(route.peak_g)} of "
        f"{kilos(route.capacity_g)}, {route.peak_crates} of {route.capacity_crates} crates"
    )


def promise_lines(promised: Mapping[str, str], shown: Mapping[str, str]) -> Iterator[str]:
    """What the demonstration was built to show (name to sentence), and what shows it."""
    yield "What this day was built to show:"
    for name, says in promised.items():
        yield f"  {name}: {says}"
        yield f"    {'shown by ' + shown[name] if shown.get(name) else 'NOT SHOWN'}"


def km(metres: int) -> str:
    """12,345 m as 12.3 km."""
    return f"{metres / METRES:,.1f} km"


def as_values(sheet: DaySheet) -> dict[str, Any]:
    """The sheet as what JSON knows, its sums included; days and moments in ISO form."""
    values: dict[str, Any] = plain(asdict(sheet))
    values |= {
        "growers": sheet.growers,
        "packs_filled": sheet.packs_filled,
        "packs_short": sheet.packs_short,
        "distance_m": sheet.distance_m,
        "difference_pence": sheet.money.difference_pence,
    }
    return values


def plain(value: Any) -> Any:
    """Days and moments written out, everything else as it is."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value
