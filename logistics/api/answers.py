"""What the API says of each thing: what the hub tells everybody. No people, no farms' addresses, no telephones."""

from datetime import date, datetime, time
from typing import Literal

from ninja import Schema


class Product(Schema):
    """What is grown or made, in any cut and pack. `season_months` is 1 to 12; empty is all year."""

    id: int
    name: str
    category: str
    base_unit: Literal["g", "ml", "each"]
    season_months: list[int]


class Listing(Schema):
    """A pack that a grower has listed for a delivery day that takes orders. The price is what the grower is paid."""

    id: int
    cycle_id: int
    delivery_day: date
    orders_close_at: datetime
    grower_id: int
    grower: str
    product_id: int
    product: str
    cut: str
    grade: str
    pack: str
    pack_quantity_base: int
    base_unit: str
    price_pence: int


class Certificate(Schema):
    """What a grower holds today, without its number."""

    kind: str
    valid_until: date


class Grower(Schema):
    """A grower or a processor."""

    id: int
    name: str
    kind: str
    joined_on: date
    certificates: list[Certificate]


class Place(Schema):
    """A collection point for households. `weekdays`: 0 is Monday, an empty list is every delivery day."""

    id: int
    name: str
    address: str
    postcode: str
    latitude: float
    longitude: float
    opens: time
    closes: time
    weekdays: list[int]
    how_to_find: str


class CycleDay(Schema):
    """One delivery day."""

    day: date
    status: str
    orders_close_at: datetime


class Cycle(Schema):
    """An ordering cycle that has been opened; drafts are the hub's own."""

    id: int
    name: str
    status: str
    opens_at: datetime
    delivery_days: list[CycleDay]


class Products(Schema):
    """A page of products. `next` is the address of the page after it, or null."""

    items: list[Product]
    next: str | None


class Listings(Schema):
    """A page of listings."""

    items: list[Listing]
    next: str | None


class Growers(Schema):
    """A page of growers."""

    items: list[Grower]
    next: str | None


class Places(Schema):
    """A page of places."""

    items: list[Place]
    next: str | None


class Cycles(Schema):
    """A page of cycles."""

    items: list[Cycle]
    next: str | None


class Problem(Schema):
    """An error, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str
