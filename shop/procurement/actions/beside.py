"""Noting what was bought for households and did not reach them, for the growers' statements."""

from datetime import datetime
from typing import Any

from django.db import transaction

from shop.cycles.models import DeliveryDay
from shop.procurement.errors import DeliveryRefused
from shop.procurement.models import LostBeside, PurchaseLine


@transaction.atomic
def record_lost_beside(  # noqa: PLR0913 - keyword-only
    *, delivery_day: DeliveryDay, listing: int, packs: int, fault: str, key: str, by: Any, now: datetime
) -> LostBeside:
    """Note packs of a listing (id) that were bought for the day and lost on the way; the same key again does nothing.

    The caller holds the day's lock. Raises DeliveryRefused when nothing of the listing is bought for the day.
    """
    purchases = PurchaseLine.objects.standing().filter(delivery_day=delivery_day, listing=listing)
    purchase = purchases.order_by("pk").last()
    if purchase is None:
        raise DeliveryRefused(f"Nothing of this listing is bought for {delivery_day}.")
    row, _ = LostBeside.objects.get_or_create(
        key=key, defaults={"purchase": purchase, "packs": packs, "fault": fault, "at": now, "by": by}
    )
    return row
