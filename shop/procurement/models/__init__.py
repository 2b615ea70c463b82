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
from shop.procurement.models.beside import LostBeside
from shop.procurement.models.bulk_order import BulkOrder, BulkOrderLine, KitchenDrop
from shop.procurement.models.claim import Claim, ClaimAnswer
from shop.procurement.models.confirmation import LineConfirmation, PurchaseLine
from shop.procurement.models.delivery import DeliveredLine, FaultBearer
from shop.procurement.models.goods_in import GoodsIn, ReceivingRules
from shop.procurement.models.late_change import LateChange, LateChangeLine
from shop.procurement.models.numbering import NumberSeries
from shop.procurement.models.packed import Packed

__all__ = [
    "AllocationLine",
    "AllocationRun",
    "BulkOrder",
    "BulkOrderLine",
    "BuyingBasis",
    "Claim",
    "ClaimAnswer",
    "CurrentAllocation",
    "DeliveredLine",
    "Demand",
    "FaultBearer",
    "GoodsIn",
    "GrowerAnswer",
    "KitchenDrop",
    "LateChange",
    "LateChangeLine",
    "LineConfirmation",
    "LostBeside",
    "NumberSeries",
    "Packed",
    "ProcessingInput",
    "PublishedPrice",
    "PurchaseLine",
    "ReceivingRules",
    "Shortage",
]
