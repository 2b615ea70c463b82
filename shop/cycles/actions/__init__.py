"""What changes cycles, their delivery days and the listings on sale."""

from shop.cycles.actions.closing import close_day, move_day
from shop.cycles.actions.listing import change_listing, list_produce, withdraw_listing
from shop.cycles.actions.opening import draft_cycle, open_cycle, set_clock
from shop.cycles.actions.promised import change_promised, copy_listings, list_promise, withdraw_promised

__all__ = [
    "change_listing",
    "change_promised",
    "close_day",
    "copy_listings",
    "draft_cycle",
    "list_produce",
    "list_promise",
    "move_day",
    "open_cycle",
    "set_clock",
    "withdraw_listing",
    "withdraw_promised",
]
