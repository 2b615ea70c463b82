"""Everything this room refuses. The texts are fit for people's eyes."""

from datetime import date

from shop.pricing.quantities import quantity


class SupplyError(Exception):
    """The family."""


class BadLot(SupplyError):
    """A lot's facts can't stand."""


class LotCodeTaken(SupplyError):
    """The hub has another lot of this code."""


class NotEnoughStock(SupplyError):
    """More was asked of a lot than is free. `asked` and `available` in base units."""

    def __init__(self, lot: object, *, asked: int, available: int, base_unit: str) -> None:
        self.lot = lot
        self.asked = asked
        self.available = available
        super().__init__(
            f"Lot {lot} has {quantity(available, base_unit)} left; {quantity(asked, base_unit)} were asked for."
        )


class PastBestBefore(SupplyError):
    """The lot's best-before date has passed."""

    def __init__(self, lot: object, best_before: date) -> None:
        super().__init__(f"Lot {lot} was best before {best_before:%d %B %Y}.")


class KeyUsed(SupplyError):
    """The key stands for something else already."""


class UnknownReservation(SupplyError):
    """Nothing is reserved under this key."""
