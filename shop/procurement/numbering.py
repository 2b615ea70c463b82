"""Taking numbers out of a hub's series: in order, without gaps, each once. A number opens no door."""

from typing import Any

from django.db.models import F

from shop.procurement.models import NumberSeries

ORDERS = "BO"
INVOICES = "IN"
STATEMENTS = "ST"
PAYOUT_RUNS = "PR"
CREDIT_NOTES = "CN"
CORRECTIONS = "SC"


def take_numbers(*, hub: Any, series: str, how_many: int) -> list[str]:
    """The next `how_many` numbers of the series, such as BO-00042.

    Call it inside the transaction that writes what is numbered: the series' row stays locked until the end, and a
    rollback gives the numbers back.
    """
    if not how_many:
        return []
    standing = NumberSeries.objects.of(hub).filter(name=series)
    if not standing.update(next_number=F("next_number") + how_many):
        NumberSeries.objects.get_or_create(hub=hub, name=series)
        standing.update(next_number=F("next_number") + how_many)
    after = standing.values_list("next_number", flat=True).get()
    return [f"{series}-{number:05d}" for number in range(after - how_many, after)]
