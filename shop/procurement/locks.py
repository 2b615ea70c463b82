"""The lock under which a delivery day's orders, allocation and deliveries change."""

from shop.cycles.models import DeliveryDay


def lock_day(delivery_day: DeliveryDay) -> None:
    """Hold the day's row until the transaction ends, and read it anew into `delivery_day`.

    Every action of this room takes this lock first, and a basis, lots (in id order) and number series after it.
    """
    held = DeliveryDay.objects.select_related("cycle__hub").select_for_update(of=("self",), no_key=True)
    delivery_day.refresh_from_db(from_queryset=held)
