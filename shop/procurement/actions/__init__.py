"""The room's verbs: price, order, allocate, answer, confirm, change late, receive, pack, deliver."""

from shop.procurement.actions.allocating import record_allocation
from shop.procurement.actions.answering import record_answer
from shop.procurement.actions.beside import record_lost_beside
from shop.procurement.actions.claiming import answer_claim, claim
from shop.procurement.actions.confirming import ConfirmedDay, confirm_allocation
from shop.procurement.actions.delivering import agree_fault_bearer, record_deliveries, record_delivery
from shop.procurement.actions.late_changing import enter_late_change
from shop.procurement.actions.ordering import cancel_bulk_order, change_bulk_order, place_bulk_order
from shop.procurement.actions.packing import finish_packing, record_packing
from shop.procurement.actions.prices import agree_basis, publish_price
from shop.procurement.actions.receiving import record_goods_in

__all__ = [
    "ConfirmedDay",
    "agree_basis",
    "agree_fault_bearer",
    "answer_claim",
    "cancel_bulk_order",
    "change_bulk_order",
    "claim",
    "confirm_allocation",
    "enter_late_change",
    "finish_packing",
    "place_bulk_order",
    "publish_price",
    "record_allocation",
    "record_answer",
    "record_deliveries",
    "record_delivery",
    "record_goods_in",
    "record_lost_beside",
    "record_packing",
]
