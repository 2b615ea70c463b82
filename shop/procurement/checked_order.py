"""Whether what a cook asks for can be ordered, and at which prices. Writes nothing."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.enterprises.models import PlaceWindow
from shop.pricing.money import pounds
from shop.procurement.errors import NoPublishedPrice, OrderRefused
from shop.procurement.models import BulkOrder, BulkOrderLine, BuyingBasis, PublishedPrice
from shop.procurement.wanted import WantedDrop, WantedLine
from shop.produce.models import Pack
from shop.rows.local_time import local_date, local_moment

MOST_PACKS = 9_999


@dataclass(frozen=True, slots=True)
class PricedDrop:
    """A wanted drop whose window is known and whose lines carry the price of one pack in pence."""

    kitchen: Any
    opens_at: datetime
    closes_at: datetime
    lines: tuple[tuple[WantedLine, int], ...]


def priced(
    *, delivery_day: Any, buyer: Any, drops: Sequence[WantedDrop], basis: BuyingBasis | None, po_number: str
) -> list[PricedDrop]:
    """The drops with their windows and prices. Raises OrderRefused or NoPublishedPrice, naming what is wrong."""
    hub = delivery_day.cycle.hub
    check_order(delivery_day, buyer, basis, po_number)
    check_drops(drops, buyer)
    wanted_packs = {line.pack.pk for drop in drops for line in drop.lines}
    sold = set(Pack.objects.of(hub).filter(pk__in=wanted_packs).values_list("pk", flat=True))
    for drop in drops:
        check_lines(drop, hub, sold)
    prices = PublishedPrice.objects.of(hub).per_pack(delivery_day.day, packs=sold, basis=basis)
    windows = windows_of([drop.kitchen for drop in drops], delivery_day)
    return [
        PricedDrop(
            drop.kitchen,
            *window_of(drop, delivery_day, windows),
            tuple((line, price_of(line, prices, delivery_day)) for line in drop.lines),
        )
        for drop in drops
    ]


def check_order(delivery_day: Any, buyer: Any, basis: BuyingBasis | None, po_number: str) -> None:
    """Raise OrderRefused unless the buyer may order here, under this basis."""
    if buyer.hub_id != delivery_day.cycle.hub_id or buyer.kind != "buyer":
        raise OrderRefused(f"{buyer} does not buy from {delivery_day.cycle.hub}.")
    longest = BulkOrder._meta.get_field("po_number").max_length or 0
    if len(po_number.strip()) > longest:
        raise OrderRefused(f"A PO number has at most {longest} characters.")
    if basis is None:
        return
    if basis.buyer_id != buyer.pk:
        raise OrderRefused(f"{basis} is not {buyer}'s.")
    if not basis.starts <= delivery_day.day <= basis.ends:
        raise OrderRefused(
            f"{basis} holds from {basis.starts:%d/%m/%Y} to {basis.ends:%d/%m/%Y}: not on {delivery_day}."
        )


def check_drops(drops: Sequence[WantedDrop], buyer: Any) -> None:
    """Raise OrderRefused for an empty order, another's kitchen, or a kitchen that comes twice."""
    if not drops:
        raise OrderRefused("There is nothing in this order.")
    seen = set()
    for drop in drops:
        if drop.kitchen.enterprise_id != buyer.pk:
            raise OrderRefused(f"{drop.kitchen} is not a kitchen of {buyer}.")
        if drop.kitchen.pk in seen:
            raise OrderRefused(f"{drop.kitchen} is in this order twice. Put its lines into one drop.")
        seen.add(drop.kitchen.pk)


def check_lines(drop: WantedDrop, hub: Any, sold: Set[int]) -> None:
    """Raise OrderRefused unless every line of the drop orders a pack the hub sells, once, in a sensible number."""
    if not drop.lines:
        raise OrderRefused(f"Nothing is ordered for {drop.kitchen}.")
    seen = set()
    for line in drop.lines:
        if line.pack.pk not in sold:
            raise OrderRefused(f"{line.pack} is not sold by {hub}.")
        if line.pack.pk in seen:
            raise OrderRefused(f"{line.pack} is ordered twice for {drop.kitchen}. Put it into one line.")
        if not 1 <= line.packs <= MOST_PACKS:
            raise OrderRefused(f"{line.pack}: order between 1 and {MOST_PACKS:,} packs, not {line.packs:,}.")
        if line.substitution_rule not in BulkOrderLine.SubstitutionRule.values:
            raise OrderRefused(f"{line.pack}: “{line.substitution_rule}” is not a substitution rule.")
        seen.add(line.pack.pk)


def price_of(line: WantedLine, prices: dict[int, int], delivery_day: Any) -> int:
    """The published price of the line's pack. Raises when there is none, or when the line's own ceiling is below it."""
    price_pence = prices.get(line.pack.pk)
    if price_pence is None:
        raise NoPublishedPrice(f"{line.pack} has no published price on {delivery_day}.")
    if line.ceiling_pence is not None and price_pence > line.ceiling_pence:
        raise OrderRefused(
            f"{line.pack} costs {pounds(price_pence)}, above your ceiling of {pounds(line.ceiling_pence)}."
        )
    return price_pence


def windows_of(kitchens: Sequence[Any], delivery_day: Any) -> dict[int, PlaceWindow]:
    """Each kitchen's window on the day's weekday, the weekday's own before the every-day one, the earliest first."""
    weekday = delivery_day.day.weekday()
    found = PlaceWindow.objects.filter(place__in=kitchens)
    windows: dict[int, PlaceWindow] = {}
    for window in sorted(found, key=lambda window: (window.weekday is None, window.opens)):
        if window.weekday in (None, weekday):
            windows.setdefault(window.place_id, window)
    return windows


def window_of(drop: WantedDrop, delivery_day: Any, windows: dict[int, PlaceWindow]) -> tuple[datetime, datetime]:
    """When the drop may come. Raises OrderRefused when nobody said, or when the times are not of the day."""
    zone = delivery_day.cycle.hub.time_zone
    if drop.opens_at is None or drop.closes_at is None:
        window = windows.get(drop.kitchen.pk)
        if window is None:
            raise OrderRefused(
                f"{drop.kitchen} takes no deliveries on a {delivery_day.day:%A}. Give a time from and until."
            )
        opens_at = local_moment(delivery_day.day, window.opens, zone)
        closes_at = local_moment(delivery_day.day, window.closes, zone)
    else:
        opens_at, closes_at = drop.opens_at, drop.closes_at
    if closes_at <= opens_at:
        raise OrderRefused(f"{drop.kitchen}: the time until comes before the time from.")
    if {local_date(opens_at, zone), local_date(closes_at, zone)} != {delivery_day.day}:
        raise OrderRefused(f"{drop.kitchen}: the times are not on {delivery_day}.")
    return opens_at, closes_at
