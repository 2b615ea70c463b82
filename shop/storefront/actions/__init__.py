"""What changes the storefront: its data, what is on sale, and households' orders."""

from shop.storefront.actions.keeping import add_handover_point, agree_account, open_shop, tell_story
from shop.storefront.actions.ordering import cancel_order, take_order
from shop.storefront.actions.selling import put_on_sale

__all__ = [
    "add_handover_point",
    "agree_account",
    "cancel_order",
    "open_shop",
    "put_on_sale",
    "take_order",
    "tell_story",
]
