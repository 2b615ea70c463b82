"""The room's verbs: price, order, allocate, answer, confirm, deliver."""

from shop.procurement.actions.allocating import record_allocation
from shop.procurement.actions.answering import record_answer
from shop.procurement.actions.confirming import ConfirmedDay, confirm_allocation
from shop.procurement.actions.delivering import agree_fault_bearer, record_deliveries, record_delivery
from shop.procurement.actions.ordering import cancel_bulk_order, change_bulk_order, place_bulk_order
from shop.procurement.actions.prices import agree_basis, publish_price

__all__ = [
    "ConfirmedDay",
    "agree_basis",
    "agree_fault_bearer",
    "cancel_bulk_order",
    "change_bulk_order",
    "confirm_allocation",
    "place_bulk_order",
    "publish_price",
    "record_allocation",
    "record_answer",
    "record_deliveries",
    "record_delivery",
]
