"""Rows into answers: a fixed number of queries for a page of any size."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from logistics.api import answers
from shop.cycles.models import DeliveryDay, Listing, OrderCycle
from shop.enterprises.models import Enterprise, Hub
from shop.produce.models import Certificate, Product
from shop.rows.local_time import local_date
from shop.storefront.models import HandoverPoint


def products_of(hub: Hub) -> Any:
    """What the hub trades in."""
    return Product.objects.of(hub)


def product(row: Any) -> answers.Product:
    """One product."""
    return answers.Product(
        id=row.pk, name=row.name, category=row.category, base_unit=row.base_unit, season_months=row.season_months
    )


def listings_of(hub: Hub, *, now: datetime) -> Any:
    """What is listed for days that take orders at `now`."""
    days = DeliveryDay.objects.of(hub).open_at(now)
    return Listing.objects.standing().named().select_related("delivery_day").filter(delivery_day__in=days)


def listing(row: Any) -> answers.Listing:
    """One listing."""
    day, specification = row.delivery_day, row.pack.specification
    return answers.Listing(
        id=row.pk,
        cycle_id=day.cycle_id,
        delivery_day=day.day,
        orders_close_at=day.orders_close_at,
        grower_id=row.grower_id,
        grower=row.grower.name,
        product_id=specification.product_id,
        product=specification.product.name,
        cut=specification.cut,
        grade=specification.grade,
        pack=row.pack.name,
        pack_quantity_base=row.pack.quantity_base,
        base_unit=specification.product.base_unit,
        price_pence=row.price_pence,
    )


def growers_of(hub: Hub) -> Any:
    """Who grows and who prepares."""
    return Enterprise.objects.of(hub).filter(kind__in=(Enterprise.Kind.GROWER, Enterprise.Kind.PROCESSOR))


def growers(hub: Hub, rows: Sequence[Any], *, now: datetime) -> list[answers.Grower]:
    """Growers with what they hold today."""
    today = local_date(now, hub.time_zone)
    held: dict[int, list[answers.Certificate]] = {}
    good = Certificate.objects.filter(enterprise__in=rows, valid_from__lte=today, valid_until__gte=today)
    for each in good.order_by("kind", "valid_until", "id"):
        held.setdefault(each.enterprise_id, []).append(
            answers.Certificate(kind=each.kind, valid_until=each.valid_until)
        )
    return [
        answers.Grower(
            id=row.pk, name=row.name, kind=row.kind, joined_on=row.joined_on, certificates=held.get(row.pk, [])
        )
        for row in rows
    ]


def places_of(hub: Hub) -> Any:
    """Where households may collect. A doorstep round has no place that is anybody's business."""
    points = HandoverPoint.objects.of(hub).filter(is_offered=True, kind=HandoverPoint.Kind.COLLECTION)
    return points.select_related("place")


def place(row: Any) -> answers.Place:
    """One collection point."""
    return answers.Place(
        id=row.pk,
        name=row.name,
        address=row.place.address,
        postcode=row.place.postcode,
        latitude=float(row.place.latitude),
        longitude=float(row.place.longitude),
        opens=row.opens,
        closes=row.closes,
        weekdays=row.weekdays,
        how_to_find=row.how_to_find,
    )


def cycles_of(hub: Hub, *, now: datetime) -> Any:
    """Cycles that have been opened."""
    opened = OrderCycle.objects.of(hub).exclude(status=OrderCycle.Status.DRAFT).filter(opens_at__lte=now)
    return opened.prefetch_related("delivery_days")


def cycle(row: Any) -> answers.Cycle:
    """One cycle with its days in order."""
    days = sorted(row.delivery_days.all(), key=lambda day: (day.day, day.pk))
    said = [answers.CycleDay(day=day.day, status=day.status, orders_close_at=day.orders_close_at) for day in days]
    return answers.Cycle(id=row.pk, name=row.name, status=row.status, opens_at=row.opens_at, delivery_days=said)
