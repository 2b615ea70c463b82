"""Counting goods in at the packhouse's door."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.models import DeliveryDay
from shop.journal.actions import log
from shop.pricing.quantities import kilos, tenths_c
from shop.procurement.at_the_packhouse import Counted
from shop.procurement.errors import GoodsInRefused
from shop.procurement.locks import lock_day
from shop.procurement.models import GoodsIn, PurchaseLine, ReceivingRules
from shop.rows.checked import check_fields

STATUS = DeliveryDay.Status
#: Nothing that comes through the door is heavier, hotter or colder: whoever types more has mistyped.
MOST_WEIGHT_G, MOST_TENTHS_C = 20_000_000, 990
RECEIVING = (STATUS.CONFIRMED, STATUS.ROUTED)


@transaction.atomic
def record_goods_in(*, delivery_day: DeliveryDay, counts: Sequence[Counted], by: Any, now: datetime) -> list[GoodsIn]:
    """Note what came in of many purchases of one day, all or none; lines whose key stands already stay unchanged.

    Raises GoodsInRefused: when packing is done, when somebody else has counted since, or when a number does not fit.
    """
    lock_day(delivery_day)
    keys = [count.key for count in counts]
    standing = {row.key: row for row in GoodsIn.objects.filter(key__in=keys)}
    fresh = [count for count in counts if count.key not in standing]
    require_same(standing, counts)
    if fresh:
        require_receiving(delivery_day)
    latest = GoodsIn.objects.latest_for(delivery_day)
    bought = bought_on(delivery_day, [count.purchase.pk for count in fresh])
    rules = ReceivingRules.objects.filter(hub=delivery_day.cycle.hub_id).first() or ReceivingRules()
    rows = []
    for count in fresh:
        if count.purchase.pk not in bought:
            raise GoodsInRefused(f"{count.purchase.product_text} is not bought for {delivery_day}.")
        last = latest.get(count.purchase.pk)
        if count.seen != (last.number if last else 0):
            raise GoodsInRefused(
                f"Somebody has counted {count.purchase.product_text} since you opened the page. Look again."
            )
        packs, temperature_class = bought[count.purchase.pk]
        check_count(count, packs, rules.at_most_tenths_c(temperature_class))
        row = goods_in_of(count, by, now)
        latest[count.purchase.pk] = row
        rows.append(row)
    GoodsIn.objects.bulk_create(rows)
    if rows:
        log(
            hub=delivery_day.cycle.hub,
            verb="goods in",
            subject=delivery_day,
            by=by,
            now=now,
            lines=len(rows),
            packs_counted=sum(row.packs_counted for row in rows),
            packs_refused=sum(row.packs_refused for row in rows),
            lines_as_said=sum(1 for row in rows if row.is_as_said),
        )
    new = {row.key: row for row in rows}
    return [standing.get(key) or new[key] for key in keys]


def require_same(standing: dict[str, GoodsIn], counts: Sequence[Counted]) -> None:
    """A key belongs to one purchase. Raises GoodsInRefused."""
    for count in counts:
        if count.key in standing and standing[count.key].purchase_id != count.purchase.pk:
            raise GoodsInRefused("This form was sent before, for other goods. Open it anew.")


def require_receiving(delivery_day: DeliveryDay) -> None:
    """Raise GoodsInRefused before the day is confirmed and after it is packed."""
    if delivery_day.status in RECEIVING:
        return
    if delivery_day.status in (STATUS.ORDERING, STATUS.CLOSED, STATUS.ALLOCATED):
        raise GoodsInRefused(f"{delivery_day} is not confirmed yet: nothing is bought for it.")
    raise GoodsInRefused(f"Packing for {delivery_day} is done. Ring the coordinator about what came late.")


def bought_on(delivery_day: DeliveryDay, purchases: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Purchase id to the packs bought as of now and their temperature class, for those that are the day's."""
    rows = (
        PurchaseLine.objects.standing()
        .filter(pk__in=purchases, delivery_day=delivery_day)
        .values_list(
            "pk",
            "packs_standing",
            "listing__pack__specification__temperature_class",
            "recipe__output_pack__specification__temperature_class",
        )
    )
    return {pk: (packs, listed or made) for pk, packs, listed, made in rows}


def check_count(count: Counted, packs: int, at_most_tenths_c: int | None) -> None:
    """Raise GoodsInRefused unless the numbers fit and no warm goods are taken in."""
    what, expected = count.purchase.product_text, count.packs_expected
    if not 1 <= expected <= packs:
        raise GoodsInRefused(f"{what}: {packs} packs are bought, {expected} can't be expected.")
    if not 0 <= count.packs_counted <= expected:
        raise GoodsInRefused(f"{what}: {expected} packs are expected, not {count.packs_counted}. Send back the rest.")
    if not 0 <= count.packs_refused <= count.packs_counted:
        raise GoodsInRefused(f"{what}: {count.packs_refused} refused is more than the {count.packs_counted} counted.")
    if count.packs_refused and not count.fault.strip():
        raise GoodsInRefused(f"{what}: say why {count.packs_refused} are refused.")
    if count.weight_g is not None and not 0 < count.weight_g <= MOST_WEIGHT_G:
        raise GoodsInRefused(f"{what}: a weight of {kilos(count.weight_g)} can't be right.")
    if count.temperature_tenths_c is not None and abs(count.temperature_tenths_c) > MOST_TENTHS_C:
        raise GoodsInRefused(f"{what}: a temperature of {tenths_c(count.temperature_tenths_c)} can't be right.")
    check_cold(count, at_most_tenths_c)


def check_cold(count: Counted, at_most_tenths_c: int | None) -> None:
    """Raise GoodsInRefused when goods that must be cold are too warm, or nobody took their temperature."""
    what = count.purchase.product_text
    if at_most_tenths_c is not None and count.is_as_said and count.packs_counted:
        raise GoodsInRefused(f"{what} must be cold: it is never taken as said. Count it, with its temperature.")
    if at_most_tenths_c is None or count.packs_refused == count.packs_counted:
        return
    if count.temperature_tenths_c is None:
        raise GoodsInRefused(f"{what}: take the temperature before you take it in.")
    if count.temperature_tenths_c > at_most_tenths_c:
        raise GoodsInRefused(
            f"{what} is {tenths_c(count.temperature_tenths_c)}; {tenths_c(at_most_tenths_c)} is the most. Refuse it."
        )


def goods_in_of(count: Counted, by: Any, now: datetime) -> GoodsIn:
    """The row, unsaved. Raises GoodsInRefused for a field that does not hold."""
    row = GoodsIn(
        purchase=count.purchase,
        number=count.seen + 1,
        packs_expected=count.packs_expected,
        packs_counted=count.packs_counted,
        packs_refused=count.packs_refused,
        fault=count.fault.strip() if count.packs_refused else "",
        weight_g=count.weight_g,
        temperature_tenths_c=count.temperature_tenths_c,
        is_as_said=count.is_as_said,
        at=now,
        by=by,
        key=count.key,
    )
    check_fields(row, GoodsInRefused)
    return row
