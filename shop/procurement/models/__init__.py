"""Rows of the procurement room."""

from shop.procurement.models.allocation import (
    AllocationLine,
    AllocationRun,
    CurrentAllocation,
    Demand,
    ProcessingInput,
    Shortage,
)
from shop.procurement.models.answer import GrowerAnswer
from shop.procurement.models.basis import BuyingBasis, PublishedPrice
from shop.procurement.models.bulk_order import BulkOrder, BulkOrderLine, KitchenDrop
from shop.procurement.models.confirmation import LineConfirmation, PurchaseLine
from shop.procurement.models.delivery import DeliveredLine, FaultBearer
from shop.procurement.models.numbering import NumberSeries

__all__ = [
    "AllocationLine",
    "AllocationRun",
    "BulkOrder",
    "BulkOrderLine",
    "BuyingBasis",
    "CurrentAllocation",
    "DeliveredLine",
    "Demand",
    "FaultBearer",
    "GrowerAnswer",
    "KitchenDrop",
    "LineConfirmation",
    "NumberSeries",
    "ProcessingInput",
    "PublishedPrice",
    "PurchaseLine",
    "Shortage",
]
