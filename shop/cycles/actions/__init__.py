"""What changes cycles, their delivery days and the listings on sale."""

from shop.cycles.actions.closing import close_day, move_day
from shop.cycles.actions.listing import change_listing, list_produce, withdraw_listing
from shop.cycles.actions.opening import draft_cycle, open_cycle, set_clock

__all__ = [
    "change_listing",
    "close_day",
    "draft_cycle",
    "list_produce",
    "move_day",
    "open_cycle",
    "set_clock",
    "withdraw_listing",
]
