"""A grower promises more or less of a harvest that is still in the field."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from shop.supply.actions import change_quantity
from shop.supply.errors import BadLot
from shop.supply.models import Lot, StockMovement


@transaction.atomic
def change_promise(*, lot: Lot, by_base: int, key: str, by: User | None, now: datetime) -> Lot:
    """Promise `by_base` base units more of the lot (or, negative, fewer). The same key again changes nothing.

    Raises BadLot when the lot is no promise any more, NotEnoughStock when less would be left than is sold.
    """
    if lot.kind != Lot.Kind.PROMISE:
        raise BadLot(f"Lot {lot} is harvested: count it again instead of promising.")
    kind = StockMovement.Kind.PROMISED if by_base > 0 else StockMovement.Kind.CORRECTED
    reason = "" if by_base > 0 else "the grower promises less"
    return change_quantity(lot, kind, by_base, reason=reason, key=key, by=by, now=now)
