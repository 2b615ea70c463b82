"""What changes the storefront: its data, what is on sale, and households' orders."""

from shop.storefront.actions.handing_out import hand_out
from shop.storefront.actions.keeping import add_handover_point, agree_account, open_shop, tell_story
from shop.storefront.actions.ordering import cancel_order, take_order
from shop.storefront.actions.packing import close_boxes, record_boxes
from shop.storefront.actions.selling import put_on_sale
from shop.storefront.actions.short import record_short_box

__all__ = [
    "add_handover_point",
    "agree_account",
    "cancel_order",
    "close_boxes",
    "hand_out",
    "open_shop",
    "put_on_sale",
    "record_boxes",
    "record_short_box",
    "take_order",
    "tell_story",
]
