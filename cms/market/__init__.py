"""What public pages may say of the market: read from the shop's rows, here and nowhere else in this room."""

from cms.market.finding import Found, products_named
from cms.market.money import Followed, KeptHere, followed, kept_here
from cms.market.sellers import (
    OnSale,
    Seller,
    pence_of_a_pound,
    products_listed,
    seller,
    the_hub_s_place,
)
from cms.market.week import Listed, ThisWeek, this_week

__all__ = [
    "Followed",
    "Found",
    "KeptHere",
    "Listed",
    "OnSale",
    "Seller",
    "ThisWeek",
    "followed",
    "kept_here",
    "pence_of_a_pound",
    "products_listed",
    "products_named",
    "seller",
    "the_hub_s_place",
    "this_week",
]
