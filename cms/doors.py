"""The doors on the front page: who comes, what they find, where it is."""

from dataclasses import dataclass

from django.urls import resolve

CATCH_ALL = "wagtail_serve"


@dataclass(frozen=True)
class Door:
    """One way in; `address` is a path of this site."""

    name: str
    behind: str
    address: str


DOORS = (
    Door("I cook for many", "Order by the crate from many growers: one order, one drop, one invoice.", "/kitchen/"),
    Door("I grow", "Say what you will harvest; we add up the orders and the van picks it up.", "/grow/"),
    Door("I shop", "See what is in season near you, and who grew it.", "/shop/"),
    Door("I run the hub", "Close the orders, share them fairly, send the vans.", "/hub/"),
)


def open_doors() -> list[Door]:
    """Return the doors behind which there is a room: an address that only the pages' catch-all takes is none."""
    return [door for door in DOORS if resolve(door.address).url_name != CATCH_ALL]
