"""What is to come in, by who brings it and when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from logistics.packing.rows import DayRows
from shop.cycles.models import Listing
from shop.pricing.quantities import tenths_c
from shop.procurement.models import GoodsIn, ReceivingRules


@dataclass(frozen=True, slots=True, kw_only=True)
class InLine:
    """One purchase that is to come in. `count` is its last count, None while nobody has counted it."""

    purchase: int
    name: str
    category: str
    lot: str
    expected: int
    at_most_tenths_c: int | None
    count: GoodsIn | None

    @property
    def seen(self) -> int:
        """The number of the count that the page shows."""
        return self.count.number if self.count else 0

    @property
    def is_counted(self) -> bool:
        """Whether the last count was of all that is expected now; a late change may have asked for more since."""
        return self.count is not None and self.count.packs_expected >= self.expected

    @property
    def limit(self) -> str:
        """The warmest that it may be, in words."""
        return tenths_c(self.at_most_tenths_c) if self.at_most_tenths_c is not None else ""

    @property
    def temperature(self) -> str:
        """What was measured, as it is typed."""
        tenths = self.count.temperature_tenths_c if self.count else None
        return "" if tenths is None else f"{tenths / 10:g}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """All that one seller sends by one van, or brings."""

    key: str
    seller: str
    phone: str
    how: str
    at: datetime
    lines: tuple[InLine, ...]

    @property
    def is_counted(self) -> bool:
        """Whether every line was counted."""
        return all(line.is_counted for line in self.lines)

    @property
    def is_short(self) -> bool:
        """Whether something of it is missing or was refused."""
        return any(line.count and line.count.packs_missing for line in self.lines)

    @property
    def needs_temperature(self) -> bool:
        """Whether a thermometer is needed."""
        return any(line.at_most_tenths_c is not None for line in self.lines)


def arrivals_of(rows: DayRows) -> tuple[Arrival, ...]:
    """By the hour at which they come; one query for the rules."""
    hub = rows.day.cycle.hub
    rules = ReceivingRules.objects.filter(hub=hub).first() or ReceivingRules()
    zone = ZoneInfo(hub.time_zone)
    groups: dict[tuple[int, str], list[tuple[datetime, Any]]] = defaultdict(list)
    for pk, row in rows.purchases.items():
        if rows.expected(pk):
            how, at = how_it_comes(rows, row, zone)
            groups[row.seller_id, how].append((at, row))
    found = [
        Arrival(
            key=f"{seller}-{min(row.pk for _, row in members)}",
            seller=str(members[0][1].seller),
            phone=members[0][1].seller.phone,
            how=how,
            at=min(at for at, _ in members),
            lines=tuple(in_line(rows, row, rules) for _, row in members),
        )
        for (seller, how), members in groups.items()
    ]
    return tuple(sorted(found, key=lambda each: (each.at, each.seller, each.key)))


def how_it_comes(rows: DayRows, row: Any, zone: ZoneInfo) -> tuple[str, datetime]:
    """By which van about when, or brought in by when; in words and as a moment to sort by."""
    stops = [stop for each in rows.fetched[row.pk] if (stop := rows.visits.get((each.pk, "drop")))]
    if stops:
        stop = min(stops, key=lambda each: each.starts_at)
        at = stop.starts_at
        return f"Route {stop.route.number}, {stop.route.vehicle.name}, about {at.astimezone(zone):%H:%M %A}", at
    if row.listing_id and row.listing.handover == Listing.Handover.BROUGHT_IN:
        until = row.listing.ready_until
        return f"Brings it in by {until.astimezone(zone):%H:%M %A}", until
    late = row.listing.ready_until if row.listing_id else rows.day.late_changes_close_at
    return ("No van fetches it: ring them" if rows.plan else "Collected; the routes are not planned yet"), late


def in_line(rows: DayRows, row: Any, rules: ReceivingRules) -> InLine:
    """One purchase."""
    pack = row.listing.pack if row.listing_id else row.recipe.output_pack
    return InLine(
        purchase=row.pk,
        name=row.product_text,
        category=pack.specification.product.category,
        lot=row.listing.lot.code if row.listing_id else f"made by {row.seller}",
        expected=rows.expected(row.pk),
        at_most_tenths_c=rules.at_most_tenths_c(pack.specification.temperature_class),
        count=rows.counts.get(row.pk),
    )
