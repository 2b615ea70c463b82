"""Households' boxes, by the stop at which a van hands them over."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from logistics.packing.drops import Box, BoxLine
from logistics.packing.rows import DayRows

CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class Boxes:
    """Boxes by the stop (id) at which a van hands them over, the stops themselves, and by place what no van brings."""

    by_stop: dict[int, tuple[Box, ...]]
    stops: dict[int, Any]
    left: dict[str, tuple[Box, ...]]


def boxes_of(rows: DayRows, shorts: dict[int, int], allergens: dict[str, str]) -> Boxes:
    """A box goes with the first van that stops at its handover point; no van brings those handed over at the hub."""
    first = first_stops(rows)
    by_stop: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    left: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for line in rows.boxes:
        place, number = line.household_order.point.place, line.household_order.order.number
        group = by_stop[first[place.pk].pk] if place.pk in first else left[place.name]
        group[number].append(line)

    def made(orders: dict[str, list[Any]]) -> tuple[Box, ...]:
        return tuple(box_of(rows, number, lines, shorts, allergens) for number, lines in sorted(orders.items()))

    return Boxes(
        by_stop={stop: made(orders) for stop, orders in by_stop.items()},
        stops={stop.pk: stop for stop in first.values() if stop.pk in by_stop},
        left={place: made(orders) for place, orders in left.items()},
    )


def first_stops(rows: DayRows) -> dict[int, Any]:
    """Place (id) to the first stop of the delivery day at which something is dropped there."""
    first: dict[int, Any] = {}
    for (_, kind), stop in rows.visits.items():
        if kind == "drop" and stop.route.day == rows.day.day:
            known = first.setdefault(stop.place_id, stop)
            first[stop.place_id] = min(known, stop, key=lambda each: (each.arrives_at, each.pk))
    return first


def box_of(rows: DayRows, number: str, lines: list[Any], shorts: dict[int, int], allergens: dict[str, str]) -> Box:
    """One household's box."""
    return Box(
        lines[0].household_order_id,
        number,
        lines[0].household_order.name,
        tuple(
            BoxLine(
                line.pk,
                line.specification_text,
                line.pack_text,
                line.packs,
                min(shorts.get(-line.pk, 0), line.packs),
                f"{line.listing.lot.code} {line.grower_text}",
                tuple(sorted(allergens.get(code, code) for code, has in line.allergens.items() if has == CONTAINS)),
                rows.is_direct(line),
                rows.boxed.get(line.pk),
            )
            for line in lines
        ),
    )
