"""What the demonstration's day contains by construction, found again in what came of it."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from zoneinfo import ZoneInfo

from logistics.dispatch.day_sheet import DaySheet
from logistics.models import Shipment, Stop
from shop.cycles.models import DeliveryDay
from shop.procurement.models import KitchenDrop

NEARLY_FULL_PERCENT = 85
TIGHT = timedelta(minutes=45)
# What the planner says of a shipment that waits for room or time in vans, and not for the shipment's own nature.
WAITS_FOR_VANS = frozenset({"full", "late", "shift_full", "all_busy", "driving_full"})


def shown(delivery_day: DeliveryDay, sheet: DaySheet, products: Mapping[str, str]) -> dict[str, str]:
    """The fact that shows each of the five promises, by the name the demonstration gives it; empty when none does.

    `products` names the goods a promise is about, where it is about some.
    """
    return {
        "shortage": first(shortages(sheet, products.get("shortage", ""))),
        "chilled bottleneck": first(chilled_bottlenecks(sheet)),
        "tight window": first(tight_windows(delivery_day)),
        "processed line": first(processed(sheet, products.get("processed line", ""))),
        "no van": first(without_van(sheet)),
    }


def first(facts: Iterator[str]) -> str:
    """The first fact, or nothing."""
    return next(facts, "")


def shortages(sheet: DaySheet, product: str) -> Iterator[str]:
    """Packs of the product that are short, with their reason."""
    for short in sheet.shortages:
        if short.goods.startswith(product):
            yield f"{short.packs} × {short.goods} for {short.kitchen}: {short.reason}"


def chilled_bottlenecks(sheet: DaySheet) -> Iterator[str]:
    """Chilled goods that wait for a chilled van, else a chilled van that is nearly full."""
    for left in sheet.unserved:
        if left.temperature_class == "chilled" and left.code in WAITS_FOR_VANS:
            yield f"{left.to_place}: {left.reason}"
    for route in sheet.routes:
        fullest = max(route.peak_g * 100 // route.capacity_g, route.peak_crates * 100 // route.capacity_crates)
        if route.temperature_class == "chilled" and fullest >= NEARLY_FULL_PERCENT:
            yield f"{route.van} on {route.day:%A} is {fullest} % full"


def tight_windows(delivery_day: DeliveryDay) -> Iterator[str]:
    """Kitchens that take vans for a short while only, with when the van is there."""
    zone = ZoneInfo(delivery_day.cycle.hub.time_zone)
    for drop in KitchenDrop.objects.filter(order__delivery_day=delivery_day).select_related("kitchen").order_by("id"):
        if drop.closes_at - drop.opens_at > TIGHT:
            continue
        stop = (
            Stop.objects.filter(
                route__plan_run__delivery_day=delivery_day,
                place=drop.kitchen,
                tasks__shipment__leg__in=[Shipment.Leg.TO_KITCHEN, Shipment.Leg.DIRECT],
            )
            .order_by("-route__plan_run__number", "starts_at")
            .first()
        )
        if stop is not None:
            yield (
                f"{drop.kitchen} takes vans from {drop.opens_at.astimezone(zone):%H:%M} to "
                f"{drop.closes_at.astimezone(zone):%H:%M}; the van is there at {stop.starts_at.astimezone(zone):%H:%M}"
            )


def processed(sheet: DaySheet, product: str) -> Iterator[str]:
    """Lines of the product that a processor makes."""
    for line in sheet.shared:
        if line.is_processed and line.goods.startswith(product):
            yield f"{line.packs} × {line.goods} for {line.kitchen}, made by {line.seller}"


def without_van(sheet: DaySheet) -> Iterator[str]:
    """Drops that stay behind for what they are, not for want of room."""
    for left in sheet.unserved:
        if left.leg in ("hub to kitchen", "farm to kitchen") and left.code not in WAITS_FOR_VANS:
            yield f"{left.to_place}: {left.reason}"
