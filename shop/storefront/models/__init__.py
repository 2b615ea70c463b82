"""Rows of the storefront."""

from shop.storefront.models.box import BoxPacked, ShortBox, ShortBoxLine
from shop.storefront.models.hand_out import BoxHandOut
from shop.storefront.models.handover_point import HandoverPoint
from shop.storefront.models.household_account import HouseholdAccount
from shop.storefront.models.household_order import HouseholdLine, HouseholdOrder
from shop.storefront.models.shop_front import GrowerStory, ShopFront
from shop.storefront.models.shop_goods import ShopGoods

__all__ = [
    "BoxHandOut",
    "BoxPacked",
    "GrowerStory",
    "HandoverPoint",
    "HouseholdAccount",
    "HouseholdLine",
    "HouseholdOrder",
    "ShopFront",
    "ShopGoods",
    "ShortBox",
    "ShortBoxLine",
]
