"""Rows of the supply room."""

from shop.supply.models.lot import Lot
from shop.supply.models.movement import StockMovement
from shop.supply.models.reservation import Reservation

__all__ = ["Lot", "Reservation", "StockMovement"]
