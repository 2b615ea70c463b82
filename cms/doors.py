"""The doors on the front page: who comes, what they find, where it is."""

from dataclasses import dataclass

from django.urls import resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CATCH_ALL = "wagtail_serve"


@dataclass(frozen=True)
class Door:
    """One way in; `address` is a path of this site, `icon` names a drawing of lucide's."""

    name: str | Promise
    behind: str | Promise
    address: str
    icon: str


DOORS = (
    Door(
        _("I cook for many"),
        _("Order by the crate from many growers: one order, one drop, one invoice."),
        "/kitchen/",
        "chef-hat",
    ),
    Door(
        _("I grow"), _("Say what you will harvest; we add up the orders and the van picks it up."), "/grow/", "sprout"
    ),
    Door(_("I shop"), _("See what is in season near you, and who grew it."), "/shop/", "shopping-basket"),
    Door(_("I run the hub"), _("Close the orders, share them fairly, send the vans."), "/hub/", "layout-dashboard"),
)


def open_doors() -> list[Door]:
    """Return the doors behind which there is a room: an address that only the pages' catch-all takes is none."""
    return [door for door in DOORS if resolve(door.address).url_name != CATCH_ALL]
