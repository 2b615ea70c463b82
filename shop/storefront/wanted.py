"""What a household asks for at the till, as plain values."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Household:
    """Who orders: a person with an account, or a guest with an address. `door` is where a round brings it."""

    name: str
    email: str
    phone: str = ""
    door: str = ""
    postcode: str = ""
    user: Any = None


@dataclass(frozen=True, slots=True)
class WantedPacks:
    """Packs of a listing under one of Oscar's order lines, at the price that the household saw (VAT included)."""

    order_line: Any
    listing_id: int
    packs: int
    price_pence: int
