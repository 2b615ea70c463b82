"""What is packed for which van, in the order in which it is loaded: the last drop goes in first."""

from collections import defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from logistics.packing.boxes import CONTAINS, Boxes, boxes_of
from logistics.packing.drops import Drop, Load, PackLine, Source
from logistics.packing.rows import DayRows
from logistics.packing.shortages import suggested_shorts
from shop.produce.models import Allergen

MAY_CONTAIN = "may_contain"


def loads_of(rows: DayRows) -> tuple[Load, ...]:
    """The vans by their numbers; what no van takes comes last. One query for the names of allergens."""
    zone = ZoneInfo(rows.day.cycle.hub.time_zone)
    shorts, allergens = suggested_shorts(rows), dict(Allergen.objects.values_list("code", "name"))
    at_stop: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    stops: dict[int, Any] = {}
    left: dict[int, int] = {}
    for line in rows.lines:
        if not rows.to_pack(line):
            continue
        found = [(stop, packs) for each, packs in rows.carried[line] if (stop := rows.visits.get((each.pk, "drop")))]
        for stop, packs in found:
            stops[stop.pk] = stop
            at_stop[stop.pk][line] += packs
        if not found:
            left[line] = rows.to_pack(line)
    sources = sources_of(rows)
    boxes = boxes_of(rows, shorts, allergens)
    stops |= boxes.stops

    def pack_lines(packs: dict[int, int]) -> tuple[PackLine, ...]:
        made = (pack_line(rows, line, here, shorts, sources, allergens) for line, here in packs.items())
        return tuple(sorted(made, key=lambda each: (each.is_cold, each.name, each.id)))

    by_route: dict[int, list[Any]] = defaultdict(list)
    for stop in stops.values():
        by_route[stop.route_id].append(stop)
    loads = []
    for members in by_route.values():
        in_turn = sorted(members, key=lambda stop: stop.sequence)
        route = in_turn[0].route
        drops = [
            Drop(
                number=number,
                kitchen=stop.place.name,
                buyer=buyer_of(rows, at_stop[stop.pk]),
                at=stop.arrives_at.astimezone(zone),
                lines=pack_lines(at_stop[stop.pk]),
                boxes=boxes.by_stop.get(stop.pk, ()),
            )
            for number, stop in enumerate(in_turn, start=1)
        ]
        loads.append(
            Load(
                route=route.pk,
                number=route.number,
                van=route.vehicle.name,
                driver=route.driver.name if route.driver else "",
                leaves_at=route.starts_at.astimezone(zone),
                drops=tuple(reversed(drops)),
            )
        )
    loads.sort(key=lambda load: load.number)
    return (*loads, *without_a_van(rows, left, boxes, pack_lines))


def without_a_van(rows: DayRows, left: dict[int, int], boxes: Boxes, pack_lines: Any) -> tuple[Load, ...]:
    """What is on no route, place by place: no van could take it, or it is handed over at the packhouse."""
    by_place: dict[str, dict[int, int]] = {place: {} for place in boxes.left}
    for line, packs in left.items():
        by_place.setdefault(rows.lines[line].order_line.drop.kitchen.name, {})[line] = packs
    if not by_place:
        return ()
    drops = tuple(
        Drop(
            number=number,
            kitchen=place,
            buyer=buyer_of(rows, packs),
            at=None,
            lines=pack_lines(packs),
            boxes=boxes.left.get(place, ()),
        )
        for number, (place, packs) in enumerate(sorted(by_place.items()), start=1)
    )
    return (Load(route=0, number=0, van="No van", driver="", leaves_at=None, drops=drops),)


def buyer_of(rows: DayRows, lines: dict[int, int]) -> str:
    """Whose kitchen it is; nobody's where only households get something."""
    if not lines:
        return "Households"
    return str(rows.lines[next(iter(lines))].order_line.drop.kitchen.enterprise)


def sources_of(rows: DayRows) -> dict[int, list[Source]]:
    """Confirmed line (id) to the lots that fill it by way of the hub."""
    found: dict[int, list[Source]] = defaultdict(list)
    for purchase, parts in rows.gives.items():
        row = rows.purchases[purchase]
        lot = row.listing.lot.code if row.listing_id else f"run of {rows.day.day:%d %b}"
        for line, packs in parts.items():
            by_hub = packs - rows.straight[purchase].get(line, 0)
            if by_hub > 0:
                found[line].append(Source(lot, str(row.seller), by_hub))
    return found


def pack_line(
    rows: DayRows,
    line: int,
    here: int,
    shorts: dict[int, int],
    sources: dict[int, list[Source]],
    allergens: dict[str, str],
) -> PackLine:
    """One line on one van."""
    row = rows.lines[line]

    def named(presence: str) -> tuple[str, ...]:
        return tuple(sorted(allergens.get(code, code) for code, has in row.allergens.items() if has == presence))

    return PackLine(
        id=line,
        name=row.specification_text,
        pack=row.pack_text,
        category=row.pack.specification.product.category,
        is_cold=row.pack.specification.temperature_class != "ambient",
        to_pack=rows.to_pack(line),
        here=here,
        direct=rows.direct(line),
        short=min(shorts.get(line, 0), rows.to_pack(line)),
        packs_per_crate=row.pack.packs_per_crate,
        sources=tuple(sources.get(line, ())),
        contains=named(CONTAINS),
        may_contain=named(MAY_CONTAIN),
        packed=rows.packed.get(line),
    )


def must_be_packed(rows: DayRows) -> dict[int, int]:
    """Confirmed line (id) to its packs, for all that goes out from the hub: not what no van could take."""
    found = {}
    for line in rows.lines:
        shipments = rows.carried[line]
        is_left = bool(shipments) and not any((each.pk, "drop") in rows.visits for each, _ in shipments)
        if rows.to_pack(line) and not is_left:
            found[line] = rows.to_pack(line)
    return found


def boxes_to_pack(rows: DayRows) -> tuple[int, ...]:
    """Households' lines (ids) that are packed at the hub: not what goes straight from a farm to a handover point."""
    return tuple(line.pk for line in rows.boxes if not rows.is_direct(line))
